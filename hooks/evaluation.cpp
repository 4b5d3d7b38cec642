#include "hooks/evaluation.hpp"

#include <algorithm>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "hooks/members.hpp"
#include "hooks/outgoing.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/response.hpp"
#include "hooks/selections.hpp"

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

} // namespace

std::optional<problem> evaluation::read(const namesakes& published, std::string_view body) {
  auto root = document_->read(body);
  if (!root) return refuse_faults({root.error()});
  service_ = &service_among(published, *root);
  std::vector<issue> faults;
  request_ = read_request(*root, *service_, faults);
  // Faults of the chart are told together with those of the request. Where data is to be fetched, whose the orders are
  // is known before the token is used.
  const bool fetches = faults.empty() && may_fetch(request_, settings_.fetches);
  if (fetches) gathering_.emplace(request_, settings_.keys, known_.terms);
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
                                known_);
  if (chart && service_->hook == cds::hook::order_select)
    keep_selected(*chart, request_.draft_orders, {request_.selections, request_.fhir_server});
  return chart;
}

tl::expected<std::string, problem> evaluation::answer(const witness& seen) {
  if (gathering_) request_.data = gathering_->data();
  fail_unfinished(request_.data);
  auto chart = read_chart();
  if (!chart) return tl::unexpected(refuse_faults(std::move(chart.error())));
  // Orders that are no medicines need no chart; the patient's view is the chart.
  if (needs_a_chart(*chart)) {
    if (auto refused = refuse_missing(request_.data)) return tl::unexpected(std::move(*refused));
  }
  auto decided = cds::evaluate(known_, *chart);
  if (seen) seen(*chart, decided);
  fhir::proposal_context proposals{.patient_id = request_.patient_id,
                                   .encounter_id = request_.encounter_id,
                                   .user = request_.user_id,
                                   .draft_orders = request_.draft_orders,
                                   .facts = &*chart,
                                   .known = &known_};
  auto answer = response_body(decided, settings_.most_cards, {known_, proposals, world_});
  check_outgoing_cards(answer, request_.draft_orders);
  return answer;
}

} // namespace hooks
