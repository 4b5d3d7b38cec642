// What of a draft tells its old dosage and would contradict a new one.
#pragma once

#include <string_view>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

namespace fhir::proposals {

/// Members of the draft that are left out: the narrative, what was rendered from the dosage, its period, and whether
/// the course is a short or a continuous one. A substitution, repeats, the validity and a contained Medication (whose
/// amount is that of a package) stay: they are decisions of their own.
bool tells_the_old_dosage(std::string_view member);

/// Members of its dispenseRequest that are left out: the first fill and the interval between fills follow from the
/// course.
bool tells_the_old_supply(std::string_view member);

/// Writes a member that stays. Of notes those are left out that are a dosage from their first word to their last: all
/// others are the clinician's own words about something else.
void write_kept_member(json::writer& out, const json::value& member);

} // namespace fhir::proposals
