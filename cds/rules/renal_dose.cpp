#include <algorithm>

#include "cds/assess/observations.hpp"
#include "cds/assess/ordered_plan.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::renal_dose;

/// The listed regimen an order is an instance of: the one of its dosing, else the reference of its drug for this host.
const regimen* regimen_of(const situation& s, const ordered_plan& plan) {
  const audience host = audience_of(s.who.immune.level);
  const purpose why = s.suppressive ? purpose::suppressive : purpose::episodic;
  const regimen* nearest = nullptr;
  for (const regimen& r : s.known.regimens) {
    if (r.agent != s.draft.drug.agent) continue;
    if (same_dosing(plan, r.plan, s.known.limits.dose_tolerance)) return &r;
    if (r.whom == host && r.why == why && (!nearest || r.preferred)) nearest = &r;
  }
  return nearest;
}

bool above_row(const situation& s, const ordered_plan& plan, const dose_plan& row) {
  const double allowed = 1 + s.known.limits.dose_tolerance;
  return above(*plan.dose_mg, row.dose_mg * allowed) || above(plan.daily_mg(), daily_mg(row) * allowed);
}

void add_kidneys(finding& f, const situation& s) {
  const renal_state& kidneys = s.who.renal;
  const std::string clearance = to_text(*kidneys.clearance_ml_min, 1) + " mL/min";
  if (kidneys.measured)
    f.data(datum_of("measured creatinine clearance", *kidneys.measured));
  else
    f.data({"creatinine clearance", clearance + " (Cockcroft-Gault)", std::nullopt, kidneys.creatinine->source});
  if (kidneys.creatinine && !kidneys.measured) f.data(datum_of("creatinine", *kidneys.creatinine));
  if (kidneys.weight) f.data(datum_of("weight", *kidneys.weight));
}

recommendation too_high(const situation& s, const ordered_plan& plan, const regimen& r, const dose_plan& row) {
  const double clearance = *s.who.renal.clearance_ml_min;
  const bool critical = r.one_day && below(clearance, s.known.limits.renal_critical_clearance_ml_min);
  finding f(s, id, critical ? indicator::critical : indicator::warning);
  const placeholders values = {{"agent", std::string(name_of(s.draft.drug.agent))},
                               {"dose", to_text(quantity{*plan.dose_mg, unit::milligram})},
                               {"row", to_text(row)},
                               {"clearance", to_text(clearance, 0)}};
  f.summary("summary", values).why("why", values);
  add_kidneys(f, s);
  f.option("option", values).suggest(update_this_order(s, f, r));
  return f.take();
}

recommendation too_often(const situation& s, const intravenous_band& row) {
  finding f(s, id, indicator::warning);
  const placeholders values = {{"interval", to_text(row.interval_hours)},
                               {"clearance", to_text(*s.who.renal.clearance_ml_min, 0)},
                               {"share", to_text(row.dose_share * 100)}};
  f.summary("summary_intravenous", values).why("why_intravenous", values);
  add_kidneys(f, s);
  f.option("option_intravenous", values);
  return f.take();
}

outcome intravenous(const situation& s) {
  if (s.draft.drug.agent != agent::acyclovir) return not_applicable(id, "no renal table for this intravenous drug");
  if (!s.draft.dosage.times_per_day) return not_evaluable(id, {"how often it is given"});
  for (const intravenous_band& band : s.known.intravenous_acyclovir) {
    if (below(*s.who.renal.clearance_ml_min, band.from)) continue;
    if (above(*s.draft.dosage.times_per_day, 24 / band.interval_hours))
      return fired(too_often(s, band), "more often than these kidneys allow");
    return negative(id, "the interval fits the clearance");
  }
  return negative(id, "the interval fits the clearance");
}

/// Without a clearance the dose cannot be judged; that matters when the kidneys are likely to be impaired.
outcome without_clearance(const situation& s) {
  std::vector<std::string> needed = s.who.renal.missing;
  if (s.who.renal.at_risk) return not_evaluable(id, std::move(needed));
  for (const medication* m : all_medications(s.chart))
    if (m->drug.agent == agent::none && m->drug.sets.has(value_set::nephrotoxic) && is_current(*m, s.chart.now.today))
      return not_evaluable(id, std::move(needed));
  if (!s.chart.conditions.known()) return not_evaluable(id, {"conditions"});
  return negative(id, "no clearance, and nothing speaks of impaired kidneys");
}

} // namespace

/// Is the ordered dose above what the label gives for these kidneys?
outcome renal_dose(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (!s.who.renal.clearance_ml_min) return without_clearance(s);
  if (route_of(s.draft.drug, s.draft.dosage) == route::intravenous) return intravenous(s);
  ordered_plan plan = read_plan(s.draft, s.weight_kg());
  if (!plan.dose_mg || (!plan.single && !plan.times_per_day)) {
    if (s.chart.hook == hook::order_select) return negative(id, "the order is still being written");
    return not_evaluable(id, {plan.dose_mg ? "how often it is taken" : "the dose in mg"});
  }
  const regimen* r = regimen_of(s, plan);
  if (!r || r->bands.empty()) return negative(id, "no renal table for this drug");
  const dose_plan& row = plan_for(*r, *s.who.renal.clearance_ml_min);
  if (above_row(s, plan, row)) return fired(too_high(s, plan, *r, row), "above the row: " + to_text(row));
  return negative(id, "at or below the row: " + to_text(row));
}

} // namespace cds::rules
