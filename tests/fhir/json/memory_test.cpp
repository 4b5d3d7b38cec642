#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "fhir/json/document.hpp"

namespace {

using fhir::issue_code;
using fhir::json::document;
using fhir::json::limits;

constexpr std::size_t mebibyte = 1024 * 1024;

std::string list_of(std::string_view item, std::size_t bytes) {
  std::string text = "[";
  while (text.size() < bytes) text.append(item).append(",");
  text.back() = ']';
  return text;
}

TEST(DocumentMemory, HostileTextsStayWithinTheirLimit) {
  const std::string_view items[] = {"0", "[]", "{}", "\"\"", "\"\\n\"", "{\"\":0}", "[[[[0]]]]"};
  for (const auto item : items) {
    const auto text = list_of(item, 2 * mebibyte);
    document d;
    const limits most{.memory_bytes = 2 * mebibyte};
    const auto read = d.read(text, most);
    ASSERT_FALSE(read) << item;
    EXPECT_EQ(read.error().code, issue_code::too_costly) << item;
    EXPECT_EQ(read.error().message, "content needs more memory than the 2097152 bytes allowed for one text") << item;
    EXPECT_LE(d.memory_bytes(), document::kept_bytes) << item;
  }
}

TEST(DocumentMemory, AFullBodyOfZeroesFitsTheDefault) {
  const auto text = list_of("0", mebibyte);
  document d;
  ASSERT_TRUE(d.read(text));
  EXPECT_LE(d.memory_bytes(), 2 * limits().memory_bytes);
}

TEST(DocumentMemory, LongEscapedStringsCount) {
  std::string text = "\"";
  while (text.size() < 2 * mebibyte) text += "xxxxxxxx\\n";
  text += "\"";
  document d;
  EXPECT_EQ(d.read(text, {.memory_bytes = mebibyte}).error().code, issue_code::too_costly);
  EXPECT_TRUE(d.read(text, {.memory_bytes = 4 * mebibyte}));
}

TEST(DocumentMemory, KeepsWhatAnOrdinaryTextNeedsAndNoMore) {
  document d;
  const auto ordinary = list_of(R"({"resourceType":"Observation","status":"final"})", 32 * 1024);
  ASSERT_TRUE(d.read(ordinary));
  const auto after_one = d.memory_bytes();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(d.read(ordinary));
  EXPECT_EQ(d.memory_bytes(), after_one);
  ASSERT_TRUE(d.read(list_of("0", mebibyte)));
  EXPECT_GT(d.memory_bytes(), document::kept_bytes);
  d.clear();
  EXPECT_LE(d.memory_bytes(), document::kept_bytes);
  EXPECT_FALSE(d.root());
}

/// The work of a text grows with its length, not with the square of it: what fails here by growing squarely takes
/// minutes.
TEST(DocumentMemory, HugeObjectsAreReadAndSearchedInTime) {
  constexpr int members = 60000;
  std::string text = "{";
  for (int i = 0; i < members; ++i) text += "\"member" + std::to_string(i) + "\":[1],";
  text.back() = '}';
  document d;
  const auto started = std::chrono::steady_clock::now();
  const auto root = d.read(text).value();
  int found = 0;
  for (int i = 0; i < members; ++i) found += root["member" + std::to_string(i)].exists() ? 1 : 0;
  std::size_t items = 0;
  for (std::size_t i = 0; i < root.size(); ++i) items += root["member" + std::to_string(i)].size();
  EXPECT_EQ(found, members);
  EXPECT_EQ(items, root.size());
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(60));
}

} // namespace
