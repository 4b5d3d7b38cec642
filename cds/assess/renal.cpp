#include "cds/assess/renal.hpp"

#include <algorithm>

#include "cds/assess/observations.hpp"

namespace cds {
namespace {

/// From labs or vitals, whichever is newer.
const observation* newest_weight(const facts& chart, double within_days) {
  const observation* a = newest(chart.vitals.items, value_set::body_weight, chart.now, within_days);
  const observation* b = newest(chart.labs.items, value_set::body_weight, chart.now, within_days);
  if (!a || !b) return a ? a : b;
  return most_hours_since(*a->effective, chart.now) <= most_hours_since(*b->effective, chart.now) ? a : b;
}

bool has_renal_disease(const facts& chart) {
  return std::any_of(chart.conditions.items.begin(), chart.conditions.items.end(), [](const condition& c) {
    return (c.sets.has(value_set::renal_disease) || c.sets.has(value_set::dialysis)) &&
           c.status != condition::clinical::resolved;
  });
}

void estimate(renal_state& state, const facts& chart, const age& years) {
  const double per_kg =
      cockcroft_gault_per_kg(years.oldest, state.creatinine->value->value, chart.patient.sex == sex::female);
  state.clearance_ml_min_kg = per_kg;
  if (state.weight) state.clearance_ml_min = per_kg * state.weight->value->value;
}

void use_measured(renal_state& state) {
  state.clearance_ml_min = state.measured->value->value;
  state.clearance_ml_min_kg.reset();
  if (state.weight) state.clearance_ml_min_kg = *state.clearance_ml_min / state.weight->value->value;
}

/// A newer creatinine that could not be read would have decided.
bool is_behind_unreadable(const observation& measured, const facts& chart) {
  const double hours = most_hours_since(*measured.effective, chart.now);
  return std::any_of(chart.labs.items.begin(), chart.labs.items.end(), [&](const observation& o) {
    return o.sets.has(value_set::creatinine) && o.status == observation::state::final && o.unreadable && o.effective &&
           most_hours_since(*o.effective, chart.now) < hours;
  });
}

void find_results(renal_state& state, const facts& chart, const thresholds& limits) {
  state.weight = newest_weight(chart, limits.weight_days);
  if (state.weight) state.weight_days = days_between(state.weight->effective->first, chart.now.today);
  const double within = state.at_risk ? limits.renal_creatinine_days_at_risk : limits.renal_creatinine_days;
  state.creatinine = newest(chart.labs.items, value_set::creatinine, chart.now, within);
  if (state.creatinine) state.creatinine_hours = most_hours_since(*state.creatinine->effective, chart.now);
  state.measured = newest(chart.labs.items, value_set::measured_clearance, chart.now, within);
  if (state.measured && state.creatinine &&
      state.creatinine_hours < most_hours_since(*state.measured->effective, chart.now))
    state.measured = nullptr;
  if (state.measured && is_behind_unreadable(*state.measured, chart)) state.measured = nullptr;
}

} // namespace

double cockcroft_gault_per_kg(int age_years, double creatinine_mg_dl, bool female) {
  return (140.0 - age_years) / (72.0 * creatinine_mg_dl) * (female ? 0.85 : 1.0);
}

renal_state assess_renal(const facts& chart, const knowledge& known) {
  renal_state state;
  std::optional<age> years;
  if (chart.patient.birth) years = age_at(*chart.patient.birth, chart.now.today);
  state.at_risk = has_renal_disease(chart) || (years && years->oldest >= known.limits.renal_risk_age_years);
  find_results(state, chart, known.limits);

  const bool adult = years && years->youngest >= known.limits.adult_age_years;
  if (!years) state.missing.add("date of birth");
  if (chart.patient.sex == sex::unknown) state.missing.add("sex");
  if (!state.creatinine && !state.measured) state.missing.add("a recent creatinine");
  if (!state.weight) state.missing.add("weight");
  if (!adult) return state;

  if (state.measured)
    use_measured(state);
  else if (state.creatinine && chart.patient.sex != sex::unknown)
    estimate(state, chart, *years);
  return state;
}

} // namespace cds
