#include "fhir/json/utf8.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace {

TEST(Utf8, FindsTheFirstByteThatIsNotPartOfACharacter) {
  struct {
    std::string_view text;
    std::size_t invalid;
  } const cases[] = {
      {"", 0},
      {"abc", 3},
      {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9},
      {"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF", 10},
      {"a\x80", 1},            // continuation alone
      {"a\xC0\xAF", 1},        // overlong
      {"\xE0\x9F\xBF", 0},     // overlong
      {"\xF0\x8F\xBF\xBF", 0}, // overlong
      {"ab\xED\xA0\x80", 2},   // surrogate
      {"\xF4\x90\x80\x80", 0}, // above U+10FFFF
      {"\xF5\x80\x80\x80", 0},
      {"a\xC3", 1}, // cut off
      {"a\xE2\x82", 1},
      {"a\xF0\x9F\x98", 1},
      {"\xE2\x28\xA1", 0},
      {"\xE2\x82\x28", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(fhir::json::first_invalid(c.text), c.invalid) << c.text;
}

} // namespace
