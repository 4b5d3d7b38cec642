// The API's description and the sample requests, compiled into the program.
#pragma once

#include <string_view>

namespace server {

/// `openapi.json`, `samples/index.json`, `samples/v01.json`; empty when there is none of that name.
std::string_view embedded_text(std::string_view name);

} // namespace server
