#include "hooks/markdown.hpp"

#include <array>

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

/// What a byte may need: nothing, a backslash in front, to be one space of several, or to be looked at with its
/// neighbours (control characters, and what characters that turn the direction begin with).
enum class need : unsigned char { nothing, backslash, space, look };
constexpr std::array<need, 256> needs = [] {
  std::array<need, 256> found{};
  for (unsigned c = 0; c < ' '; ++c) found[c] = need::look;
  found[0x7F] = found[0xE2] = need::look;
  found[' '] = need::space;
  for (const char c : std::string_view("\\`*_[]<>|~&:.@")) found[static_cast<unsigned char>(c)] = need::backslash;
  return found;
}();
need need_of(char c) { return needs[static_cast<unsigned char>(c)]; }

/// Whether nothing has to be done to it; seldom also no when nothing has.
bool is_one_line(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto needed = need_of(text[i]);
    if (needed == need::look || (needed == need::space && (i == 0 || text[i - 1] == ' '))) return false;
  }
  return text.empty() || text.back() != ' ';
}

/// One line of shown characters: runs of white space and control characters are one space, none at the ends. `text`
/// itself, or what `line` then holds.
std::string_view one_line(std::string_view text, std::string& line) {
  if (is_one_line(text)) return text;
  line.clear();
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

/// Of the special ones, where bare text would become markup or a link: the `:` of `://`, the dot after `www`, all
/// others.
bool is_markup(std::string_view line, std::size_t at) {
  if (line[at] != ':' && line[at] != '.') return true;
  if (line[at] == ':') return line.substr(at).starts_with("://");
  return at >= 3 && (line[at - 1] | 0x20) == 'w' && (line[at - 2] | 0x20) == 'w' && (line[at - 3] | 0x20) == 'w';
}

/// Appends `line` escaped. When it is not known to be a line and is none, false, and nothing is appended: most are, and
/// going through them once instead of twice saves a tenth of a card.
bool append_escaped(std::string& out, std::string_view line, bool known_line) {
  const auto before = out.size(), marker = block_marker(line);
  std::size_t written = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto needed = need_of(line[i]);
    if (needed == need::nothing && i != marker) continue;
    const bool broken =
        needed == need::look || (needed == need::space && (i == 0 || line[i - 1] == ' ' || i + 1 == line.size()));
    if (broken && !known_line) {
      out.resize(before);
      return false;
    }
    if (i != marker && (needed != need::backslash || !is_markup(line, i))) continue;
    out.append(line.substr(written, i - written)) += '\\';
    written = i;
  }
  out += line.substr(written);
  return true;
}

} // namespace

void append_markdown(std::string& out, std::string_view text) {
  if (append_escaped(out, text, false)) return;
  std::string shown;
  append_escaped(out, one_line(text, shown), true);
}

std::string markdown(std::string_view text) {
  std::string escaped;
  append_markdown(escaped, text);
  return escaped;
}

std::string_view plain_line(std::string_view text, std::size_t most_characters, std::string& shown) {
  const auto line = one_line(text, shown);
  if (line.size() <= most_characters) return line;
  std::size_t characters = 0;
  std::size_t cut = 0; // bytes of the first most_characters - 1 code points
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!starts_code_point(line[i])) continue;
    if (++characters == most_characters) cut = i;
  }
  if (characters <= most_characters) return line;
  const auto space = line.rfind(' ', cut);
  const auto end = space == std::string_view::npos || space == 0 ? cut : space;
  shown = std::string(line.substr(0, end)) + "\xE2\x80\xA6";
  return shown;
}

} // namespace hooks
