// Check digits of codes: they catch nearly every mistyped code before it silently means nothing, or something else.
#pragma once

#include <string_view>

namespace cds_knowledge {

/// `1475003`: 6 to 18 digits, the last of them the Verhoeff check digit.
bool is_snomed_ct(std::string_view code);
/// `5859-4`: digits, a hyphen and the Luhn check digit.
bool is_loinc(std::string_view code);

} // namespace cds_knowledge
