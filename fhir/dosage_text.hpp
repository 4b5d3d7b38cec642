// A dosage beside its structured parts: what its text adds, and the limits it sets itself.
#pragma once

#include "fhir/dosage.hpp"

namespace fhir {

struct structured_parts {
  bool dose = false, rate = false; // is there, read or not
};

/// Takes from `text` (else `patientInstruction`) what the structured parts leave out, when all of it is understood and
/// nothing in it contradicts them; a part that the text contradicts becomes unknown. True when the dosage is text alone
/// and unread: its line is said.
bool complete_from_text(const json::value& instruction, structured_parts has, instructions& into, report& to);

/// Drops a dose that is above maxDosePerPeriod or maxDosePerAdministration of its own instruction.
void refuse_above_maximum(const json::value& instruction, cds::dosage& dosage, report& to);

} // namespace fhir
