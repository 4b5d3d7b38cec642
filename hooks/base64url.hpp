// Base64url as RFC 7515 has it: no padding, one text for each sequence of bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hooks {

/// Nothing for padding, `+`, `/`, white space, a length that no bytes have, or bits left over that are not zero: of two
/// texts that a lenient reader takes for the same bytes, one is refused.
std::optional<std::string> decode_base64url(std::string_view text);
std::string encode_base64url(std::string_view bytes);

} // namespace hooks
