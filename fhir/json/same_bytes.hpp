// Whether two short texts of one length are the same, without a call: names are shorter than what memcmp takes to start
// (a fourteenth of reading facts).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace fhir::json {

/// Word by word; the last may overlap the one before.
template<class Word> bool same_words(const char* a, const char* b, std::size_t length) {
  const auto same = [=](std::size_t from) {
    Word of_a, of_b;
    std::memcpy(&of_a, a + from, sizeof(Word));
    std::memcpy(&of_b, b + from, sizeof(Word));
    return of_a == of_b;
  };
  const auto last = length - sizeof(Word);
  for (std::size_t from = 0; from < last; from += sizeof(Word))
    if (!same(from)) return false;
  return same(last);
}

inline bool same_bytes(const char* a, const char* b, std::size_t length) {
  if (length >= sizeof(std::uint64_t)) return same_words<std::uint64_t>(a, b, length);
  if (length >= sizeof(std::uint32_t)) return same_words<std::uint32_t>(a, b, length);
  if (length >= sizeof(std::uint16_t)) return same_words<std::uint16_t>(a, b, length);
  return length == 0 || *a == *b;
}

} // namespace fhir::json
