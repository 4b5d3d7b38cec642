#include "fhir/infusion.hpp"

#include "fhir/units.hpp"

namespace fhir {
namespace {

constexpr double minutes_per_day = 1440;

/// A dose or volume for each stretch of time.
reading rate_of_ratio(const json::value& ratio, report& to) {
  using cds::unit;
  const auto amount = read_dose(ratio["numerator"], to);
  const auto days = read_days(ratio["denominator"], to);
  if (!amount) return amount;
  if (!days) return because(days.error());
  const double per_minute = amount->value / (*days * minutes_per_day);
  if (amount->unit == unit::milligram) return cds::quantity{per_minute, unit::milligram_per_minute};
  if (amount->unit == unit::millilitre) return cds::quantity{per_minute, unit::millilitre_per_minute};
  if (amount->unit == unit::milligram_per_kilogram)
    return cds::quantity{per_minute, unit::milligram_per_kilogram_per_minute};
  return because("it is no rate of a drug");
}

void add(cds::infusion& into, const reading& read) {
  if (!read) {
    into.unread = true;
  } else if (into.rate && (into.rate->unit != read->unit || !cds::about_equal(into.rate->value, read->value))) {
    // ordered in one unit and calculated in another: the first stands
    into.unread = into.unread || into.rate->unit == read->unit;
  } else {
    into.rate = *read;
  }
}

void add_rates(const json::value& in, cds::infusion& into, report& to) {
  if (const auto ratio = object_member(in, "rateRatio", to)) add(into, rate_of_ratio(ratio, to));
  if (const auto quantity = object_member(in, "rateQuantity", to)) add(into, read_rate(quantity, to));
  if (const auto range = object_member(in, "rateRange", to)) add(into, read_rate(range["high"], to));
}

} // namespace

cds::infusion read_infusion(const json::value& dosage, const timing& when, report& to) {
  cds::infusion read;
  for (const auto one : dosage["doseAndRate"])
    if (one.is(json::kind::object)) add_rates(one, read, to);
  add_rates(dosage, read, to); // before R4, and in an administration
  read.hours = when.hours;
  read.unread = read.unread || when.hours_unread;
  return read;
}

void complete_infusion(cds::infusion& into, const cds::infusion& in_text) {
  const auto differ = [](double a, double b) { return !cds::about_equal(a, b); };
  const bool other_hours = into.hours && in_text.hours && differ(*into.hours, *in_text.hours);
  const bool other_rate = into.rate && in_text.rate && into.rate->unit == in_text.rate->unit &&
                          differ(into.rate->value, in_text.rate->value);
  into.unread = into.unread || other_hours || other_rate;
  if (!into.hours) into.hours = in_text.hours;
  if (!into.rate) into.rate = in_text.rate;
}

} // namespace fhir
