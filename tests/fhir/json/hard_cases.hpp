// The texts in hard/, written by hand: numbers, escapes, surrogates, bytes that are no UTF-8, nesting, names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hard_cases {

struct hard_case {
  std::string name; // of its file, without `.json`
  std::string text;
};

/// Those with this verdict, `accepted` or `refused`, by name.
std::vector<hard_case> with(std::string_view verdict);

} // namespace hard_cases
