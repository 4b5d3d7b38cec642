#include "cds/assess/infusion.hpp"

#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

constexpr double minutes_per_hour = 60;

/// Keeps the faster of two.
void see(infusion_speed& speed, double mg_kg_min, std::string ordered) {
  if (speed.mg_kg_min && at_most(mg_kg_min, *speed.mg_kg_min)) return;
  speed.mg_kg_min = mg_kg_min;
  speed.ordered = std::move(ordered);
}

/// A rate that does not count by weight yet.
void see_by_weight(infusion_speed& speed, double mg_min, double weight_kg, std::string ordered) {
  if (weight_kg > 0) return see(speed, mg_min / weight_kg, std::move(ordered));
  speed.lacks_weight = true;
  if (speed.ordered.empty()) speed.ordered = std::move(ordered);
}

void see_rate(infusion_speed& speed, const drug& what, const quantity& rate, double weight_kg) {
  switch (rate.unit) {
  case unit::milligram_per_kilogram_per_minute:
    return see(speed, rate.value, to_text(rate));
  case unit::milligram_per_minute:
    return see_by_weight(speed, rate.value, weight_kg, to_text(rate));
  case unit::millilitre_per_minute:
    if (what.concentration_mg_per_ml > 0)
      return see_by_weight(speed, rate.value * what.concentration_mg_per_ml, weight_kg,
                           to_text(rate) + " at " + to_text(what.concentration_mg_per_ml) + " mg/mL");
    [[fallthrough]];
  default:
    speed.unread = true;
  }
}

void see_hours(infusion_speed& speed, const drug& what, const dosage& how, double weight_kg) {
  const double minutes = *how.infusion.hours * minutes_per_hour;
  if (!how.dose || !(minutes > 0)) {
    speed.unread = true;
    return;
  }
  const auto ordered = to_text(*how.dose) + " over " + to_text(minutes) + " minutes";
  if (how.dose->unit == unit::milligram_per_kilogram) return see(speed, how.dose->value / minutes, ordered);
  if (const auto mg = dose_mg(what, how, 0)) return see_by_weight(speed, *mg / minutes, weight_kg, ordered);
  speed.unread = true;
}

} // namespace

infusion_speed assess_infusion(const drug& what, const dosage& how, double weight_kg) {
  infusion_speed speed;
  speed.unread = how.infusion.unread;
  if (how.infusion.rate) see_rate(speed, what, *how.infusion.rate, weight_kg);
  if (how.infusion.hours) see_hours(speed, what, how, weight_kg);
  return speed;
}

} // namespace cds
