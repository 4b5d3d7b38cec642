// Any bytes as the text of a JSON string.
#pragma once

#include <string>
#include <string_view>

namespace server {

/// Appends it in quotes. Control characters are escaped, what is not UTF-8 becomes U+FFFD: the result is valid JSON
/// whatever comes.
void append_in_json(std::string& to, std::string_view text);
std::string in_json(std::string_view text);

} // namespace server
