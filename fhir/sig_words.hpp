// The words, numbers and marks of a free-text dosage.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "fhir/reason.hpp"

namespace fhir {

/// What a word begins with, one bit of these: a letter each, a number, any mark.
using first_letters = std::uint32_t;
inline constexpr first_letters begins_as_number = 1u << 26, begins_as_mark = 1u << 27;
constexpr first_letters first_letter(std::string_view text) {
  const char c = text.empty() ? '0' : text.front();
  if (c >= '0' && c <= '9') return begins_as_number;
  return c >= 'a' && c <= 'z' ? 1u << (c - 'a') : begins_as_mark;
}

struct sig_word {
  enum class kind : unsigned char { number, word, mark, end };

  kind is = kind::word;
  std::string text; // lower case; empty for a number
  double value = 0;
  first_letters begins = first_letter(text); // none of them at the end

  friend bool operator==(const sig_word&, const sig_word&) = default;
};

/// Splits `400mg` and `q8h` at their digits and joins `b.i.d.`; `1,000` is a thousand. Marks are `(`, `)`, `,`, `.`,
/// `/`, `=`, `#` and, before a number, `-`. Numbers that can be read in two ways and other characters are errors.
tl::expected<std::vector<sig_word>, std::string> split_sig(std::string_view text);

/// The words before the first number or character that is not understood.
std::vector<sig_word> split_part_of_sig(std::string_view text);

} // namespace fhir
