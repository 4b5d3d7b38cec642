// Which drug a resource is about.
#pragma once

#include "fhir/chart.hpp"

namespace fhir {

struct drug_reading {
  cds::drug drug;
  bool unresolved = false; // a reference to a Medication that was not supplied, or that is not to be used
};

/// Of a concept: its codings; without a known code, the one ingredient that its text or displays name.
cds::drug drug_of_concept(const json::value& codeable, const chart& of, report& to);

/// Of the `medication[x]` of a resource: a concept, or a reference to a Medication.
drug_reading read_drug(const json::value& resource, const chart& of, origin from, report& to);

} // namespace fhir
