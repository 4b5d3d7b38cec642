// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace fhir::json {

/// Bytes of the one character that starts at `text[at]`: 1 to 4, or 0 when there is no valid one.
std::size_t character_length(std::string_view text, std::size_t at);

/// Where the first byte lies that is not part of a valid character; text.size() when all is well.
std::size_t first_invalid(std::string_view text);

} // namespace fhir::json
