// Members of the hook request by the type they must have. A JSON null counts as absent: clients send it for what they
// do not have.
#pragma once

#include <string_view>
#include <vector>

#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"

namespace hooks {

/// `an object`, `a string`, `null`
const char* with_article(fhir::json::kind k);

/// Adds `must be an object, not a string` for a value that exists.
void add_wrong_kind(const fhir::json::value& found, const char* wanted, std::vector<fhir::issue>& faults);

/// Empty when the member is absent; empty and a fault when it is no string or has no text.
std::string_view optional_text(const fhir::json::value& in, fhir::json::member_name name,
                               std::vector<fhir::issue>& faults);
/// Empty only together with a fault.
std::string_view required_text(const fhir::json::value& in, fhir::json::member_name name,
                               std::vector<fhir::issue>& faults);

/// Absent when the member is absent; absent and a fault when it is no object.
fhir::json::value optional_object(const fhir::json::value& in, fhir::json::member_name name,
                                  std::vector<fhir::issue>& faults);
/// Absent only together with a fault.
fhir::json::value required_object(const fhir::json::value& in, fhir::json::member_name name,
                                  std::vector<fhir::issue>& faults);

} // namespace hooks
