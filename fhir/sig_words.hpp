// The words, numbers and marks of a free-text dosage.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "fhir/reason.hpp"

namespace fhir {

struct sig_word {
  enum class kind : unsigned char { number, word, mark };

  kind is = kind::word;
  std::string text; // lower case; empty for a number
  double value = 0;

  friend bool operator==(const sig_word&, const sig_word&) = default;
};

/// Splits `400mg` and `q8h` at their digits and joins `b.i.d.`; `1,000` is a thousand. Marks are `(`, `)`, `,`, `.`,
/// `/`, `=`, `#` and, before a number, `-`. Numbers that can be read in two ways and other characters are errors.
tl::expected<std::vector<sig_word>, std::string> split_sig(std::string_view text);

/// The words before the first number or character that is not understood.
std::vector<sig_word> split_part_of_sig(std::string_view text);

} // namespace fhir
