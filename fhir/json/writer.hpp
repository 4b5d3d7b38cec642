// Writes JSON straight into an output buffer, append only. Commas, escapes and number forms are the writer's business.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/json/document.hpp"

namespace fhir::json {

/// Appends one JSON value to a string that outlives the writer. Wrong use (a member without a name, a name in an array,
/// an end that does not match) and numbers that are not finite throw std::logic_error. Text that is not UTF-8 is
/// written with U+FFFD in place of each bad byte.
class writer {
 public:
  explicit writer(std::string& out) : out_(out) {}

  writer& begin_object();
  writer& end_object();
  writer& begin_array();
  writer& end_array();
  writer& name(std::string_view member);

  writer& string(std::string_view text);
  writer& number(double v);                   // shortest digits that read back the same, never an exponent: 5.5, 1000
  writer& number_text(std::string_view text); // a number exactly as it was written: 1.00
  writer& integer(std::int64_t v);
  writer& boolean(bool v);
  writer& null();
  writer&
  value(const json::value& v); // an element of a document, key order and number texts kept; absent: std::logic_error
  writer& raw(std::string_view text); // one JSON value that is already text

  /// Members of the open object that are already text, `"a":1,"b":2`; may be empty.
  writer& members(std::string_view text);

  writer& member(std::string_view n, std::string_view text) { return name(n).string(text); }
  writer& member(std::string_view n, const char* text) { return name(n).string(text); }
  writer& member(std::string_view n, const json::value& v) { return name(n).value(v); }
  writer& member(std::string_view n, std::same_as<bool> auto v) { return name(n).boolean(v); }
  writer& member(std::string_view n, std::floating_point auto v) { return name(n).number(v); }
  template<std::integral T>
  requires(!std::same_as<T, bool>) writer& member(std::string_view n, T v) {
    return name(n).integer(static_cast<std::int64_t>(v));
  }

  /// True when one value has been written and everything that was begun is ended.
  bool complete() const { return open_.empty() && wrote_; }

 private:
  void before_value();
  writer& begin(char bracket);
  writer& end(char opening, char closing);

  std::string& out_;
  std::string open_;   // brackets not yet closed
  bool wrote_ = false; // something stands before, in the innermost bracket
  bool named_ = false; // a name waits for its value
};

/// `text` with quotes and escapes: control characters, quotes, backslashes, and U+2028 and U+2029, which end lines in
/// JavaScript.
void append_string(std::string& out, std::string_view text);
void append_number(std::string& out, double v);

} // namespace fhir::json
