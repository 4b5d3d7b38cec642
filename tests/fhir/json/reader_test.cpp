#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"
#include "tests/fhir/json/hard_cases.hpp"
#include "tests/support/golden.hpp"

namespace {

using fhir::json::document;
using fhir::json::limits;

std::string repeated(std::string_view part, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += part;
  return result;
}

/// Bytes a person can read, others as `\xNN`; the middle of a long text left out.
std::string shown(std::string_view text) {
  constexpr std::size_t longest = 120, end = 20;
  std::string all;
  for (const char c : text) all += c >= ' ' && c <= '~' ? std::string(1, c) : fmt::format("\\x{:02X}", c & 0xFF);
  if (all.size() <= longest) return all;
  return fmt::format("{} ... ({} bytes) ... {}", all.substr(0, longest - end), text.size(),
                     all.substr(all.size() - end));
}

/// What every refused text is told, as a person last read it.
TEST(StrictReader, SaysWhatIsWrongAndWhere) {
  struct refused {
    std::string name, text;
    limits most = {};
  };
  std::vector<refused> texts;
  for (auto& one : hard_cases::with("refused")) texts.push_back({std::move(one.name), std::move(one.text)});
  const limits tight{.depth = 2, .key_bytes = 3, .memory_bytes = 1024};
  texts.push_back({"limit-of-depth-tight", R"({"abc":[[1]]})", tight});
  texts.push_back({"limit-of-names-tight", R"([{"abcd":1}])", tight});
  texts.push_back({"limit-of-memory-tight", R"({"a":[)" + repeated("0,", 100) + "0]}", tight});
  texts.push_back({"limit-of-memory-one-string", R"({"a":")" + repeated("\\n", 2000) + "\"}", {.memory_bytes = 1024}});
  texts.push_back({"limit-of-memory", R"({"a":[)" + repeated("{},", 700000) + "0]}"});
  texts.push_back({"nul-after", std::string("[]\0", 3)}); // the other parser takes a zero for the end
  std::string table;
  document d; // one for all: a refusal leaves nothing behind
  for (const auto& one : texts) {
    const auto read = d.read(one.text, one.most);
    ASSERT_FALSE(read) << one.name;
    EXPECT_FALSE(d.root()) << one.name;
    const auto& [code, path, message] = read.error();
    const std::string where = path.empty() ? "" : path + ": ";
    table += fmt::format("{}\n  {}\n  {}{} ({})\n", one.name, shown(one.text), where, message, name_of(code));
  }
  EXPECT_TRUE(support::is_golden("json/refusals.txt", table));
}

TEST(StrictReader, EveryCutOfATextIsRefused) {
  const std::string text = R"({"a":[1.5e3,"x\u00e9\n",true,null,{"b":{}}],"c":"\ud83d\ude00"})";
  document d;
  ASSERT_TRUE(d.read(text));
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(d.read(std::string_view(text).substr(0, length))) << length;
  }
}

TEST(StrictReader, ReadsAgainAfterAFault) {
  document d;
  EXPECT_FALSE(d.read("{"));
  const auto read = d.read(R"({"a":"b"})");
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)["a"].string(), "b");
}

} // namespace
