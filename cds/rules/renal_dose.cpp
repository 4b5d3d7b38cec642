#include <algorithm>

#include "cds/assess/episodes.hpp"
#include "cds/assess/observations.hpp"
#include "cds/assess/ordered_plan.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::renal_dose;

/// The kidneys change nothing about the regimen: what is unusual about the order is not their matter.
bool plan_for_normal_kidneys(const regimen& r, double clearance) {
  return r.bands.empty() || at_least(clearance, r.bands.front().from);
}

/// A regimen that the order may be an instance of, and how surely: lower is surer.
struct candidate {
  const regimen* listed = nullptr;
  int doubt = 0;
};

/// One-day orders belong to the one-day regimens, however reduced; a one-day dose stays one when it is ordered for
/// longer.
bool is_of_that_length(const situation& s, const ordered_plan& plan, const regimen& r) {
  if (s.suppressive) return true;
  const bool for_one_day = plan.single || (plan.days && at_most(*plan.days, 1));
  return r.one_day == for_one_day || (r.one_day && same_dosing(plan, r.plan, s.known.limits.dose_tolerance));
}

/// With very many episodes a healthy host's lower suppressive dose can be the higher one, reduced.
bool may_be_a_reduced_higher_dose(const situation& s) {
  return s.suppressive &&
         static_cast<double>(assess_episodes(s.chart, s.known).size()) >= s.known.limits.recurrence_very_frequent;
}

/// The listed regimen an order is an instance of: by its dosing or by its row for these kidneys, this host's first;
/// else the reference of its drug for this host.
candidate regimen_of(const situation& s, const ordered_plan& plan) {
  const double clearance = *s.who.renal.clearance_ml_min, tolerance = s.known.limits.dose_tolerance;
  const audience host = audience_of(s.who.immune.level);
  const bool row_first = may_be_a_reduced_higher_dose(s);
  constexpr int by_reference = 4;
  candidate best;
  for (const regimen& r : s.known.regimens) {
    if (r.agent != s.draft.drug.agent || (r.why == purpose::suppressive) != s.suppressive) continue;
    int doubt = by_reference + (r.preferred ? 0 : 1);
    if (r.whom != host) doubt += by_reference;
    if (same_dosing(plan, r.plan, tolerance)) doubt = r.whom == host ? 1 : 3;
    if (r.whom == host && !r.bands.empty() && same_dosing(plan, plan_for(r, clearance), tolerance))
      doubt = std::min(doubt, row_first ? 0 : 2);
    if (!is_of_that_length(s, plan, r)) doubt += 4 * by_reference;
    if (!best.listed || doubt < best.doubt) best = {&r, doubt};
  }
  if (best.doubt >= by_reference && best.listed && plan_for_normal_kidneys(*best.listed, clearance)) return {};
  return best;
}

bool above_row(const situation& s, const ordered_plan& plan, const dose_plan& row) {
  const double allowed = 1 + s.known.limits.dose_tolerance;
  return above(*plan.dose_mg, row.dose_mg * allowed) || above(plan.daily_mg(), daily_mg(row) * allowed);
}

void add_kidneys(finding& f, const situation& s) {
  const renal_state& kidneys = s.who.renal;
  if (kidneys.measured)
    f.data(datum_of("measured creatinine clearance", *kidneys.measured, s.notes()));
  else
    f.data({"creatinine clearance", s.notes().say(rounded{*kidneys.clearance_ml_min, 1}, " mL/min (Cockcroft-Gault)"),
            std::nullopt, kidneys.creatinine->source});
  if (kidneys.creatinine && !kidneys.measured) f.data(datum_of("creatinine", *kidneys.creatinine, s.notes()));
  if (kidneys.weight) f.data(datum_of("weight", *kidneys.weight, s.notes()));
}

recommendation too_high(const situation& s, const ordered_plan& plan, const regimen& r, const dose_plan& row) {
  const double clearance = *s.who.renal.clearance_ml_min;
  const bool cold_sores = r.whom == audience::immunocompetent && r.why == purpose::episodic;
  const bool critical = cold_sores && below(clearance, s.known.limits.renal_critical_clearance_ml_min);
  finding f(s, id, critical ? indicator::critical : indicator::warning);
  const placeholders values = {{"agent", name_of(s.draft.drug.agent)},
                               {"dose", s.notes().say(quantity{*plan.dose_mg, unit::milligram})},
                               {"row", s.notes().say(row)},
                               {"clearance", s.notes().say(rounded{clearance, 0})}};
  f.summary("summary", values).why("why", values);
  add_kidneys(f, s);
  f.option("option", values).suggest(update_this_order(s, f, r));
  return f.take();
}

recommendation too_often(const situation& s, const intravenous_band& row) {
  finding f(s, id, indicator::warning);
  const placeholders values = {{"interval", s.notes().say(row.interval_hours)},
                               {"clearance", s.notes().say(rounded{*s.who.renal.clearance_ml_min, 0})},
                               {"share", s.notes().say(row.dose_share * 100)}};
  f.summary("summary_intravenous", values).why("why_intravenous", values);
  add_kidneys(f, s);
  f.option("option_intravenous", values);
  return f.take();
}

/// The row for a clearance. The upper end of a band is its own: 50 belongs to the row of 25 to 50.
const intravenous_band* intravenous_row(const situation& s) {
  for (const intravenous_band& band : s.known.intravenous_acyclovir)
    if (at_least(*s.who.renal.clearance_ml_min, band.from)) return &band;
  return nullptr;
}

outcome intravenous(const situation& s) {
  if (s.draft.drug.agent != agent::acyclovir) return not_applicable(id, "no renal table for this intravenous drug");
  if (!s.draft.dosage.times_per_day) {
    if (s.chart.hook == hook::order_select) return negative(id, "the order is still being written");
    return not_evaluable(id, s, {"how often it is given"});
  }
  const intravenous_band* row = intravenous_row(s);
  if (row && above(*s.draft.dosage.times_per_day, 24 / row->interval_hours))
    return fired(too_often(s, *row), "more often than these kidneys allow");
  // What the usual dose is, depends on the disease: whether it was halved cannot be told.
  if (row && row->dose_share < 1)
    return not_evaluable(id, s,
                         {s.notes().say("whether the dose was reduced to ", row->dose_share * 100, " % of the usual")});
  return negative(id, "the interval fits the clearance");
}

/// Without a clearance the dose cannot be judged; that matters when the kidneys are likely to be impaired.
outcome without_clearance(const situation& s) {
  const auto& needed = s.who.renal.missing;
  if (s.who.renal.at_risk) return not_evaluable(id, s, needed);
  for (const medication* m : all_medications(s.chart))
    if (m->drug.sets.has(value_set::nephrotoxic) && is_current(*m, s.chart.now.today))
      return not_evaluable(id, s, needed);
  if (!s.chart.conditions.known()) return not_evaluable(id, s, {"conditions"});
  if (s.who.renal.creatinine && !s.chart.vitals.known()) return not_evaluable(id, s, needed);
  return negative(id, "no clearance, and nothing speaks of impaired kidneys");
}

} // namespace

/// Is the ordered dose above what the label gives for these kidneys?
outcome renal_dose(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (!s.who.renal.clearance_ml_min) return without_clearance(s);
  if (route_of(s.draft.drug, s.draft.dosage) == route::intravenous) return intravenous(s);
  const ordered_plan plan = read_plan(s.draft, s.weight_kg());
  if (!plan.dose_mg || (!plan.single && !plan.times_per_day)) {
    if (s.chart.hook == hook::order_select) return negative(id, "the order is still being written");
    return not_evaluable(id, s, {plan.dose_mg ? "how often it is taken" : "the dose in mg"});
  }
  const regimen* r = regimen_of(s, plan).listed;
  if (!r || r->bands.empty()) return negative(id, "no row of a renal table is for this order");
  const dose_plan& row = plan_for(*r, *s.who.renal.clearance_ml_min);
  if (above_row(s, plan, row)) return fired(too_high(s, plan, *r, row), s.notes().say("above the row: ", row));
  return negative(id, s.notes().say("at or below the row: ", row));
}

} // namespace cds::rules
