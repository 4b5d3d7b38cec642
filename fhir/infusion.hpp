// How fast a dose is to run in: the rate of a Dosage in every FHIR version, and how long its timing lets it last.
#pragma once

#include "cds/facts.hpp"
#include "fhir/report.hpp"
#include "fhir/timing.hpp"

namespace fhir {

/// From rateRatio, rateQuantity and rateRange, in `doseAndRate` or beside it, and from the duration of the timing. Of a
/// range the fastest counts. What cannot be read is marked in the infusion, not said: the caller knows the route.
cds::infusion read_infusion(const json::value& dosage, const timing& when, report& to);

/// What the text adds; a part that it says differently becomes unread.
void complete_infusion(cds::infusion& into, const cds::infusion& in_text);

} // namespace fhir
