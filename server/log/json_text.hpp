// Any bytes as the text of a JSON string.
#pragma once

#include <string>
#include <string_view>

namespace server {

/// In quotes. Control characters are escaped, what is not UTF-8 becomes U+FFFD: the result is valid JSON whatever
/// comes.
std::string in_json(std::string_view text);

} // namespace server
