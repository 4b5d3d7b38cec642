#include "hooks/exchange.hpp"

#include <algorithm>
#include <utility>

#include "hooks/cors.hpp"
#include "hooks/media_type.hpp"
#include "hooks/outgoing.hpp"

namespace hooks {
namespace {

reply json_reply(std::string body) {
  return {.status = 200, .content_type = "application/json", .headers = {}, .body = std::move(body)};
}

problem no_feedback() {
  return {.status = 404, .issues = {{fhir::issue_code::not_found, "", "feedback is not kept here"}}, .headers = {}};
}

problem not_kept_now(const not_kept& what) {
  return {.status = 503,
          .issues = {{fhir::issue_code::throttled, "", "the feedback is not known to be kept, send it again"}},
          .headers = {{"Retry-After", std::to_string(what.retry_after.count())}}};
}

const namesakes* called_in(const route& where) {
  if (const auto* invoked = std::get_if<invoke>(&where)) return invoked->asked;
  if (const auto* told = std::get_if<tell>(&where)) return told->asked;
  return nullptr;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

} // namespace

exchange::exchange(const endpoint& served, const call& asked, environment world, witness seen)
    : served_(served), asked_(asked), world_(std::move(world)), seen_(std::move(seen)) {}

step exchange::begin() {
  auto where = served_.routes().find(asked_.method, asked_.target);
  if (!where) return refuse(where.error());
  where_ = *where;
  if (std::holds_alternative<discover>(*where_)) return leave(json_reply(served_.discovery()));
  if (const auto* asks = std::get_if<preflight>(&*where_)) {
    reply answer{.status = 204, .content_type = {}, .headers = {{"Allow", std::string(asks->allowed)}}, .body = {}};
    add_preflight(answer.headers, asked_.origin, served_.configured().allowed_origins);
    return leave(std::move(answer));
  }
  return trust();
}

/// Nothing of the body is looked at before the client is trusted.
step exchange::trust() {
  const auto& configured = served_.configured();
  if (configured.clients == nullptr) {
    by_ = &configured.anybody;
    return serve();
  }
  const auto id = served_.routes().id_of(*called_in(*where_)->front());
  audience_ = configured.public_url + std::string(path_of(asked_.target));
  if (std::holds_alternative<tell>(*where_)) service_url_ = configured.public_url + "/cds-services/" + std::string(id);
  trust_.emplace(*configured.clients, configured.verifier,
                 trust_question{.authorization = asked_.authorization,
                                .audience = audience_,
                                .service_url = service_url_,
                                .service = called_in(*where_)->size() == 1 ? id : std::string_view{},
                                .peer = configured.clients->with_certificate(asked_.peer_sha256, asked_.peer_subject),
                                .now = world_.now});
  return take(trust_->start());
}

step exchange::resume() { return take(trust_->resume()); }
step exchange::resume(claimed what) { return take(trust_->resume(what)); }

step exchange::take(trust_step next) {
  if (auto* keys = std::get_if<needs_keys>(&next)) return *keys;
  if (auto* token = std::get_if<claim>(&next)) return std::move(*token);
  if (const auto* known = std::get_if<trusted>(&next)) {
    by_ = known->by;
    return serve();
  }
  if (const auto* denied = std::get_if<forbidden>(&next)) return refuse(refusal_of(*denied));
  if (const auto* full = std::get_if<busy>(&next)) return refuse(refusal_of(*full));
  const auto& why = std::get<untrusted>(next);
  distrust_ = why.cause;
  return refuse(refusal_of(why));
}

step exchange::serve() {
  const bool tells = std::holds_alternative<tell>(*where_);
  const auto may_call = [this](const service* one) { return by_->may_call(one->id); };
  if (std::ranges::none_of(*called_in(*where_), may_call)) return refuse(refusal_of(forbidden{by_}));
  if (tells && !served_.configured().keeps_records) return refuse(no_feedback());
  if (auto refused = refuse_format(asked_.content_type, asked_.content_encoding)) return refuse(*refused);
  if (tells) return take_feedback();
  evaluation_.emplace(served_, *by_, world_);
  if (auto refused = evaluation_->read(*std::get<invoke>(*where_).asked, asked_.body)) return refuse(*refused);
  // Under a shared id only the body tells which service is called.
  if (!by_->may_call(evaluation_->called().id)) return refuse(refusal_of(forbidden{by_}));
  return go_on();
}

step exchange::take_feedback() {
  auto items = read_feedback(asked_.body);
  if (!items) return refuse(items.error());
  const auto id = served_.routes().id_of(*std::get<tell>(*where_).asked->front());
  return keep_feedback{by_->name, std::string(id), std::move(*items)};
}

step exchange::resume(const keeping& what) {
  if (const auto* lost = std::get_if<not_kept>(&what)) return refuse(not_kept_now(*lost));
  return leave(json_reply("{}"));
}

step exchange::resume(std::vector<fetched> answers) {
  evaluation_->take(std::move(answers));
  return go_on();
}

step exchange::go_on() {
  if (auto items = evaluation_->wanted(); !items.empty()) {
    const auto& request = evaluation_->asked();
    return fetch_data{std::string(request.fhir_server), request.access_token,
                      !by_->has_fhir_server(request.fhir_server), std::move(items)};
  }
  auto answered = evaluation_->answer(seen_);
  if (!answered) return refuse(answered.error());
  record_ = std::move(answered->record);
  told_ = std::move(answered->told);
  return leave(json_reply(std::move(answered->body)));
}

const service* exchange::called() const {
  if (!where_ || !std::holds_alternative<invoke>(*where_)) return nullptr;
  const auto* read = evaluation_ ? evaluation_->called_if_read() : nullptr;
  return read != nullptr ? read : std::get<invoke>(*where_).asked->front();
}

reply exchange::leave(reply answered) const {
  // What a POST brought and got is about a patient.
  if (asked_.method == "POST") answered.headers.emplace_back("Cache-Control", "no-store");
  add_cors(answered.headers, asked_.origin, served_.configured().allowed_origins);
  return answered;
}

reply exchange::refuse(const problem& why) {
  mixed_patients_ =
      std::ranges::any_of(why.issues, [](const fhir::issue& one) { return one.code == fhir::issue_code::security; });
  auto answered = to_reply(why);
  check_outgoing(answered.body, check_refusal);
  return leave(std::move(answered));
}

} // namespace hooks
