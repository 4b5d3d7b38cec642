// A point in time as a person types it on the command line.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace server {

/// `2026-01-05T10:00:00Z` or with an offset, `2026-01-05T10:00:00+02:00`; a fraction of a second is dropped.
std::optional<std::chrono::sys_seconds> read_rfc3339(std::string_view text);

} // namespace server
