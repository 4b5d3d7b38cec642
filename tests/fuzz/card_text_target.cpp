#include <algorithm>

#include "fhir/json/document.hpp"
#include "hooks/markdown.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

/// The text that is shown; every mark that Markdown knows must have its backslash.
std::string shown(std::string_view markdown) {
  std::string text;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const bool escaped = markdown[i] == '\\';
    if (escaped) ++i;
    promise(i < markdown.size(), "no backslash stands at the end");
    const auto rest = markdown.substr(i);
    promise(escaped || std::string_view("`*_[]<>|~&@").find(rest[0]) == std::string_view::npos,
            "every mark is escaped");
    promise(escaped || !rest.starts_with("://"), "no address becomes a link");
    text += rest[0];
  }
  return text;
}

void check(std::string_view text) {
  std::string as_shown, as_cut;
  const auto line = hooks::plain_line(text, text.size() + 1, as_shown);
  promise(std::none_of(line.begin(), line.end(), is_control), "no control character is left");
  for (const std::string_view turn :
       {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"})
    promise(line.find(turn) == std::string::npos, "nothing changes the direction of writing");
  const auto escaped = hooks::markdown(text);
  promise(shown(escaped) == line, "escaped text is shown as it is written");
  promise(escaped.empty() || std::string_view("#+-=").find(escaped[0]) == std::string_view::npos,
          "no line is a heading");
  for (const std::size_t most : {1u, 2u, 10u, 140u}) {
    const auto cut = hooks::plain_line(text, most, as_cut);
    promise(characters_of(cut) <= most, "a line is not longer than the limit");
    promise(characters_of(line) > most || cut == line, "a line within the limit is whole");
  }
}

} // namespace

void card_text(std::string_view bytes) {
  const auto quoted = "\"" + std::string(bytes) + "\""; // as every text of a chart comes in, with its escapes
  fhir::json::document document;
  if (const auto read = document.read(quoted)) check(read->string().value());
}

} // namespace fuzz
