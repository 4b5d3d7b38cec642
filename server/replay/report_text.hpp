// How numbers and text of other people's stand on the page and in tables.
#pragma once

#include <string>
#include <string_view>

#include "server/replay/figures.hpp"

namespace server {

/// Any bytes as text of an HTML element or of an attribute in double quotes.
std::string in_html(std::string_view text);
/// Any bytes as a value of a CSV file. What a spreadsheet would take for a formula gets an apostrophe in front.
std::string in_csv(std::string_view text);

/// `12,345`
std::string grouped(count number);
/// `4.2`, for each hundred
std::string rate(count of, count among);
/// `3.1 to 5.6`, for each hundred, at 95 %; empty without any
std::string range(count of, count among);
/// `2025-03`
std::string to_text(std::chrono::year_month month);

} // namespace server
