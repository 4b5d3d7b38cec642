#include "server/log/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace server {
namespace {

using byte = unsigned char;

bool is_continuation(byte b) { return (b & 0xC0U) == 0x80U; }

/// The length of the UTF-8 sequence at the start of `text`; 0 when there is none. Neither overlong forms nor surrogates
/// nor what lies beyond U+10FFFF is one.
std::size_t sequence_at(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<byte>(text[i]) : byte{0}; };
  const auto first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !is_continuation(at(1))) return 0;
  if (first < 0xE0) return 2;
  if ((first == 0xE0 && at(1) < 0xA0) || (first == 0xED && at(1) > 0x9F) || !is_continuation(at(2))) return 0;
  if (first < 0xF0) return 3;
  if ((first == 0xF0 && at(1) < 0x90) || (first == 0xF4 && at(1) > 0x8F) || !is_continuation(at(3))) return 0;
  return 4;
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_escaped(std::string& to, char c) {
  if (c == '"' || c == '\\')
    to.append(1, '\\').append(1, c);
  else
    fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<unsigned>(static_cast<byte>(c)));
}

} // namespace

void append_in_json(std::string& to, std::string_view text) {
  to.push_back('"');
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
    to.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto length = sequence_at(text);
    if (length == 0)
      to.append("\\ufffd");
    else if (length == 1)
      append_escaped(to, text.front());
    else
      to.append(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  to.push_back('"');
}

std::string in_json(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  append_in_json(quoted, text);
  return quoted;
}

} // namespace server
