#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"

namespace {

using fhir::json::document;
using fhir::json::kind;
using fhir::json::value;

struct number_case {
  std::string_view text;
  double number;
  std::optional<std::int64_t> integer;
};

TEST(JsonValue, NumbersKeepTheirText) {
  const number_case cases[] = {
      {"0", 0, 0},
      {"-0", -0.0, 0},
      {"1.00", 1, std::nullopt},
      {"1e2", 100, std::nullopt},
      {"5.5", 5.5, std::nullopt},
      {"0.1", 0.1, std::nullopt},
      {"-17", -17, -17},
      {"9223372036854775807", 9223372036854775807.0, std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854775808", -9223372036854775808.0, std::numeric_limits<std::int64_t>::min()},
      {"9223372036854775808", 9223372036854775808.0, std::nullopt},
      {"123456789012345678901234567890", 123456789012345678901234567890.0, std::nullopt},
      {"1.7976931348623157e308", std::numeric_limits<double>::max(), std::nullopt},
      {"8.41100000000000033e-1", 0.841100000000000033, std::nullopt},
      {"1e-400", 0, std::nullopt},
      {"0e400", 0, std::nullopt},
  };
  for (const auto& c : cases) {
    document d;
    for (const auto& text : {std::string(c.text), "[" + std::string(c.text) + " ]"}) {
      const auto root = d.read(text).value();
      const auto v = root.is(kind::array) ? root[0] : root;
      EXPECT_EQ(v.number_text(), c.text);
      EXPECT_EQ(v.number(), c.number) << c.text;
      EXPECT_EQ(v.integer(), c.integer) << c.text;
    }
  }
}

TEST(JsonValue, WrongKindsGiveNothing) {
  const std::string text = R"({"n":null,"b":true,"i":1,"s":"1","a":[1],"o":{"x":1}})";
  document d;
  const auto root = d.read(text).value();
  std::vector<value> all{value(), root["absent"], root["a"]["x"], root["o"][0], root["s"]["x"], root["a"][1]};
  for (const auto& absent : all) {
    EXPECT_FALSE(absent);
    EXPECT_EQ(absent, value());
  }
  for (const auto member : root) all.push_back(member);
  for (const auto& v : all) {
    EXPECT_EQ(v.is(kind::string), v.string().has_value());
    EXPECT_EQ(v.is(kind::boolean), v.boolean().has_value());
    EXPECT_EQ(v.is(kind::number), v.number_text().has_value());
    EXPECT_EQ(v.is(kind::number), v.number().has_value());
    EXPECT_EQ(v.is(kind::number), v.integer().has_value());
    EXPECT_EQ(v.is(kind::array) || v.is(kind::object), v.begin() != v.end());
    EXPECT_EQ(v.size(), v.is(kind::array) || v.is(kind::object) ? 1u : 0u);
  }
  EXPECT_TRUE(root["n"].is_null());
  EXPECT_EQ(root["b"].boolean(), true);
  EXPECT_EQ(std::string(name_of(root["o"].kind())), "object");
}

TEST(JsonValue, StringsAreUnescaped) {
  struct {
    std::string_view text, content;
  } const cases[] = {
      {R"("")", ""},
      {R"("plain")", "plain"},
      {R"("a\"b\\c\/d")", "a\"b\\c/d"},
      {R"("\b\f\n\r\t")", "\b\f\n\r\t"},
      {R"("\u00e9\u20AC\ud83d\ude00")", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {"\"\xC3\xA9 \\n \xE2\x82\xAC\"", "\xC3\xA9 \n \xE2\x82\xAC"},
  };
  document d;
  for (const auto& c : cases) EXPECT_EQ(d.read(c.text).value().string(), c.content) << c.text;
}

TEST(JsonValue, LongStringsWithEscapesComeOutWhole) {
  std::string text = "[\"";
  std::string content;
  for (int i = 0; i < 20000; ++i) {
    text += i % 7 == 0 ? "\\n" : i % 11 == 0 ? "\xE2\x82\xAC" : "x";
    content += i % 7 == 0 ? "\n" : i % 11 == 0 ? "\xE2\x82\xAC" : "x";
  }
  text += "\",\"after\"]";
  document d;
  const auto root = d.read(text).value();
  EXPECT_EQ(root[0].string(), content);
  EXPECT_EQ(root[1].string(), "after");
}

TEST(JsonValue, IteratesInTheOrderWritten) {
  const std::string text = R"({"z":1,"a":{"deep":[1,2]},"m":[],"\u0062":"x"})";
  document d;
  const auto root = d.read(text).value();
  std::vector<std::string> names;
  for (const auto member : root) names.emplace_back(member.name());
  EXPECT_EQ(names, (std::vector<std::string>{"z", "a", "m", "b"}));
  std::vector<double> items;
  for (const auto item : root["a"]["deep"]) items.push_back(*item.number());
  EXPECT_EQ(items, (std::vector<double>{1, 2}));
  EXPECT_EQ(root["a"]["deep"][0].name(), "");
  EXPECT_EQ(root.name(), "");
}

TEST(JsonValue, PathsLeadBack) {
  const std::string text = R"({"context":{"draftOrders":{"entry":[{"resource":{"_status":1}},{"odd name":[[5]]}]}}})";
  document d;
  const auto root = d.read(text).value();
  const auto entry = root["context"]["draftOrders"]["entry"];
  EXPECT_EQ(root.path(), "");
  EXPECT_EQ(entry[0]["resource"]["_status"].path(), "context.draftOrders.entry[0].resource._status");
  EXPECT_EQ(entry[1]["odd name"][0][0].path(), "context.draftOrders.entry[1].?[0][0]");
  EXPECT_EQ(entry[0].path_of("fullUrl"), "context.draftOrders.entry[0].fullUrl");
  EXPECT_EQ(root.path_of("hook"), "hook");
  EXPECT_EQ(value().path(), "");
}

/// Containers around the size at which they get an index.
TEST(JsonValue, FindsMembersAndItemsAtEverySize) {
  for (const std::size_t n : {0u, 1u, 15u, 16u, 17u, 18u, 100u, 1000u}) {
    std::string text = R"({"o":{)";
    for (std::size_t i = 0; i < n; ++i)
      text += (i ? ",\"" : "\"") + ("k" + std::to_string(i)) + "\":[" + std::to_string(i) + "]";
    text += R"(},"a":[)";
    for (std::size_t i = 0; i < n; ++i) text += (i ? ",{\"i\":" : "{\"i\":") + std::to_string(i) + "}";
    text += "]}";
    document d;
    const auto root = d.read(text).value();
    EXPECT_EQ(root["o"].size(), n);
    EXPECT_EQ(root["a"].size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto name = "k" + std::to_string(i);
      const auto index = static_cast<std::int64_t>(i);
      EXPECT_EQ(root["o"][name][0].integer(), index);
      EXPECT_EQ(root["o"][name].path(), "o." + name);
      EXPECT_EQ(root["a"][i]["i"].integer(), index);
      EXPECT_EQ(root["a"][i].path(), "a[" + std::to_string(i) + "]");
    }
    EXPECT_FALSE(root["o"]["k" + std::to_string(n)]);
    EXPECT_FALSE(root["o"][""]);
    EXPECT_FALSE(root["a"][n]);
  }
}

TEST(JsonValue, IdsTellElementsApart) {
  document d;
  const auto root = d.read(R"([1,1,{"a":1}])").value();
  EXPECT_EQ(root[0].id(), root[0].id());
  EXPECT_NE(root[0].id(), root[1].id());
  EXPECT_NE(root[2].id(), root[2]["a"].id());
  EXPECT_EQ(root[0], *root.begin());
  EXPECT_NE(root[0], root[1]);
}

} // namespace
