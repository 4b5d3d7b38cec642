// FHIR Dosage: the structured part of how a drug is to be taken.
#pragma once

#include <optional>
#include <vector>

#include "cds/facts.hpp"
#include "fhir/report.hpp"

namespace fhir {

struct instructions {
  cds::dosage dosage;
  std::optional<cds::date_time> starts, ends; // of the bounds
  std::vector<cds::quantity> also;            // the same dose as its text counts it: tablets, mL or mg
  bool rate_in_text = false;                  // how often is known from the text alone
};

/// Reads `dosageInstruction` (or `dosage`, by its name) of a resource: an array of Dosages of any FHIR version. Several
/// are read only when they say the same, or are steps of one dosage. What the structured parts leave out is taken from
/// the text when all of it is understood and agrees with them; where there is none at all, from the rendered text of
/// R5. Every part that cannot be read has its line; a rate as needed is unknown.
instructions read_instructions(const json::value& resource, json::member_name name, report& to);

/// Drops a dose that is another in this product (strength, concentration) than its text makes it.
void compare_with_product(instructions& read, const cds::drug& product);

/// The `dosage` of a MedicationAdministration: one object, one dose, no timing.
cds::dosage read_given_dose(const json::value& resource, report& to);

} // namespace fhir
