#include "cds/knowledge/check_digit.hpp"

#include <algorithm>
#include <array>

namespace cds_knowledge {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }
unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }

// Multiplication in the dihedral group of ten elements: 0-4 are rotations of a pentagon, 5-9 its reflections.
unsigned turn(unsigned a, unsigned b) {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
  return b < 5 ? 5 + (a - 5 + 5 - b) % 5 : (a - b + 5) % 5;
}

} // namespace

bool is_snomed_ct(std::string_view code) {
  if (!all_digits(code) || code.size() < 6 || code.size() > 18) return false;
  constexpr std::array<unsigned, 10> shuffle = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  unsigned sum = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    unsigned d = digit(code[code.size() - 1 - i]);
    for (std::size_t round = 0; round < i % 8; ++round) d = shuffle[d];
    sum = turn(sum, d);
  }
  return sum == 0;
}

bool is_loinc(std::string_view code) {
  const std::size_t hyphen = code.find('-');
  if (hyphen == std::string_view::npos || hyphen + 2 != code.size()) return false;
  const std::string_view number = code.substr(0, hyphen);
  if (!all_digits(number) || !is_digit(code.back()) || number.size() > 7) return false;
  unsigned sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const unsigned d = digit(number[number.size() - 1 - i]) * (i % 2 == 0 ? 2 : 1);
    sum += d / 10 + d % 10;
  }
  return (10 - sum % 10) % 10 == digit(code.back());
}

} // namespace cds_knowledge
