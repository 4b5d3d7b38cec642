// Points in time as the lines of a run hold them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cds/time.hpp"

namespace server {

/// `2026-01-05T10:00:00Z`
std::string to_text(cds::instant at);
std::optional<cds::instant> read_instant(std::string_view text);
/// `2026-01-05`
std::optional<cds::day> read_day(std::string_view text);

} // namespace server
