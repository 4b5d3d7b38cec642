#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"

namespace {

using namespace std::string_literals;
using fhir::issue;
using fhir::issue_code;
using fhir::json::document;
using fhir::json::limits;

std::string repeated(std::string_view part, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += part;
  return result;
}

TEST(StrictReader, AcceptsEveryFormOfJson) {
  const std::vector<std::string> texts = {"{}",
                                          "[]",
                                          "null",
                                          "true",
                                          "false",
                                          "0",
                                          "-0",
                                          "1.5e-3",
                                          "\"\"",
                                          " \t\r\n{ } \n",
                                          R"({"a":{"b":[1,[],{}]}})",
                                          R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")",
                                          "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
                                          "0e400",
                                          "1e-400",
                                          "123456789012345678901234567890",
                                          "1.7976931348623157e308",
                                          repeated("[", 64) + repeated("]", 64),
                                          "{\"" + repeated("k", 256) + "\":1}",
                                          "{\"\":1}",
                                          "{\"a\":{\"a\":1},\"b\":{\"a\":1}}"};
  for (const auto& text : texts) {
    document d;
    const auto read = d.read(text);
    EXPECT_TRUE(read) << text << ": " << (read ? "" : read.error().message);
  }
}

struct refusal {
  std::string text;
  issue fault;
};

std::vector<refusal> malformed_texts() {
  const auto structure = issue_code::structure;
  return {
      {"", {structure, "", "text is empty; JSON was expected"}},
      {" \n", {structure, "", "text is empty; JSON was expected"}},
      {"\xEF\xBB\xBF{}", {structure, "", "text starts with a byte order mark; send UTF-8 without one"}},
      {"{\n  \"a\": 1\n} x", {structure, "", "text goes on after the JSON value at line 3, column 3"}},
      {"{}{}", {structure, "", "text goes on after the JSON value at line 1, column 3"}},
      {"{\"a\":[1,2", {structure, "a[2]", "text ends before the JSON value is complete"}},
      {"{\"a\":1", {structure, "", "text ends before the JSON value is complete"}},
      {"{\"a\":\"b", {structure, "a", "text ends before the JSON value is complete"}},
      {"{\"a\":-", {structure, "a", "text ends before the JSON value is complete"}},
      {"{\"a\":[1,2,]}", {structure, "a[2]", "unexpected `]` at line 1, column 11"}},
      {"{\"a\":1,}", {structure, "", "unexpected `}` at line 1, column 8"}},
      {"{\"a\" 1}", {structure, "a", "unexpected character at line 1, column 6"}},
      {"{a:1}", {structure, "", "unexpected character at line 1, column 2"}},
      {"{'a':1}", {structure, "", "unexpected `'` at line 1, column 2"}},
      {"{\"a\":NaN}", {structure, "a", "unexpected character at line 1, column 6"}},
      {"{\"a\":01}", {structure, "", "unexpected character at line 1, column 7"}},
      {"{\"a\":.5}", {structure, "a", "unexpected `.` at line 1, column 6"}},
      {"{\"a\":+5}", {structure, "a", "unexpected `+` at line 1, column 6"}},
      {"[1 /* one */]", {structure, "[1]", "unexpected `/` at line 1, column 4"}},
      {"{\"a\":\"x\ty\"}",
       {structure, "a", "control character; inside a string it must be escaped at line 1, column 8"}},
      {"{\"a\":\"\\x\"}", {structure, "a", "unexpected character at line 1, column 8"}},
      {"{\"a\":\"\\u12x4\"}", {structure, "a", "`\\u` needs four hexadecimal digits at line 1, column 11"}},
      {"{\"a\":\"\\ud800\"}", {structure, "a", "`\\u` names half of a surrogate pair at line 1, column 13"}},
      {"{\"a\":\"\\udc00\"}", {structure, "a", "`\\u` names half of a surrogate pair at line 1, column 13"}},
      {"{\"a\":\"x\xC3(\"}", {structure, "a", "text is not valid UTF-8 at line 1, column 8"}},
      {"{\"a\":\"\xED\xA0\x80\"}", {structure, "a", "text is not valid UTF-8 at line 1, column 7"}},
      {"{\"a\":1e99999999999}", {structure, "a", "exponent of a number is out of range at line 1, column 17"}},
  };
}

std::vector<refusal> well_formed_but_refused() {
  const auto twice = "member is given twice; each name may occur once"s;
  const auto zero = "string holds `\\u0000`, which FHIR does not allow"s;
  const auto large = "number is too large: its magnitude must be below 1.8e308"s;
  const auto deep = "arrays and objects are nested deeper than the 64 levels allowed"s;
  std::string many = "{\"x\":{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":{\"v\":" + std::to_string(i) + "},";
  return {
      {R"({"a":1,"b":2,"a":3})", {issue_code::structure, "a", twice}},
      {R"({"a":[0,{"b":1,"\u0062":2}]})", {issue_code::structure, "a[1].b", twice}},
      {many + "\"k7\":1}}", {issue_code::structure, "x.k7", twice}},
      {R"({"John Smith":1,"John Smith":1})", {issue_code::structure, "?", twice}},
      {R"({"a":"x\u0000"})", {issue_code::value, "a", zero}},
      {R"({"a":{"x\u0000":1}})", {issue_code::value, "a", zero}},
      {R"({"a":[1e400]})", {issue_code::value, "a[0]", large}},
      {R"({"a":-1e309})", {issue_code::value, "a", large}},
      {"[" + repeated("9", 400) + "]", {issue_code::value, "[0]", large}},
      {repeated("[", 65), {issue_code::too_costly, repeated("[0]", 64), deep}},
      {"{\"a\":" + repeated("[", 100000), {issue_code::too_costly, "a" + repeated("[0]", 63), deep}},
      {"{\"a\":{\"" + repeated("k", 257) + "\":1}}",
       {issue_code::too_long, "a", "a member name is longer than the 256 bytes allowed"}},
      {"{\"a\":{\"\\n" + repeated("k", 256) + "\":1}}",
       {issue_code::too_long, "a", "a member name is longer than the 256 bytes allowed"}},
  };
}

void expect_refused(const std::vector<refusal>& refusals) {
  document d; // one for all: a refusal leaves nothing behind
  for (const auto& [text, fault] : refusals) {
    const auto read = d.read(text);
    ASSERT_FALSE(read) << text.substr(0, 100);
    EXPECT_EQ(read.error().path, fault.path) << text.substr(0, 100);
    EXPECT_EQ(read.error().message, fault.message) << text.substr(0, 100);
    EXPECT_EQ(name_of(read.error().code), name_of(fault.code)) << text.substr(0, 100);
    EXPECT_FALSE(d.root()) << text.substr(0, 100);
  }
}

TEST(StrictReader, NamesThePlaceOfMalformedText) { expect_refused(malformed_texts()); }

TEST(StrictReader, RefusesWhatJsonAllowsButNobodyMeans) { expect_refused(well_formed_but_refused()); }

TEST(StrictReader, EveryCutOfATextIsRefused) {
  const std::string text = R"({"a":[1.5e3,"x\u00e9\n",true,null,{"b":{}}],"c":"\ud83d\ude00"})";
  document d;
  ASSERT_TRUE(d.read(text));
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(d.read(std::string_view(text).substr(0, length))) << length;
  }
}

TEST(StrictReader, LimitsAreTheCallers) {
  const limits tight{.depth = 2, .key_bytes = 3, .memory_bytes = 1024};
  document d;
  EXPECT_TRUE(d.read(R"({"abc":[1]})", tight));
  EXPECT_EQ(d.read(R"({"abc":[[1]]})", tight).error().path, "abc[0]");
  EXPECT_EQ(d.read(R"({"abcd":1})", tight).error().code, issue_code::too_long);
  EXPECT_EQ(d.read("[" + repeated("0,", 100) + "0]", tight).error().code, issue_code::too_costly);
}

TEST(StrictReader, ReadsAgainAfterAFault) {
  document d;
  EXPECT_FALSE(d.read("{"));
  const auto read = d.read(R"({"a":"b"})");
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)["a"].string(), "b");
}

} // namespace
