#include "cds/assess/ordered_plan.hpp"

#include <algorithm>
#include <cmath>

#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

bool close_to(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * std::abs(b) + 1e-9; }

} // namespace

ordered_plan read_plan(const draft_order& draft, double weight_kg) {
  ordered_plan plan;
  const dosage& how = draft.dosage;
  plan.dose_mg = dose_mg(draft.drug, how, weight_kg);
  plan.single = how.administrations == 1;
  plan.times_per_day = how.times_per_day;
  plan.days = course_days(draft.drug, how, draft.days_supply, draft.amount);
  if (!plan.dose_mg) plan.missing.add("the dose in mg");
  if (!plan.single && !plan.times_per_day) plan.missing.add("how often it is taken");
  if (!plan.single && !plan.days) plan.missing.add("the length of the course");
  return plan;
}

bool same_dosing(const ordered_plan& ordered, const dose_plan& listed, double tolerance) {
  if (!ordered.dose_mg || !close_to(*ordered.dose_mg, listed.dose_mg, tolerance)) return false;
  const bool listed_single = listed.administrations == 1;
  const bool once_for_a_day = ordered.single || (ordered.times_per_day && ordered.days &&
                                                 about_equal(*ordered.times_per_day * *ordered.days, 1));
  if (listed_single) return once_for_a_day || (ordered.times_per_day && close_to(*ordered.times_per_day, 1, 1e-6));
  return !ordered.single && ordered.times_per_day &&
         close_to(*ordered.times_per_day, administrations_per_day(listed), 1e-6);
}

bool same_course(const ordered_plan& ordered, const dose_plan& listed, double most_days, double tolerance) {
  if (!same_dosing(ordered, listed, tolerance)) return false;
  const double days = ordered.single ? 1 : ordered.days.value_or(0);
  if (listed.administrations == 1) return at_most(days, 1);
  if (listed.days <= 0) return true;
  return at_least(days, listed.days) && at_most(days, std::max(most_days, listed.days));
}

bool matches(const ordered_plan& ordered, const regimen& r, double tolerance) {
  if (same_course(ordered, r.plan, r.most_days, tolerance)) return true;
  return std::any_of(r.bands.begin(), r.bands.end(),
                     [&](const renal_band& b) { return same_course(ordered, b.plan, r.most_days, tolerance); });
}

} // namespace cds
