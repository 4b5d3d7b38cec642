#include "hooks/markdown.hpp"

namespace hooks {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

/// U+202A to U+202E and U+2066 to U+2069: embeddings, overrides and isolates.
bool turns_direction(std::string_view at) {
  if (at.size() < 3 || at[0] != '\xE2') return false;
  if (at[1] == '\x80') return at[2] >= '\xAA' && at[2] <= '\xAE';
  return at[1] == '\x81' && at[2] >= '\xA6' && at[2] <= '\xA9';
}

/// One line of shown characters: runs of white space and control characters are one space, none at the ends.
std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (turns_direction(text.substr(i))) {
      i += 2;
    } else if (text[i] == ' ' || is_control(text[i])) {
      gap = !line.empty();
    } else {
      if (gap) line += ' ';
      gap = false;
      line += text[i];
    }
  }
  return line;
}

/// A first character that would make the line a heading, a list item or a rule: the position to escape, or npos.
std::size_t block_marker(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (std::string_view("#+-=").find(line[0]) != std::string_view::npos) return 0;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  bool numbered = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')') &&
                  (digits + 1 == line.size() || line[digits + 1] == ' ');
  return numbered ? digits : std::string_view::npos;
}

/// Where GitHub Markdown would make a link of bare text: the `:` of `://`, the dot after `www`, the `@` of an address.
bool starts_autolink(std::string_view line, std::size_t at) {
  if (line[at] == '@') return true;
  if (line[at] == ':') return line.substr(at).starts_with("://");
  return line[at] == '.' && at >= 3 && (line[at - 1] | 0x20) == 'w' && (line[at - 2] | 0x20) == 'w' &&
         (line[at - 3] | 0x20) == 'w';
}

} // namespace

std::string markdown(std::string_view text) {
  constexpr std::string_view marks = "\\`*_[]<>|~&";
  auto line = one_line(text);
  auto marker = block_marker(line);
  std::string escaped;
  escaped.reserve(line.size() + 8);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i == marker || marks.find(line[i]) != std::string_view::npos || starts_autolink(line, i)) escaped += '\\';
    escaped += line[i];
  }
  return escaped;
}

std::string plain_line(std::string_view text, std::size_t most_characters) {
  auto line = one_line(text);
  std::size_t characters = 0;
  std::size_t cut = 0; // bytes of the first most_characters - 1 code points
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!starts_code_point(line[i])) continue;
    if (++characters == most_characters) cut = i;
  }
  if (characters <= most_characters) return line;
  auto space = line.rfind(' ', cut);
  line.resize(space == std::string::npos || space == 0 ? cut : space);
  return line + "\xE2\x80\xA6";
}

} // namespace hooks
