// Cross-origin answers for browser clients: off unless origins are configured, exact origins only, never credentials.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hooks/call.hpp"

namespace hooks {

/// Adds what a browser at `origin` needs to read this answer. Belongs on every answer, refusals included.
void add_cors(std::vector<header>& headers, std::string_view origin, const std::vector<std::string>& allowed_origins);

/// Adds, beside add_cors, what the answer to an OPTIONS request of an allowed origin says.
void add_preflight(std::vector<header>& headers, std::string_view origin,
                   const std::vector<std::string>& allowed_origins);

} // namespace hooks
