#include "hooks/markdown.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Markdown, ShowsTextAsWritten) {
  const struct {
    const char* text;
    const char* expected;
  } table[] = {
      {"creatinine 1.1 mg/dL", "creatinine 1.1 mg/dL"},
      {"", ""},
      {"<b>bold</b>", "\\<b\\>bold\\</b\\>"},
      {"<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"},
      {"<!-- x -->", "\\<!-- x --\\>"},
      {"a & b &lt;", "a \\& b \\&lt;"},
      {"10*3/uL", "10\\*3/uL"},
      {"**Why**", "\\*\\*Why\\*\\*"},
      {"__x__ ~~y~~ `z`", "\\_\\_x\\_\\_ \\~\\~y\\~\\~ \\`z\\`"},
      {"[label](https://evil.test)", "\\[label\\](https\\://evil.test)"},
      {"![x](y)", "!\\[x\\](y)"},
      {"| a | b |", "\\| a \\| b \\|"},
      {"C:\\x", "C:\\\\x"},
      {"https://evil.test", "https\\://evil.test"},
      {"www.evil.test", "www\\.evil.test"},
      {"WWW.evil.test", "WWW\\.evil.test"},
      {"a@b.test", "a\\@b.test"},
      {"2:1", "2:1"},
      {"ww.x", "ww.x"},
      {"# heading", "\\# heading"},
      {"- item", "\\- item"},
      {"+ item", "\\+ item"},
      {"> quote", "\\> quote"},
      {"=====", "\\====="},
      {"1. item", "1\\. item"},
      {"12) item", "12\\) item"},
      {"1.5 mg", "1.5 mg"},
      {"7.", "7\\."},
      {"one\ntwo", "one two"},
      {"one\r\n\r\n# two", "one # two"},
      {"  one \t two  ", "one two"},
      {"a\x01\x7f"
       "b",
       "a b"},
      {"\n- x", "\\- x"},
      {"caf\xC3\xA9 \xE2\x89\xA5 1", "caf\xC3\xA9 \xE2\x89\xA5 1"},
      {"a\xE2\x80\xAE"
       "b\xE2\x81\xA6"
       "c",
       "abc"},
      {"a\xE2\x80\x93"
       "b",
       "a\xE2\x80\x93"
       "b"},
      {"\xE2\x80", "\xE2\x80"},
  };
  for (const auto& one : table) EXPECT_EQ(hooks::markdown(one.text), one.expected) << one.text;
}

TEST(PlainLine, KeepsWithinTheLimitAtAWord) {
  const struct {
    std::string text;
    std::size_t most;
    std::string expected;
  } table[] = {
      {"short", 139, "short"},
      {"exactly", 7, "exactly"},
      {"Day 12 of valacyclovir", 22, "Day 12 of valacyclovir"},
      {"Day 12 of valacyclovir", 21, "Day 12 of\xE2\x80\xA6"},
      {"Day 12 of valacyclovir", 10, "Day 12 of\xE2\x80\xA6"},
      {"abcdefgh", 5, "abcd\xE2\x80\xA6"},
      {"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 4, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"},
      {"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3, "\xC3\xA9\xC3\xA9\xE2\x80\xA6"},
      {"a\nb *c*", 10, "a b *c*"},
  };
  for (const auto& one : table) {
    std::string shown;
    EXPECT_EQ(hooks::plain_line(one.text, one.most, shown), one.expected) << one.text << ' ' << one.most;
  }
}

} // namespace
