// Points in time as the console tells them.
#pragma once

#include <chrono>
#include <string>

namespace server {

/// `2026-01-05T10:00:00Z`
std::string time_text(std::chrono::sys_seconds when);

} // namespace server
