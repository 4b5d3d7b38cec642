// What a browser sends as Origin.
#pragma once

#include <string_view>

namespace server {

/// `https://ehr.example` or `http://localhost:8080`: lower case, no path.
bool is_origin(std::string_view text);

} // namespace server
