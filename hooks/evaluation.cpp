#include "hooks/evaluation.hpp"

#include <algorithm>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "hooks/borrowed_document.hpp"
#include "hooks/outgoing.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/request.hpp"
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

/// The facts behind a request that has no faults; the faults otherwise.
tl::expected<cds::facts, std::vector<issue>> read_chart(const request& read, const service& asked,
                                                        const cds::knowledge& known, const environment& world,
                                                        std::vector<issue> faults) {
  if (!names_a_chart(read, asked)) return tl::unexpected(std::move(faults));
  auto chart = fhir::read_facts({.patient_id = read.patient_id,
                                 .fhir_server = read.fhir_server,
                                 .draft_orders = read.draft_orders,
                                 .data = read.data,
                                 .hook = asked.hook,
                                 .now = world.now},
                                known);
  if (!chart) add_new(faults, std::move(chart.error()));
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  if (asked.hook == cds::hook::order_select) {
    keep_selected(*chart, read.draft_orders, {read.selections, read.fhir_server});
  }
  return chart;
}

} // namespace

tl::expected<std::string, problem> evaluate_hook(const service& asked, std::string_view body,
                                                 const cds::knowledge& known, const settings& configured,
                                                 const environment& world, const witness& seen) {
  const borrowed_document document; // outlives everything that is read from it
  auto root = document->read(body);
  if (!root) return tl::unexpected(refuse_faults({root.error()}));

  std::vector<issue> faults;
  auto read = read_request(*root, asked, faults);
  auto chart = read_chart(read, asked, known, world, std::move(faults));
  if (!chart) return tl::unexpected(refuse_faults(std::move(chart.error())));

  // Orders that are no medicines need no chart; the patient's view is the chart.
  if (!chart->drafts.empty() || !asked.is_about_orders()) {
    if (auto refused = refuse_missing(read.data)) return tl::unexpected(std::move(*refused));
  }
  auto decided = cds::evaluate(known, *chart);
  if (seen) seen(*chart, decided);
  fhir::proposal_context proposals{.patient_id = read.patient_id,
                                   .encounter_id = read.encounter_id,
                                   .user = read.user_id,
                                   .draft_orders = read.draft_orders,
                                   .facts = &*chart,
                                   .known = &known};
  auto answer = response_body(decided, configured.most_cards, {known, proposals, world});
  check_outgoing_cards(answer, read.draft_orders);
  return answer;
}

} // namespace hooks
