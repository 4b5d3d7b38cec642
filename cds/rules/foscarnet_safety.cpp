#include <algorithm>

#include "cds/assess/infusion.hpp"
#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/foscarnet_draft.hpp"
#include "cds/rules/foscarnet_monitoring.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::foscarnet_safety;

const condition* condition_in(const situation& s, value_set set) {
  for (const condition& c : s.chart.conditions.items)
    if (c.sets.has(set) && !is_healed(c, s.chart.now.today)) return &c;
  return nullptr;
}

/// What is wrong, worst first; the first one becomes the headline.
struct hazard {
  indicator urgency;
  const char* kind;
  placeholders values;
};

std::string_view most_mg_kg_min(const situation& s) {
  return s.notes().say(s.known.limits.foscarnet_maximum_rate_mg_kg_min);
}

bool is_too_fast(const situation& s, const infusion_speed& speed) {
  return speed.mg_kg_min && above(*speed.mg_kg_min, s.known.limits.foscarnet_maximum_rate_mg_kg_min);
}

list<hazard> hazards_of(const situation& s, const monitoring& m, const infusion_speed& speed) {
  list<hazard> found;
  const auto add = [&](indicator urgency, const char* kind, const placeholders& values = {}) {
    found.add({urgency, kind, values}, s.notes().memory());
  };
  if (has_intravenous_pentamidine(s.chart)) add(indicator::critical, "pentamidine");
  if (m.low_calcium && condition_in(s, value_set::seizure_disorder)) add(indicator::critical, "seizure");
  if (!m.rise.empty()) add(indicator::critical, "rise", {{"rise", m.rise}});
  if (m.creatinine_never_since_start)
    add(indicator::critical, "no_creatinine", {{"days", s.notes().say(s.who.foscarnet->days)}});
  if (is_too_fast(s, speed))
    add(indicator::warning, "rate",
        {{"speed", s.notes().say(*speed.mg_kg_min)}, {"ordered", speed.ordered}, {"rate", most_mg_kg_min(s)}});
  if (!m.low.empty()) add(indicator::warning, "low", {{"low", listed(s, m.low)}});
  if (!m.overdue.empty())
    add(indicator::warning, "overdue", {{"overdue", listed(s, m.overdue)}, {"names", listed(s, m.overdue_names)}});
  const std::string_view drugs = interacting_drugs(s);
  if (!drugs.empty()) add(indicator::warning, "interactions", {{"drugs", drugs}});
  if (s.who.pregnancy == pregnancy_state::pregnant) add(indicator::warning, "pregnancy");
  return found;
}

std::optional<suggestion> missing_tests(const situation& s, const finding& f, const monitoring& m) {
  suggestion tests{f.text("tests_label"), true, {}};
  for (const std::string_view service : m.services) {
    const coding code = s.known.service(service);
    tests.actions.add(order_test{code, false, s.notes().say("Order ", code.display)}, s.notes().memory());
  }
  if (tests.actions.empty()) return std::nullopt;
  return tests;
}

/// What keeps the ordered rate from being held against the limit.
void add_unknown_rate(finding& f, const situation& s, const infusion_speed& speed) {
  if (is_too_fast(s, speed)) return;
  if (speed.lacks_weight) f.not_known("rate_without_weight", {{"ordered", speed.ordered}, {"rate", most_mg_kg_min(s)}});
  if (speed.unread) f.not_known("rate_unread");
}

recommendation watch(const situation& s, const monitoring& m, const infusion_speed& speed,
                     const list<hazard>& hazards) {
  finding f(s, id, hazards.empty() ? indicator::info : hazards.front().urgency);
  f.summary({"summary_", hazards.empty() ? "usual" : hazards.front().kind},
            hazards.empty() ? placeholders{} : hazards.front().values);
  for (const hazard& h : hazards) f.why({"why_", h.kind}, h.values);
  f.data(m.data);
  if (is_too_fast(s, speed) && s.who.renal.weight) f.data(datum_of("weight", *s.who.renal.weight, s.notes()));
  if (!s.chart.conditions.known()) f.not_known("conditions_unknown");
  if (medications_incomplete(s.chart)) f.not_known("medications_unknown");
  if (s.who.pregnancy == pregnancy_state::unknown) f.not_known("pregnancy_unknown");
  add_unknown_rate(f, s, speed);
  f.option(condition_in(s, value_set::heart_failure) ? "hydration_heart_failure" : "hydration");
  f.option("rate", {{"rate", most_mg_kg_min(s)}}).option("monitoring");
  f.suggest(missing_tests(s, f, m));
  return f.take();
}

} // namespace

/// Kidneys, electrolytes, hydration, rate and interactions around foscarnet.
outcome foscarnet_safety(const situation& s, std::span<const outcome>) {
  if (!s.draft.drug_unresolved && s.draft.drug.agent != agent::foscarnet) return not_applicable(id, "not foscarnet");
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.chart.labs.known()) return not_evaluable(id, s, {"laboratory results (creatinine, electrolytes)"});
  const monitoring m = assess_monitoring(s);
  const infusion_speed speed = assess_infusion(s.draft.drug, s.draft.dosage, s.weight_kg(), s.notes());
  const auto hazards = hazards_of(s, m, speed);
  if (hazards.empty() && !s.is_draft()) return negative(id, "monitoring is up to date");
  // Below the lowest row nothing is given, so that how to give it would contradict the dose card.
  const auto& clearance = s.who.renal.clearance_ml_min_kg;
  if (hazards.empty() && clearance && !foscarnet_row(s.known, *clearance))
    return negative(id, "foscarnet is not recommended at this clearance");
  return fired(watch(s, m, speed, hazards),
               hazards.empty() ? "nothing missing; hydrate and monitor" : hazards.front().kind);
}

} // namespace cds::rules
