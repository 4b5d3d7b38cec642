#include "hooks/endpoint.hpp"

#include "hooks/cors.hpp"
#include "hooks/discovery.hpp"
#include "hooks/evaluation.hpp"
#include "hooks/media_type.hpp"
#include "hooks/outgoing.hpp"
#include "hooks/router.hpp"

namespace hooks {
namespace {

reply json_reply(std::string body) {
  return {.status = 200, .content_type = "application/json", .headers = {}, .body = std::move(body)};
}

reply refusal_of(const problem& refused) {
  auto answer = to_reply(refused);
  check_outgoing(answer.body, check_refusal);
  return answer;
}

} // namespace

endpoint::endpoint(const cds::knowledge& known, settings configured)
    : known_(known), settings_(std::move(configured)), discovery_(discovery_body(known)) {
  check_outgoing(discovery_, check_discovery);
}

reply endpoint::respond(const call& asked, const environment& world, const witness& seen) const {
  auto where = route_of(asked.method, asked.target);
  if (!where) return refusal_of(where.error());
  if (std::holds_alternative<discover>(*where)) return json_reply(discovery_);
  if (const auto* asks = std::get_if<preflight>(&*where)) {
    reply answer{.status = 204, .content_type = {}, .headers = {{"Allow", std::string(asks->allowed)}}, .body = {}};
    add_preflight(answer.headers, asked.origin, settings_.allowed_origins);
    return answer;
  }
  if (auto refused = refuse_format(asked.content_type, asked.content_encoding)) return refusal_of(*refused);
  auto body = evaluate_hook(*std::get<invoke>(*where).asked, asked.body, known_, settings_, world, seen);
  return body ? json_reply(std::move(*body)) : refusal_of(body.error());
}

reply endpoint::answer(const call& asked, const environment& world, const witness& seen) const {
  auto answered = respond(asked, world, seen);
  // What a POST brought and got is about a patient.
  if (asked.method == "POST") answered.headers.emplace_back("Cache-Control", "no-store");
  add_cors(answered.headers, asked.origin, settings_.allowed_origins);
  return answered;
}

reply endpoint::refuse(int status, std::string_view origin, const std::vector<fhir::issue>& faults) const {
  auto answered = refusal_of({.status = status, .issues = faults, .headers = {}});
  answered.headers.emplace_back("Cache-Control", "no-store");
  add_cors(answered.headers, origin, settings_.allowed_origins);
  return answered;
}

} // namespace hooks
