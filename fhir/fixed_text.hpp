// A text that stands between `<>`, for lists of words and names that are known while compiling.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace fhir {

template<std::size_t N> struct fixed_text {
  static constexpr std::size_t length = N - 1;
  static_assert(length > 0);
  char letters[N];

  consteval fixed_text(const char (&text)[N]) { std::copy_n(text, N, letters); }
  constexpr std::string_view text() const { return {letters, length}; }

  bool is(std::string_view other) const {
    return other.size() == length && std::memcmp(other.data(), letters, length) == 0;
  }
};

} // namespace fhir
