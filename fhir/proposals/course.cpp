#include "fhir/proposals/course.hpp"

#include <cmath>

#include <fmt/format.h>

#include "cds/quantity.hpp"

namespace fhir::proposals {

namespace {

std::optional<double> whole(double v) {
  const auto rounded = std::round(v);
  if (rounded < 1 || !cds::about_equal(v, rounded)) return std::nullopt;
  return rounded;
}

bool is_single(const cds::dose_plan& plan) { return plan.administrations == 1; }

std::optional<double> administrations_of(const cds::dose_plan& plan) {
  if (plan.administrations > 0) return plan.administrations;
  if (plan.days > 0) return whole(plan.days * cds::administrations_per_day(plan));
  return std::nullopt;
}

std::optional<double> days_of(const cds::dose_plan& plan) {
  if (plan.days > 0) return plan.days;
  if (plan.administrations > 0) return std::ceil(plan.administrations / cds::administrations_per_day(plan));
  return std::nullopt;
}

std::string counted(double n, std::string_view thing) {
  return fmt::format("{} {}{}", cds::to_text(n), thing, cds::about_equal(n, 1) ? "" : "s");
}

std::string milligrams(double mg) { return cds::to_text(cds::quantity{mg, cds::unit::milligram}); }

std::string frequency_of(const cds::dose_plan& plan) {
  if (plan.times_per_day > 1) return fmt::format("{} times a day", plan.times_per_day);
  if (plan.times_per_day == 1 || plan.interval_hours <= 0 || cds::about_equal(plan.interval_hours, 24))
    return "once a day";
  return "every " + counted(plan.interval_hours, "hour");
}

} // namespace

product_form form_of(double strength_mg, std::string_view display) {
  for (const std::string_view unit : {"tablet", "capsule"}) {
    auto at = display.find(unit.substr(1)); // RxNorm writes `Tablet`
    if (at != std::string_view::npos && at > 0 && (display[at - 1] | 0x20) == unit[0]) return {strength_mg, unit};
  }
  return {strength_mg, {}};
}

bool can_give(double dose_mg, double strength_mg) {
  return strength_mg > 0 && whole(dose_mg / strength_mg).has_value();
}

std::optional<double> units_for(double dose_mg, const product_form& form) {
  if (form.unit.empty() || !can_give(dose_mg, form.strength_mg)) return std::nullopt;
  return whole(dose_mg / form.strength_mg);
}

std::optional<double> course::units() const {
  if (!units_per_dose || !administrations) return std::nullopt;
  return *units_per_dose * *administrations;
}

course course_of(const cds::dose_plan& plan, const product_form& form) {
  return {plan, form, administrations_of(plan), days_of(plan), units_for(plan.dose_mg, form)};
}

std::string to_text(const course& c) {
  auto text = "Take " + milligrams(c.plan.dose_mg);
  if (c.units_per_dose) {
    text += fmt::format(" ({} of {})", counted(*c.units_per_dose, c.form.unit), milligrams(c.form.strength_mg));
  }
  text += " by mouth ";
  if (is_single(c.plan)) return text + "once, as a single dose";
  text += frequency_of(c.plan);
  if (c.days) text += " for " + counted(*c.days, "day");
  const bool short_course = c.days && cds::at_most(*c.days, 1);
  if (c.administrations && (short_course || c.plan.administrations > 0))
    text += fmt::format(", {} doses in all", *c.administrations);
  return text;
}

} // namespace fhir::proposals
