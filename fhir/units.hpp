// FHIR Quantity, SimpleQuantity and Duration in the engine's units. What cannot be converted is an error with its
// reason, never a guess.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"
#include "cds/quantity.hpp"
#include "fhir/reason.hpp"
#include "fhir/report.hpp"

namespace fhir {

/// What a measurement is of, as far as its units go.
enum class measure : unsigned char {
  weight,     // kg
  creatinine, // mg/dL
  clearance,  // mL/min; values per 1.73 m2 are not clearances
  cells,      // per microlitre
  potassium,  // mmol/L
  calcium,    // mmol/L or mg/dL, as written; so are the next three
  ionized_calcium,
  magnesium,
  phosphate,
  concentration, // ug/mL, or umol/L as written
};

using reading = tl::expected<cds::quantity, std::string>;

/// Dose per administration, > 0: mg, mg/kg, mL, product units or an application.
reading read_dose(const json::value& quantity, report& to);
/// How fast an infusion runs, > 0: mg/min, mg/kg/min or mL/min.
reading read_rate(const json::value& quantity, report& to);
/// How much is dispensed, > 0: product units or mL. Grams of a product are not grams of the drug and stay unread.
reading read_amount(const json::value& quantity, report& to);
/// A measured value; zero only where it can be (cells). Not checked for plausibility.
reading read_measurement(const json::value& quantity, measure of, report& to);
/// Whether a living patient may have this value, by the limits of the knowledge; where there are none, yes.
bool is_plausible(const cds::quantity& value, measure of, const cds::thresholds& limits);
/// Length in days, > 0: a month counts 30 days and a year 365. `unit_of_day` lets a missing unit mean days.
tl::expected<double, std::string> read_days(const json::value& duration, report& to, bool unit_of_day = false);
/// Days in one FHIR UnitsOfTime code: s, min, h, d, wk, mo, a.
std::optional<double> days_in(std::string_view unit_of_time);

} // namespace fhir
