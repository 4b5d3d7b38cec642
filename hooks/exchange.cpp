#include "hooks/exchange.hpp"

#include <utility>

#include "hooks/cors.hpp"
#include "hooks/evaluation.hpp"
#include "hooks/media_type.hpp"
#include "hooks/outgoing.hpp"
#include "hooks/router.hpp"

namespace hooks {
namespace {

reply json_reply(std::string body) {
  return {.status = 200, .content_type = "application/json", .headers = {}, .body = std::move(body)};
}

problem no_feedback() {
  return {.status = 404, .issues = {{fhir::issue_code::not_found, "", "feedback is not kept here"}}, .headers = {}};
}

} // namespace

exchange::exchange(const endpoint& served, const call& asked, environment world, witness seen)
    : served_(served), asked_(asked), world_(std::move(world)), seen_(std::move(seen)) {}

step exchange::begin() {
  auto where = served_.routes().find(asked_.method, asked_.target);
  if (!where) return refuse(where.error());
  if (std::holds_alternative<discover>(*where)) return leave(json_reply(served_.discovery()));
  if (const auto* asks = std::get_if<preflight>(&*where)) {
    reply answer{.status = 204, .content_type = {}, .headers = {{"Allow", std::string(asks->allowed)}}, .body = {}};
    add_preflight(answer.headers, asked_.origin, served_.configured().allowed_origins);
    return leave(std::move(answer));
  }
  if (std::holds_alternative<tell>(*where)) return refuse(no_feedback());
  if (auto refused = refuse_format(asked_.content_type, asked_.content_encoding)) return refuse(*refused);
  evaluation_.emplace(served_.known(), served_.configured(), world_);
  if (auto refused = evaluation_->read(*std::get<invoke>(*where).asked, asked_.body)) return refuse(*refused);
  return go_on();
}

step exchange::resume(std::vector<fetched> answers) {
  evaluation_->take(std::move(answers));
  return go_on();
}

step exchange::go_on() {
  if (auto items = evaluation_->wanted(); !items.empty()) {
    const auto& request = evaluation_->asked();
    return fetch_data{std::string(request.fhir_server), request.access_token, std::move(items)};
  }
  auto body = evaluation_->answer(seen_);
  return body ? leave(json_reply(std::move(*body))) : refuse(body.error());
}

reply exchange::leave(reply answered) const {
  // What a POST brought and got is about a patient.
  if (asked_.method == "POST") answered.headers.emplace_back("Cache-Control", "no-store");
  add_cors(answered.headers, asked_.origin, served_.configured().allowed_origins);
  return answered;
}

reply exchange::refuse(const problem& why) const {
  auto answered = to_reply(why);
  check_outgoing(answered.body, check_refusal);
  return leave(std::move(answered));
}

} // namespace hooks
