// The console's pages, which are compiled into the program, as answers.
#pragma once

#include "hooks/call.hpp"

namespace server {

/// The file for a path that begins with /console; 404 where there is none, 304 where the browser has it.
hooks::reply static_page(const hooks::call& asked);

} // namespace server
