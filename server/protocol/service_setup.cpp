#include "server/protocol/service_setup.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "server/database_url.hpp"
#include "server/listen_address.hpp"
#include "server/outbound/trust.hpp"
#include "server/store/postgres_store.hpp"
#include "server/store/postgres_tokens.hpp"
#include "server/store/sqlite_store.hpp"
#include "server/trust/clients_file.hpp"
#include "server/trust/jti_registry.hpp"
#include "server/trust/shared_tokens.hpp"

namespace server {
namespace {

using faults = std::vector<std::string>;

tl::expected<std::unique_ptr<client_register>, faults> read_register(const std::string& file, const published* before) {
  if (file.empty()) return std::unique_ptr<client_register>();
  auto read = read_clients_file(file);
  if (read) return std::make_unique<client_register>(std::move(*read), before ? before->registered.get() : nullptr);
  faults found;
  for (const auto& fault : read.error()) found.push_back(to_text(fault));
  return tl::unexpected(std::move(found));
}

/// Browsers ask before they show who they are, so that every client's origins are answered.
std::vector<std::string> origins_of(const settings& chosen, const client_register* registered) {
  auto origins = chosen.origins;
  if (registered != nullptr)
    for (const auto& one : registered->clients.all())
      origins.insert(origins.end(), one.origins.begin(), one.origins.end());
  std::ranges::sort(origins);
  origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
  return origins;
}

hooks::settings protocol_of(const settings& chosen, const client_register* registered) {
  hooks::settings protocol;
  protocol.allowed_origins = origins_of(chosen, registered);
  protocol.same_id = chosen.same_id;
  for (const auto& key : chosen.keys_off)
    if (const auto named = hooks::key_named(key)) protocol.keys.switch_off(*named);
  protocol.public_url = chosen.public_url;
  protocol.anybody.name = "anybody";
  protocol.anybody.fhir_servers = chosen.fetching.servers;
  protocol.anybody.any_https_fhir_server = chosen.fetching.any_https_server;
  if (chosen.knowledge_pages && !chosen.public_url.empty()) protocol.rule_pages = chosen.public_url + "/knowledge";
  protocol.answer_extension = chosen.extension;
  protocol.keeps_records = chosen.keeps_records();
  return protocol;
}

tl::expected<std::unique_ptr<store>, std::string> open_embedded_store(const std::string& directory) {
  std::error_code fault;
  std::filesystem::create_directories(directory, fault);
  if (!std::filesystem::is_directory(directory) || ::access(directory.c_str(), W_OK | X_OK) != 0)
    return tl::unexpected("data directory `" + directory + "` cannot be made or written to");
  return open_sqlite_store(directory);
}

tl::expected<std::unique_ptr<store>, std::string> open_store(const settings& chosen) {
  if (!chosen.data.empty() && !chosen.database.url.empty())
    return tl::unexpected(std::string("a data directory and a database: give one of them"));
  if (!chosen.data.empty()) return open_embedded_store(chosen.data);
  if (chosen.database.url.empty()) return std::unique_ptr<store>();
  const auto address = address_of(chosen.database.url, chosen.database.password_file);
  if (!address) return tl::unexpected(address.error());
  return open_postgres_store(*address);
}

/// Shared where nodes share a database, which is open by now, and where anybody shows a token.
std::unique_ptr<token_registry> open_tokens(const settings& chosen) {
  if (chosen.database.url.empty() || chosen.clients.empty()) return std::make_unique<jti_registry>();
  auto address = address_of(chosen.database.url, chosen.database.password_file).value();
  return std::make_unique<shared_tokens>(make_postgres_tokens(std::move(address)));
}

/// Judged as a file first: OpenSSL would wait for a pipe.
tl::expected<tls_context, std::string> read_trust(const std::string& authorities) {
  if (!authorities.empty())
    if (const auto good = check_authorities(authorities); !good) return tl::unexpected(good.error());
  return load_trust(authorities);
}

} // namespace

make_answerer service_setup::answerers(const settings& chosen) {
  conversation_wiring with;
  with.publishes = &publishes;
  with.tokens = tokens.get();
  with.keeps = keeps.get();
  with.counts = &counts;
  with.counted = &counted;
  with.log = log;
  with.outbound = outbound;
  with.outbound.trust = publishes.now()->believed;
  with.outbound_counted = &outbound_counted;
  with.fetch_deadline = chosen.timeouts.fetch;
  return [with](boost::asio::io_context& context) { return std::make_unique<conversations>(context, with); };
}

void service_setup::close() {
  tokens->close();
  if (keeps) keeps->close();
}

tl::expected<publication::edition, faults> publish(const settings& chosen, std::shared_ptr<const cds::knowledge> known,
                                                   const published* before) {
  faults found;
  auto registered = read_register(chosen.clients, before);
  if (!registered) found = registered.error();
  // A file that was emptied, or is being written, must not lock everybody out who is served.
  else if (before != nullptr && *registered && (*registered)->clients.all().empty())
    found.push_back(chosen.clients + ": no client is registered in it, every call would be refused");
  auto trust = read_trust(chosen.fetching.authorities);
  if (!trust) found.push_back(trust.error());
  if (!found.empty() || !known) return tl::unexpected(std::move(found));
  auto protocol = protocol_of(chosen, registered->get());
  return std::make_shared<const published>(std::move(known), std::move(*registered), std::move(*trust),
                                           std::move(protocol));
}

tl::expected<std::unique_ptr<service_setup>, faults> set_up_service(const settings& chosen,
                                                                    publication::edition first) {
  auto made = std::make_unique<service_setup>(std::move(first));
  auto opened = open_store(chosen);
  if (!opened) return tl::unexpected(faults{opened.error()});
  made->keeps = std::move(*opened);
  made->tokens = open_tokens(chosen);
  return made;
}

std::vector<std::string> warnings_about(const settings& chosen, const published& now) {
  std::vector<std::string> said;
  if (now.registered)
    said = warnings_about(now.registered->clients.all());
  else
    said.emplace_back("--no-auth: every program on this machine can ask, and nobody is told apart");
  if (const auto where = read_listen_address(chosen.admin.listen); where && !where->loopback)
    said.push_back("the admin listener is not on loopback: whoever reaches `" + to_text(*where) +
                   "` reads its counters");
  if (chosen.fetching.any_https_server && !now.registered)
    said.emplace_back("resources are read from any https server that a request names: for trying, not for a hospital");
  if (!chosen.database.url.empty())
    if (auto warning = warning_about_database_url(chosen.database.url); !warning.empty())
      said.push_back(std::move(warning));
  return said;
}

} // namespace server
