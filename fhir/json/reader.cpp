#include "fhir/json/reader.hpp"

#include <algorithm>
#include <cstdint>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include "fhir/json/tree_builder.hpp"
#include "fhir/json/utf8.hpp"

namespace fhir::json {

namespace {

/// `line 3, column 14`, from 1, columns in bytes.
std::string line_and_column(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto line_start = before.rfind('\n');
  const auto column = line_start == std::string_view::npos ? offset + 1 : offset - line_start;
  return fmt::format("line {}, column {}", line, column);
}

issue malformed(std::string path, std::string message) {
  return {issue_code::structure, std::move(path), std::move(message)};
}

/// What is wrong with the byte at which the parser gave up.
std::string name_of_unexpected(char c) {
  constexpr std::string_view punctuation = "{}[]:,\"'/+.";
  if (static_cast<unsigned char>(c) < 0x20) return "control character; inside a string it must be escaped";
  if (punctuation.find(c) != std::string_view::npos) return fmt::format("unexpected `{}`", c);
  return "unexpected character";
}

/// The parser reports a high surrogate without its partner as the plain syntax error that follows it.
bool ends_in_high_surrogate(std::string_view text) {
  constexpr std::size_t escape = 6; // \uD83D
  if (text.size() < escape) return false;
  const auto last = text.substr(text.size() - escape);
  return last.starts_with("\\u") && (last[2] == 'd' || last[2] == 'D') &&
         std::string_view("89abAB").find(last[3]) != std::string_view::npos;
}

std::string explain(std::string_view text, std::size_t offset, boost::json::error_code ec) {
  using boost::json::error;
  const auto where = line_and_column(text, offset);
  if (ec == error::incomplete || offset >= text.size()) return "text ends before the JSON value is complete";
  constexpr std::size_t longest_character = 4; // what lies behind the fault is not looked at
  if (first_invalid(text.substr(0, offset + longest_character)) <= offset) return "text is not valid UTF-8 at " + where;
  if (ec == error::exponent_overflow) return "exponent of a number is out of range at " + where;
  if (ec == error::expected_hex_digit) return "`\\u` needs four hexadecimal digits at " + where;
  const auto before = text.substr(0, offset);
  if (ec == error::illegal_leading_surrogate || ec == error::illegal_trailing_surrogate ||
      ends_in_high_surrogate(before) || ends_in_high_surrogate(before.substr(0, before.size() - 1))) {
    return "`\\u` names half of a surrogate pair at " + where;
  }
  return fmt::format("{} at {}", name_of_unexpected(text[offset]), where);
}

/// Faults that can be told before parsing.
std::optional<issue> refuse_outright(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return malformed({}, "text is empty; JSON was expected");
  if (text.starts_with("\xEF\xBB\xBF")) {
    return malformed({}, "text starts with a byte order mark; send UTF-8 without one");
  }
  if (text.size() >= no_node) return issue{issue_code::too_costly, {}, "text is longer than 4 GiB"};
  return std::nullopt;
}

} // namespace

std::optional<issue> read_tree(std::string_view text, const limits& most, tree& into) {
  if (auto fault = refuse_outright(text)) return fault;
  boost::json::parse_options options;
  options.max_depth = most.depth + 1; // the builder refuses first, with a path
  boost::json::basic_parser<tree_builder> parser(options, most, into);
  boost::json::error_code ec;
  const auto used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    auto& builder = parser.handler();
    if (builder.fault()) return std::move(builder.fault());
    return malformed(builder.here(), explain(text, used, ec));
  }
  if (used < text.size()) return malformed({}, "text goes on after the JSON value at " + line_and_column(text, used));
  return std::nullopt;
}

} // namespace fhir::json
