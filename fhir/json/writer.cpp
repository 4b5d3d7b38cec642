#include "fhir/json/writer.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "fhir/json/utf8.hpp"

namespace fhir::json {

namespace {

void append_escape(std::string& out, unsigned char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
  case '"':
    out += "\\\"";
    return;
  case '\\':
    out += "\\\\";
    return;
  case '\b':
    out += "\\b";
    return;
  case '\f':
    out += "\\f";
    return;
  case '\n':
    out += "\\n";
    return;
  case '\r':
    out += "\\r";
    return;
  case '\t':
    out += "\\t";
    return;
  default:
    out.append("\\u00") += hex[c >> 4];
    out += hex[c & 0xF];
  }
}

void append_character(std::string& out, std::string_view character) {
  if (character.empty()) {
    out += "\xEF\xBF\xBD"; // U+FFFD
  } else if (character == "\xE2\x80\xA8") {
    out += "\\u2028";
  } else if (character == "\xE2\x80\xA9") {
    out += "\\u2029";
  } else {
    out += character;
  }
}

constexpr bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

/// Compared at once, with whatever the processor has for it (GCC and clang).
using block [[gnu::vector_size(16)]] = unsigned char;

/// How many of the bytes from there on, up to a block's, are written as they are.
inline std::size_t plain_in_block(const char* from) {
  block bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  const auto marked =
      std::bit_cast<std::array<std::uint64_t, 2>>((bytes - 0x20 > 0x5E) | (bytes == '"') | (bytes == '\\'));
  const auto before_mark = [](std::uint64_t eight) {
    constexpr bool first_is_lowest = std::endian::native == std::endian::little;
    return static_cast<std::size_t>(first_is_lowest ? std::countr_zero(eight) : std::countl_zero(eight)) / 8;
  };
  return marked[0] != 0 ? before_mark(marked[0]) : 8 + before_mark(marked[1]);
}

/// Where the first byte from `at` on is that is not written as it is.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  while (text.size() - at >= sizeof(block)) {
    const auto found = plain_in_block(text.data() + at);
    at += found;
    if (found < sizeof(block)) return at;
  }
  const auto* end = text.data() + text.size();
  if (text.size() >= sizeof(block) && plain_in_block(end - sizeof(block)) == sizeof(block)) return text.size();
  while (at < text.size() && is_plain(static_cast<unsigned char>(text[at]))) ++at;
  return at;
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto from = at;
    at = end_of_plain(text, at);
    out += text.substr(from, at - from);
    if (at == text.size()) break;
    if (const auto c = static_cast<unsigned char>(text[at]); c < 0x80) {
      append_escape(out, c);
      ++at;
    } else {
      const auto length = character_length(text, at);
      append_character(out, text.substr(at, length));
      at += length == 0 ? 1 : length;
    }
  }
}

/// A text as most are, short and plain, put together with what stands around it and appended once: two fifths of
/// writing it. False when it is another.
bool append_short(std::string& out, bool after_comma, std::string_view text, bool before_colon) {
  constexpr std::size_t longest = 3 * sizeof(block);
  if (text.size() > longest) return false;
  constexpr std::size_t start = 2; // `,"`
  std::array<char, start + longest + 2> around;
  auto* const first = around.data() + start;
  std::memset(first, ' ', longest);
  std::memcpy(first, text.data(), text.size());
  for (std::size_t at = 0; at < text.size(); at += sizeof(block))
    if (plain_in_block(first + at) < sizeof(block)) return false;
  around[0] = ',';
  around[1] = '"';
  first[text.size()] = '"';
  first[text.size() + 1] = ':';
  out.append(first - (after_comma ? 2 : 1), text.size() + 2 + after_comma + before_colon);
  return true;
}

void append_quoted(std::string& out, bool after_comma, std::string_view text, bool before_colon) {
  if (append_short(out, after_comma, text, before_colon)) return;
  out += after_comma ? ",\"" : "\"";
  append_escaped(out, text);
  out += before_colon ? "\":" : "\"";
}

} // namespace

void append_string(std::string& out, std::string_view text) { append_quoted(out, false, text, false); }

void append_number(std::string& out, double v) {
  if (!std::isfinite(v)) throw std::logic_error("JSON has no number for infinity or for no number");
  std::array<char, 512> digits{}; // the longest, 1.8e308 or 5e-324 without exponent, has some 330
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), v, std::chars_format::fixed);
  if (fault != std::errc()) throw std::logic_error("number is longer than its buffer");
  out.append(digits.data(), end);
}

void writer::before_value() {
  const bool in_object = !open_.empty() && open_.back() == '{';
  if (in_object != named_) throw std::logic_error("an object needs a name before each value");
  if (open_.empty() && wrote_) throw std::logic_error("a JSON text is one value");
  if (wrote_ && !named_) out_ += ',';
  named_ = false;
  wrote_ = true;
}

writer& writer::begin(char bracket) {
  before_value();
  out_ += bracket;
  open_ += bracket;
  wrote_ = false;
  return *this;
}

writer& writer::end(char opening, char closing) {
  if (open_.empty() || open_.back() != opening || named_) throw std::logic_error("an end without its beginning");
  out_ += closing;
  open_.pop_back();
  wrote_ = true;
  return *this;
}

writer& writer::begin_object() { return begin('{'); }
writer& writer::end_object() { return end('{', '}'); }
writer& writer::begin_array() { return begin('['); }
writer& writer::end_array() { return end('[', ']'); }

writer& writer::name(std::string_view member) {
  if (open_.empty() || open_.back() != '{' || named_)
    throw std::logic_error("a name stands before each value of an object only");
  append_quoted(out_, wrote_, member, true);
  named_ = true;
  return *this;
}

writer& writer::string(std::string_view text) {
  before_value();
  append_string(out_, text);
  return *this;
}

writer& writer::number(double v) {
  before_value();
  append_number(out_, v);
  return *this;
}

writer& writer::number_text(std::string_view text) { return raw(text); }

writer& writer::integer(std::int64_t v) { return raw(std::to_string(v)); }

writer& writer::boolean(bool v) { return raw(v ? "true" : "false"); }

writer& writer::null() { return raw("null"); }

writer& writer::raw(std::string_view text) {
  before_value();
  out_ += text;
  return *this;
}

writer& writer::members(std::string_view text) {
  if (open_.empty() || open_.back() != '{' || named_) throw std::logic_error("members stand in an object only");
  if (text.empty()) return *this;
  if (wrote_) out_ += ',';
  out_ += text;
  wrote_ = true;
  return *this;
}

writer& writer::value(const json::value& v) {
  if (!v.exists()) throw std::logic_error("an absent value cannot be written");
  switch (v.kind()) {
  case kind::null:
    return null();
  case kind::boolean:
    return boolean(*v.boolean());
  case kind::number:
    return number_text(*v.number_text());
  case kind::string:
    return string(*v.string());
  case kind::array:
    begin_array();
    for (const auto item : v) value(item);
    return end_array();
  case kind::object:
    begin_object();
    for (const auto member : v) name(member.name()).value(member);
    return end_object();
  }
  return *this;
}

} // namespace fhir::json
