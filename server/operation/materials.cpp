#include "server/operation/materials.hpp"

#include <memory>
#include <utility>

#include "server/operation/load_knowledge.hpp"
#include "server/protocol/service_setup.hpp"

namespace server {
namespace {

using faults = std::vector<std::string>;

void gather(faults& into, const faults& more) { into.insert(into.end(), more.begin(), more.end()); }

tls_context load_own(const settings& chosen, faults& found) {
  if (chosen.certificate.empty() && chosen.key.empty()) return nullptr;
  auto tls = load_tls(chosen.certificate, chosen.key);
  if (!tls) gather(found, tls.error());
  return tls.value_or(nullptr);
}

tls_context read_tls(const settings& chosen, faults& found) {
  auto tls = load_own(chosen, found);
  if (const auto& asks = chosen.mutual_tls; !asks.authorities.empty()) {
    const auto done =
        tls ? ask_for_certificates(tls, asks.authorities, asks.required) : check_authorities(asks.authorities);
    if (!done) found.push_back(done.error());
  }
  return tls;
}

} // namespace

tl::expected<materials, faults> read_materials(const settings& chosen, const published* before) {
  faults found;
  materials read;
  read.tls = read_tls(chosen, found);
  auto known = load_knowledge(chosen.knowledge, chosen.overlay);
  if (!known) gather(found, known.error());
  auto content = publish(chosen, known ? std::make_shared<const cds::knowledge>(std::move(*known)) : nullptr, before);
  if (!content) gather(found, content.error());
  if (!found.empty()) return tl::unexpected(std::move(found));
  read.content = std::move(*content);
  return read;
}

} // namespace server
