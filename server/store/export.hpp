// Feedback as lines of a file that others read. The six things asked of feedback on decision support:
//   intervention  the rule, its version, and the card
//   action        accepted or overridden, and what the accepted suggestions do
//   feedback      the reason's code, system and display, and the comment
//   user, date
//   location      the encounter, and the client
#pragma once

#include <string>
#include <string_view>

#include "server/store/reports.hpp"

namespace server {

/// RFC 4180 with every cell in quotes. A cell that a spreadsheet could take for a formula (its first character that is
/// no space is one of = + - @, their full-width forms, a tab or a line end) is written with an apostrophe before it;
/// other control characters become spaces. Who needs the bytes as they were sent takes NDJSON.
std::string csv_head();
std::string csv_line(const feedback_row& row);
std::string csv_cell(std::string_view text);

/// One JSON object and a line feed. What is not known or was not given is left out.
std::string ndjson_line(const feedback_row& row);

} // namespace server
