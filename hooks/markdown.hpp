// Text as GitHub Markdown shows it: nothing that came from a chart or a knowledge file can become markup, a link or
// HTML.
#pragma once

#include <string>
#include <string_view>

namespace hooks {

/// `text` escaped so that it is shown as it is written. Line breaks and control characters become spaces; characters
/// that change the direction of writing are dropped.
std::string markdown(std::string_view text);
void append_markdown(std::string& out, std::string_view text);

/// `text` for fields that are not Markdown: the same without escaping, at most `most_characters` code points (cut at a
/// word, with `…`). Mostly that is `text` itself, else what `shown` then holds.
std::string_view plain_line(std::string_view text, std::size_t most_characters, std::string& shown);

} // namespace hooks
