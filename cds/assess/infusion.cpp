#include "cds/assess/infusion.hpp"

#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

constexpr double minutes_per_hour = 60;

/// Keeps the faster of two.
void see(infusion_speed& speed, double mg_kg_min, std::string_view ordered) {
  if (speed.mg_kg_min && at_most(mg_kg_min, *speed.mg_kg_min)) return;
  speed.mg_kg_min = mg_kg_min;
  speed.ordered = ordered;
}

/// A rate that does not count by weight yet.
void see_by_weight(infusion_speed& speed, double mg_min, double weight_kg, std::string_view ordered) {
  if (weight_kg > 0) return see(speed, mg_min / weight_kg, ordered);
  speed.lacks_weight = true;
  if (speed.ordered.empty()) speed.ordered = ordered;
}

void see_rate(infusion_speed& speed, const drug& what, const quantity& rate, double weight_kg, notepad& notes) {
  switch (rate.unit) {
  case unit::milligram_per_kilogram_per_minute:
    return see(speed, rate.value, notes.say(rate));
  case unit::milligram_per_minute:
    return see_by_weight(speed, rate.value, weight_kg, notes.say(rate));
  case unit::millilitre_per_minute:
    if (what.concentration_mg_per_ml > 0)
      return see_by_weight(speed, rate.value * what.concentration_mg_per_ml, weight_kg,
                           notes.say(rate, " at ", what.concentration_mg_per_ml, " mg/mL"));
    [[fallthrough]];
  default:
    speed.unread = true;
  }
}

void see_hours(infusion_speed& speed, const drug& what, const dosage& how, double weight_kg, notepad& notes) {
  const double minutes = *how.infusion.hours * minutes_per_hour;
  if (!how.dose || !(minutes > 0)) {
    speed.unread = true;
    return;
  }
  const auto ordered = notes.say(*how.dose, " over ", minutes, " minutes");
  if (how.dose->unit == unit::milligram_per_kilogram) return see(speed, how.dose->value / minutes, ordered);
  if (const auto mg = dose_mg(what, how, 0)) return see_by_weight(speed, *mg / minutes, weight_kg, ordered);
  speed.unread = true;
}

} // namespace

infusion_speed assess_infusion(const drug& what, const dosage& how, double weight_kg, notepad& notes) {
  infusion_speed speed;
  speed.unread = how.infusion.unread;
  if (how.infusion.rate) see_rate(speed, what, *how.infusion.rate, weight_kg, notes);
  if (how.infusion.hours) see_hours(speed, what, how, weight_kg, notes);
  return speed;
}

} // namespace cds
