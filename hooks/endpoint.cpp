#include "hooks/endpoint.hpp"

#include "hooks/cors.hpp"
#include "hooks/discovery.hpp"
#include "hooks/exchange.hpp"
#include "hooks/outgoing.hpp"

namespace hooks {

endpoint::endpoint(const cds::knowledge& known, settings configured)
    : known_(known), settings_(std::move(configured)), routes_(settings_.same_id), parts_(known, settings_.rule_pages),
      edition_(std::make_shared<const knowledge_edition>(edition_of(known))),
      discovery_(discovery_body(known, routes_, settings_.keys)) {
  check_outgoing(discovery_, check_discovery);
}

reply endpoint::answer(const call& asked, const environment& world, const witness& seen) const {
  exchange one(*this, asked, world, seen);
  auto next = one.begin();
  for (;;) {
    if (auto* last = std::get_if<reply>(&next)) return std::move(*last);
    if (std::holds_alternative<needs_keys>(next))
      next = one.resume();
    else if (std::holds_alternative<claim>(next))
      next = one.resume(claimed::full);
    else if (const auto* fetch = std::get_if<fetch_data>(&next))
      next = one.resume(std::vector<fetched>(fetch->items.size()));
    else
      next = one.resume(keeping{not_kept{}});
  }
}

reply endpoint::refuse(int status, std::string_view origin, const std::vector<fhir::issue>& faults) const {
  auto answered = to_reply({.status = status, .issues = faults, .headers = {}});
  check_outgoing(answered.body, check_refusal);
  answered.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) answered.headers.emplace_back("Retry-After", "1");
  add_cors(answered.headers, origin, settings_.allowed_origins);
  return answered;
}

} // namespace hooks
