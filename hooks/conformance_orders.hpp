// What the checks of cards demand of the FHIR resources in them.
#pragma once

#include <string_view>

#include "hooks/conformance_findings.hpp"

namespace hooks {

/// The resource of a `create`: an order of a FHIR version that we write, a draft, for this patient and nobody else.
void check_new_order(const fhir::json::value& order, std::string_view patient_id, findings& found);
/// The resource of an `update`: an order for a medicine.
void check_changed_order(const fhir::json::value& order, findings& found);

} // namespace hooks
