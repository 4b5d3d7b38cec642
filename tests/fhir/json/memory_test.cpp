#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

/// Every piece of text that a document hands out.
void collect(const fhir::json::value& v, std::vector<std::string_view>& into) {
  into.push_back(v.name());
  if (const auto text = v.string()) into.push_back(*text);
  if (const auto text = v.number_text()) into.push_back(*text);
  for (const auto child : v) collect(child, into);
}

bool lies_in(std::string_view part, std::string_view whole) {
  const std::less_equal<const char*> not_after;
  return not_after(whole.data(), part.data()) && not_after(part.data() + part.size(), whole.data() + whole.size());
}

TEST(DocumentMemory, StringsNamesAndNumbersAreViewsIntoTheBody) {
  const std::string body =
      R"({"hook":"order-sign","context":{"n":[1.00,-2e5,"caf\u00e9"],"empty":""},"deep":[[{"x":"y"}]]})";
  document d;
  std::vector<std::string_view> parts;
  collect(d.read(body).value(), parts);
  int seen = 0;
  for (const auto part : parts) {
    if (part.data() == nullptr) continue; // a name that an item does not have
    seen += part.empty() ? 0 : 1;
    const bool unescaped = part.find('\xC3') != std::string_view::npos;
    EXPECT_TRUE(unescaped || lies_in(part, body)) << part;
  }
  EXPECT_GE(seen, 11);
}

/// Only what held an escape is unescaped, once; its neighbours stay where they are.
TEST(DocumentMemory, OnlyEscapedStringsAreCopied) {
  const std::string body = R"({"plain":"abc","es\u0063aped":"a\nb","after":"def"})";
  document d;
  const auto root = d.read(body).value();
  for (const auto name : {"plain", "after"}) EXPECT_TRUE(lies_in(*root[name].string(), body)) << name;
  EXPECT_FALSE(lies_in(*root["escaped"].string(), body));
  EXPECT_FALSE(lies_in(root["escaped"].name(), body));
  EXPECT_TRUE(lies_in(root["after"].name(), body));
}

/// Two pages of which the second may not be touched.
class guarded_page {
 public:
  guarded_page() {
    if (memory_ == MAP_FAILED || mprotect(start() + size_, size_, PROT_NONE) != 0)
      throw std::runtime_error("no memory");
  }
  guarded_page(const guarded_page&) = delete;
  guarded_page& operator=(const guarded_page&) = delete;
  ~guarded_page() { munmap(memory_, 2 * size_); }

  /// `text` at the end of the readable page, followed by as much that is not readable.
  std::string_view before_the_end(std::string_view text) {
    char* at = start() + size_ - text.size();
    std::memcpy(at, text.data(), text.size());
    return {at, text.size() + size_};
  }

 private:
  char* start() const { return static_cast<char*>(memory_); }
  std::size_t size_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* memory_ = mmap(nullptr, 2 * size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
};

/// One pass from front to back: a fault is told without a look at what follows it. A second pass, or one ahead, would
/// end this program with a segmentation fault. The blanks are what the parser may read at a time.
TEST(DocumentMemory, NothingBehindAFaultIsRead) {
  guarded_page page;
  const std::string ahead(32, ' ');
  for (const std::string text : {R"({"a":1,"a":2,)", R"({"a":[1e400,)", R"({"a":"x\u0000y",)", R"({"a":[1,],)",
                                 "{\"a\":\"\xC3(\",", R"({"a":"\ud800x",)", "{\"a\":\"\x01\",", "[nan,"}) {
    document d;
    EXPECT_FALSE(d.read(page.before_the_end(text + ahead))) << text;
  }
  const std::string deep(70, '[');
  EXPECT_EQ(document().read(page.before_the_end(deep + ahead)).error().code, issue_code::too_costly);
}

} // namespace
