#include "tests/server/replay/made_orders.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tests/server/replay/dice.hpp"

namespace server_tests {
namespace {

using namespace server;
using cds::indicator;
using cds::rule_id;
using cds::verdict;
using hospital::dice;

suggested_deed suggested(deed what, dice& luck, bool complete) {
  if (!complete) return {.what = what};
  const bool happened = luck.one_in(3);
  return {.what = what,
          .happened = happened ? happening::yes : happening::no,
          .days = happened ? std::optional(luck.between(0, 14)) : std::nullopt};
}

rule_result fired(rule_id rule, indicator urgency, dice& luck, bool complete) {
  rule_result made{.rule = rule, .verdict = verdict::fired, .urgency = urgency, .shown = true};
  if (rule == rule_id::treatment_failure || rule == rule_id::resistant_virus)
    made.suggested = {suggested(deed::culture, luck, complete), suggested(deed::referral, luck, complete),
                      suggested(deed::order_ended, luck, complete)};
  if (rule == rule_id::renal_dose) made.suggested = {suggested(deed::dose_changed, luck, complete)};
  return made;
}

judgement judged(dice& luck, bool complete) {
  judgement made;
  const auto die = luck.below(40);
  if (die == 0) {
    made.refused = "conditions";
    return made;
  }
  if (die < 4)
    made.rules.push_back(
        fired(rule_id::treatment_failure, die == 1 ? indicator::info : indicator::warning, luck, complete));
  if (die == 4) made.rules.push_back(fired(rule_id::resistant_virus, indicator::critical, luck, complete));
  made.rules.push_back({.rule = rule_id::regimen_check});
  if (die > 4 && die < 10) made.rules.back() = fired(rule_id::regimen_check, indicator::info, luck, complete);
  made.rules.push_back({.rule = rule_id::renal_dose});
  if (die == 10) made.rules.back() = fired(rule_id::renal_dose, indicator::warning, luck, complete);
  if (die == 11)
    made.rules.back() = {
        .rule = rule_id::renal_dose, .verdict = verdict::not_evaluable, .missing = {"creatinine", "weight"}};
  if (die == 12)
    made.rules.push_back({.rule = rule_id::recurrence_pattern, .verdict = verdict::fired, .urgency = indicator::info});
  if (die == 11) made.rules.push_back(fired(rule_id::not_checked, indicator::info, luck, complete));
  made.cards =
      static_cast<int>(std::count_if(made.rules.begin(), made.rules.end(), [](const auto& one) { return one.shown; }));
  return made;
}

} // namespace

std::vector<replayed_order> made_orders(std::size_t patients, std::uint64_t seed, bool compared) {
  std::vector<replayed_order> made;
  dice luck(seed);
  for (std::size_t patient = 0; patient < patients; ++patient) {
    auto day = cds::day(std::chrono::year(2025) / 1 / 1) + std::chrono::days(luck.between(0, 200));
    for (int i = luck.between(1, 3); i > 0; --i) {
      day += std::chrono::days(luck.between(0, 50));
      replayed_order order{.patient = fmt::format("patient-{:05}", patient),
                           .order = fmt::format("order-{:05}-{}", patient, 4 - i)};
      order.day = day;
      order.at = day + std::chrono::hours(15);
      order.agent = luck.one_in(5) ? cds::agent::famciclovir : cds::agent::valacyclovir;
      order.prescriber = luck.one_in(30) ? "" : fmt::format("Practitioner/{:03}", luck.below(15));
      order.follow_up_complete = day < cds::day(std::chrono::year(2025) / 12 / 18);
      order.judged = judged(luck, order.follow_up_complete);
      if (order.judged.cards == 0 && order.judged.refused.empty())
        for (const auto what : {deed::culture, deed::referral, deed::dose_changed})
          order.unprompted.push_back(
              luck.one_in(8) ? suggested(what, luck, order.follow_up_complete)
                             : suggested_deed{what, order.follow_up_complete ? happening::no : happening::unknown, {}});
      if (compared) order.compared = luck.one_in(6) ? judged(luck, order.follow_up_complete) : order.judged;
      made.push_back(std::move(order));
    }
  }
  std::sort(made.begin(), made.end(), stands_before);
  return made;
}

run_summary made_run() {
  run_summary made;
  made.knowledge = {"1.0.0", "0123456789abcdef"};
  made.files = {{"Condition.000.ndjson", "Condition", 81234, 210, 0, 0},
                {"MedicationRequest.000.ndjson.gz", "MedicationRequest", 910234, 1840, 2, 1},
                {"Observation.000.ndjson", "Observation", 40123456, 81234, 0, 1}};
  made.broken = {{"MedicationRequest.000.ndjson.gz", 77, "is not JSON"}, {"Observation.000.ndjson", 12, "is not JSON"}};
  made.missing = {{"AllergyIntolerance", {rule_id::resistant_virus}},
                  {"ServiceRequest", {rule_id::treatment_failure, rule_id::foscarnet_safety}}};
  made.last_seen = cds::day(std::chrono::year(2025) / 12 / 31);
  made.counts.patients = 120;
  made.counts.orders = 240;
  made.counts.refused = 6;
  made.counts.orders_undated = 3;
  made.counts.statuses_as_exported = 17;
  return made;
}

} // namespace server_tests
