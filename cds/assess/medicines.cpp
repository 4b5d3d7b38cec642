#include "cds/assess/medicines.hpp"

#include <algorithm>
#include <cmath>

namespace cds {

route route_of(const drug& what, const dosage& how) { return how.route != route::unknown ? how.route : what.route; }

bool is_systemic(const drug& what, const dosage& how) {
  if (how.dose && how.dose->unit == unit::application) return false;
  const route way = route_of(what, how);
  return way == route::oral || way == route::intravenous || way == route::unknown;
}

bool is_topical(const drug& what, const dosage& how) {
  const route way = route_of(what, how);
  return way == route::topical || (way == route::unknown && how.dose && how.dose->unit == unit::application);
}

std::optional<double> dose_mg(const drug& what, const dosage& how, double weight_kg) {
  if (!how.dose) return std::nullopt;
  const double amount = how.dose->value;
  switch (how.dose->unit) {
  case unit::milligram:
    return amount;
  case unit::product_unit:
    return what.strength_mg > 0 ? std::optional(amount * what.strength_mg) : std::nullopt;
  case unit::millilitre:
    return what.concentration_mg_per_ml > 0 ? std::optional(amount * what.concentration_mg_per_ml) : std::nullopt;
  case unit::milligram_per_kilogram:
    return weight_kg > 0 ? std::optional(amount * weight_kg) : std::nullopt;
  default:
    return std::nullopt;
  }
}

std::optional<double> daily_mg(const drug& what, const dosage& how, double weight_kg) {
  const auto dose = dose_mg(what, how, weight_kg);
  if (!dose) return std::nullopt;
  if (how.administrations && *how.administrations == 1) return dose;
  if (!how.times_per_day) return std::nullopt;
  return *dose * *how.times_per_day;
}

std::optional<double> course_days(const drug& what, const dosage& how, std::optional<double> days_supply,
                                  const std::optional<quantity>& amount) {
  if (how.days) return how.days;
  if (how.administrations == 1) return 1;
  if (how.administrations && how.times_per_day) return std::ceil(*how.administrations / *how.times_per_day - 1e-9);
  if (days_supply) return days_supply;
  if (!amount || !how.dose || !how.times_per_day) return std::nullopt;
  if (amount->unit == how.dose->unit) return amount->value / (how.dose->value * *how.times_per_day);
  dosage all_of_it;
  all_of_it.dose = amount;
  const auto in_all = dose_mg(what, all_of_it, 0);
  const auto at_a_time = dose_mg(what, how, 0);
  return in_all && at_a_time ? std::optional(*in_all / (*at_a_time * *how.times_per_day)) : std::nullopt;
}

std::optional<day> last_day(const medication& m, day today) {
  if (m.end) return m.end->last;
  if (!m.start) return std::nullopt;
  if (m.origin == medication::kind::administration) return m.start->last;
  if (const auto days = course_days(m.drug, m.dosage, m.days_supply, m.amount)) {
    const double refilled = *days * (1 + std::max(0, m.refills.value_or(0)));
    const auto length = static_cast<int>(std::ceil(std::clamp(refilled, 1.0, 36500.0) - 1e-9));
    return m.start->first + std::chrono::days(length - 1);
  }
  return m.status == medication::state::active ? std::max(today, m.start->last) : m.start->last;
}

bool is_current(const medication& m, day today, double within) {
  if (m.start && m.start->first > today) return false;
  // A long-term order stays active past its first supply; only a stated end or length closes it.
  const bool standing = m.origin == medication::kind::request || m.origin == medication::kind::statement;
  if (standing && m.status == medication::state::active && !m.end && !m.dosage.days) return true;
  const auto last = last_day(m, today);
  return last ? days_between(*last, today) <= within : m.status == medication::state::active;
}

std::vector<const draft_order*> all_drafts(const facts& chart) {
  std::vector<const draft_order*> all;
  for (const auto* drafts : {&chart.drafts, &chart.not_selected})
    for (const draft_order& one : *drafts) all.push_back(&one);
  return all;
}

bool medications_incomplete(const facts& chart) {
  return !(chart.requests.known() && chart.dispenses.known() && chart.administrations.known() &&
           chart.statements.known());
}

} // namespace cds
