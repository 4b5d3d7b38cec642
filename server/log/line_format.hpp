// How a line of the log is written: for programs or for people.
#pragma once

#include <memory>
#include <string_view>

#include <spdlog/formatter.h>

namespace server {

enum class log_format : unsigned char { text, json };

/// The name of the logger whose messages are the members of a JSON object already (or `key=value` in text), made here
/// and never out of what somebody sent. The messages of any other logger are plain text.
inline constexpr std::string_view events_logger = "event";

/// json: one object on each line with `time`, `level`, `event` and what the event tells; valid whatever the text holds.
/// text: the same for people; control characters are shown as `?`, so that no text makes a line of its own.
std::unique_ptr<spdlog::formatter> make_line_format(log_format which);

} // namespace server
