// How much at a time a Dosage orders, in every FHIR version.
#pragma once

#include <optional>

#include "fhir/report.hpp"
#include "fhir/units.hpp"

namespace fhir {

/// The dose of one instruction: of `doseAndRate`, or beside it. Nothing when none is written. Several doses must be the
/// same, unless the others are only calculated from it in another unit.
std::optional<reading> read_ordered_dose(const json::value& instruction, report& to);

} // namespace fhir
