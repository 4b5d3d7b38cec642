#include "fhir/json/writer.hpp"

#include <array>
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

constexpr std::array<bool, 256> plain = [] {
  std::array<bool, 256> found{};
  for (unsigned c = 0x20; c < 0x7F; ++c) found[c] = c != '"' && c != '\\';
  return found;
}();

/// Whether none of eight bytes is below 0x20, above 0x7E, a quote or a backslash.
bool are_plain(std::uint64_t eight) {
  constexpr std::uint64_t each = 0x0101010101010101u, high = 0x80 * each;
  const auto holds = [&](std::uint64_t byte) { // exact for bytes below 0x80, which is all that is asked
    const auto zero = eight ^ (byte * each);
    return (zero - each) & ~zero;
  };
  const auto below_space = (eight - 0x20 * each) & ~eight;
  return ((eight | below_space | holds('"') | holds('\\') | holds(0x7F)) & high) == 0;
}

/// Where the first byte from `at` on is that is not written as it is. Eight at a time: a tenth of writing a card.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
  std::uint64_t eight = 0;
  for (; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (!are_plain(eight)) break;
  }
  while (at < text.size() && plain[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

} // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
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
  out += '"';
}

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
  if (wrote_) out_ += ',';
  append_string(out_, member);
  out_ += ':';
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
