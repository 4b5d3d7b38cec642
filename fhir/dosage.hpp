// FHIR Dosage: the structured part of how a drug is to be taken.
#pragma once

#include <optional>

#include "cds/facts.hpp"
#include "fhir/report.hpp"

namespace fhir {

struct instructions {
  cds::dosage dosage;
  std::optional<cds::date_time> starts, ends; // of the bounds
};

/// Reads `dosageInstruction` (or `dosage`, by its name) of a resource: an array of Dosages. Several are read only when
/// they say the same; otherwise, and for free text, the dosage is unknown with its reason. Every part that cannot be
/// read has its line.
instructions read_instructions(const json::value& resource, std::string_view name, report& to);

/// The `dosage` of a MedicationAdministration: one object, one dose, no timing.
cds::dosage read_given_dose(const json::value& resource, report& to);

} // namespace fhir
