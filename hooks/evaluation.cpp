#include "hooks/evaluation.hpp"

#include <algorithm>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "hooks/members.hpp"
#include "hooks/outgoing.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/response.hpp"
#include "hooks/selections.hpp"
#include "hooks/uuid.hpp"

namespace hooks {
namespace {

using fhir::issue;

problem refuse_faults(std::vector<issue> faults) { return {.status = 400, .issues = std::move(faults), .headers = {}}; }

void add_new(std::vector<issue>& faults, std::vector<issue> more) {
  for (auto& one : more) {
    if (std::ranges::find(faults, one) == faults.end()) faults.push_back(std::move(one));
  }
}

/// Of services with one id, the one that answers the hook of the body; the first, which refuses what is not its own.
const service& service_among(const namesakes& published, const fhir::json::value& root) {
  const auto hook = root["hook"].string().value_or("");
  const auto found = std::ranges::find(published, hook, [](const service* one) { return one->hook_name; });
  return found == published.end() ? *published.front() : **found;
}

/// Who asked, as far as that is kept: of a patient or a relative who uses an app, no more than that.
std::string kept_user(std::string_view user) {
  const bool clinician = user.starts_with("Practitioner/") || user.starts_with("PractitionerRole/");
  return std::string(clinician ? user : user.substr(0, user.find('/')));
}

} // namespace

std::optional<problem> evaluation::read(const namesakes& published, std::string_view body) {
  auto root = document_->read(body);
  if (!root) return refuse_faults({root.error()});
  service_ = &service_among(published, *root);
  std::vector<issue> faults;
  hook_instance_ = (*root)["hookInstance"].string().value_or("");
  request_ = read_request(*root, *service_, faults);
  sent_ = sent_in(request_.data);
  // Faults of the chart are told together with those of the request. Where data is to be fetched, whose the orders are
  // is known before the token is used.
  const bool fetches = faults.empty() && may_fetch(request_, by_);
  if (fetches) gathering_.emplace(request_, served_.configured().keys, served_.known().terms);
  if (faults.empty() && wanted().empty()) return std::nullopt;
  if (!names_a_chart(request_, *service_)) return refuse_faults(std::move(faults));
  auto chart = read_chart();
  if (!chart) add_new(faults, std::move(chart.error()));
  if (!faults.empty()) return refuse_faults(std::move(faults));
  if (!needs_a_chart(*chart)) gathering_.reset();
  return std::nullopt;
}

std::vector<fetch_item> evaluation::wanted() const {
  return gathering_ ? gathering_->wanted() : std::vector<fetch_item>{};
}

tl::expected<cds::facts, std::vector<issue>> evaluation::read_chart() const {
  auto chart = fhir::read_facts({.patient_id = request_.patient_id,
                                 .fhir_server = request_.fhir_server,
                                 .draft_orders = request_.draft_orders,
                                 .data = request_.data,
                                 .hook = service_->hook,
                                 .now = world_.now},
                                served_.known());
  if (chart && service_->hook == cds::hook::order_select)
    keep_selected(*chart, request_.draft_orders, {request_.selections, request_.fhir_server});
  return chart;
}

decision_record evaluation::record_of(std::string id, const cds::decision& decided,
                                      std::vector<issued_card> cards) const {
  decision_record made{.id = std::move(id),
                       .time = world_.now,
                       .client = by_.name,
                       .service = std::string(served_.routes().id_of(*service_)),
                       .hook = std::string(service_->hook_name),
                       .user = kept_user(request_.user_id),
                       .encounter =
                           request_.encounter_id.empty() ? "" : "Encounter/" + std::string(request_.encounter_id),
                       .by = served_.edition(),
                       .orders = {},
                       .standing = to_recorded(decided.standing),
                       .cards = std::move(cards)};
  for (const auto& one : decided.orders) made.orders.push_back({one.draft, to_recorded(one.outcomes)});
  return made;
}

tl::expected<evaluation::answered, problem> evaluation::answer(const witness& seen) {
  if (gathering_) request_.data = gathering_->data();
  fail_unfinished(request_.data);
  auto chart = read_chart();
  if (!chart) return tl::unexpected(refuse_faults(std::move(chart.error())));
  // Orders that are no medicines need no chart; the patient's view is the chart.
  if (needs_a_chart(*chart)) {
    if (auto refused = refuse_missing(request_.data)) return tl::unexpected(std::move(*refused));
  }
  const auto& known = served_.known();
  auto decided = cds::evaluate(known, *chart);
  if (seen) seen(*chart, decided);
  fhir::proposal_context proposals{.patient_id = request_.patient_id,
                                   .encounter_id = request_.encounter_id,
                                   .user = request_.user_id,
                                   .draft_orders = request_.draft_orders,
                                   .facts = &*chart,
                                   .known = &known};
  const auto& configured = served_.configured();
  const bool tells = configured.answer_extension && by_.answer_extension;
  constexpr std::size_t usual_card = 3072; // bytes
  answered made;
  made.body.reserve((std::min(decided.recommendations.size(), configured.most_cards) + 1) * usual_card);
  fhir::json::writer out(made.body);
  out.begin_object();
  auto issued = write_cards(out, decided, configured.most_cards,
                            {known, served_.parts(), proposals, world_, by_.action_selection_behavior});
  made.told = account_of(decided, issued, known);
  made.told.decision = world_.new_uuid();
  made.told.called = service_;
  made.told.sent = sent_;
  if (is_uuid(hook_instance_)) made.told.hook_instance = hook_instance_;
  if (tells) write_extension(out, made.told.decision, decided, *chart, known, served_.parts());
  if (configured.keeps_records) made.record = record_of(made.told.decision, decided, std::move(issued));
  out.end_object();
  check_outgoing_cards(made.body, {request_.draft_orders, request_.patient_id, by_.action_selection_behavior});
  return made;
}

} // namespace hooks
