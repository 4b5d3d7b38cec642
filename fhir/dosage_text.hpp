// A dosage beside its structured parts: what its text adds, and the limits it sets itself.
#pragma once

#include <vector>

#include "fhir/dosage.hpp"

namespace fhir {

struct structured_parts {
  bool dose = false, rate = false; // is there, read or not
};

/// The words of one instruction. `more` are only held against the rest, never read from.
struct dosage_words {
  std::optional<std::string_view> text, for_patient;
  std::vector<std::string_view> more; // additional instructions, and a rendering of the whole
};
dosage_words words_of(const json::value& instruction, report& to);

/// Takes from `text` (else from the words for the patient) what the structured parts leave out, when all of it is
/// understood. A part that any of the words contradict becomes unknown, and so does a dose that they make conditional,
/// a range or a step. True when the dosage is text alone and unread: its line is said.
bool complete_from_text(const dosage_words& words, structured_parts has, instructions& into);

/// Drops a dose that is above maxDosePerPeriod or maxDosePerAdministration of its own instruction.
void refuse_above_maximum(const json::value& instruction, cds::dosage& dosage, report& to);

} // namespace fhir
