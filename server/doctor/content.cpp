#include "server/doctor/content.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>

#include "server/operation/load_knowledge.hpp"
#include "server/outbound/client.hpp"
#include "server/outbound/trust.hpp"
#include "server/trust/clients_file.hpp"
#include "server/trust/key_set.hpp"

namespace server {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds slow{2'000};

void judge_published(const hooks::client& of, const outbound_answer& came, findings& told) {
  const auto named = "keys of `" + of.name + "` ";
  if (came.fault != outbound_fault::none || came.status != 200)
    return told.fault("keys", named + fmt::format("cannot be fetched: {}, status {}", to_text(came.fault), came.status),
                      "its `jku` must answer this machine over https, with an authority of `fetch.authorities`");
  const auto read = read_key_set(came.body);
  if (!read) return told.fault("keys", named + read.error(), "the client must publish a JWK set of public keys");
  told.ok("keys", named + "are published");
}

void fetch_keys(const std::vector<hooks::client>& registered, const tls_context& trust, findings& told) {
  boost::asio::io_context context;
  outbound_counts counts;
  outbound_wiring wiring;
  wiring.trust = trust;
  outbound_client asks(context, wiring, counts);
  for (const auto& one : registered) {
    if (!one.fetches_keys()) continue;
    outbound_request asked;
    asked.url = one.jku;
    asked.accept = "application/json";
    asked.deadline = clock::now() + std::chrono::seconds{5};
    asked.plain_loopback = one.jku.starts_with("http://");
    asks.get(std::move(asked), [&](const outbound_answer& came) { judge_published(one, came, told); });
  }
  asks.drain();
  context.run();
}

} // namespace

void examine_clients(const settings& chosen, bool fetch, findings& told) {
  if (chosen.clients.empty())
    return told.warn("clients", "nobody is told apart", "set `clients` and `public_url`; --no-auth is for trying only");
  const auto read = read_clients_file(chosen.clients);
  if (!read) {
    for (const auto& fault : read.error()) told.fault("clients", to_text(fault), "`vesicle clients check FILE`");
    return;
  }
  told.ok("clients", fmt::format("{} registered", read->size()));
  if (chosen.public_url.empty())
    told.fault("clients", "there is no `public_url`, and tokens are for it", "set `public_url`");
  for (const auto& warning : warnings_about(*read))
    told.warn("clients", warning, "take it out before there are patients");
  const auto trust = load_trust(chosen.fetching.authorities);
  if (!trust) return told.fault("keys", trust.error(), "mend `fetch.authorities`");
  if (fetch) fetch_keys(*read, *trust, told);
}

void examine_knowledge(const settings& chosen, findings& told) {
  const auto began = clock::now();
  const auto known = load_knowledge(chosen.knowledge, chosen.overlay);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
  if (!known) {
    for (const auto& fault : known.error()) told.fault("knowledge", fault, "`vesicle knowledge check DIR`");
    return;
  }
  const auto says = fmt::format("{} content {}", known->version, known->hash);
  if (took > slow)
    told.warn("knowledge", says + fmt::format(", read in {} ms", took.count()),
              "a start should take less than two seconds");
  else
    told.ok("knowledge", says);
}

} // namespace server
