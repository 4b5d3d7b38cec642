// A course or an infusion as FHIR dosage and supply elements.
#pragma once

#include <string_view>

#include "cds/decision.hpp"
#include "cds/terminology.hpp"
#include "fhir/json/writer.hpp"
#include "fhir/proposals/course.hpp"
#include "fhir/proposals/release.hpp"

namespace fhir::proposals {

inline constexpr std::string_view ucum = "http://unitsofmeasure.org";

/// A Quantity in UCUM: `unit` for people, `code` for machines.
void write_quantity(json::writer& out, double value, std::string_view unit, std::string_view code);
/// A Duration in days.
void write_days(json::writer& out, double days);
/// A CodeableConcept of one coding, its display as text.
void write_concept(json::writer& out, const cds::coding& coding);

/// The member that names the drug.
void write_medication(json::writer& out, const cds::coding& product, release version);

/// The one item of dosageInstruction for a course by mouth. `route` is the draft's own element; absent: the code for
/// oral.
void write_oral_dosage(json::writer& out, const course& c, release version, const json::value& route = {});
/// How foscarnet is infused. `dose_mg` 0: no recent weight, so that the dose stays per kilogram.
struct infusion {
  double mg_per_kg = 0;
  double dose_mg = 0;
  double interval_hours = 0;
  double hours = 0; // at least
};
void write_infusion_dosage(json::writer& out, const infusion& how, release version);

/// The Quantity of whole units to hand out.
void write_units(json::writer& out, double units, const product_form& form);

} // namespace fhir::proposals
