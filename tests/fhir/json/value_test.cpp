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

TEST(JsonValue, TellsWhatIsWrittenInTheSameBytes) {
  const std::string many =
      R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":1,"k":2,"l":3,"m":4,"n":5,"o":6,"p":7,"q":8,"r":9})";
  const struct {
    std::string a, b;
    bool alike;
  } table[] = {
      {"{}", "{}", true},
      {R"({"a":1})", R"({"a":1})", true},
      {R"({"a":"x","b":[{"c":true},{"d":null}],"e":2.50})", R"({"a":"x","b":[{"c":true},{"d":null}],"e":2.50})", true},
      {R"({"a": ["x", {}, []] })", R"({"a": ["x", {}, []] })", true},
      {R"({"":1})", R"({"":1})", true},
      {many, many, true},
      {R"({"a":1})", R"({"a":2})", false},
      {R"({"a":1})", R"({"b":1})", false},
      {R"({"a":1})", R"({"a":12})", false},
      {R"({"a":1})", R"({"a":"1"})", false},
      {R"({"a":1})", R"({"a": 1})", false}, // may be said of what is alike
      {R"({"a":1,"b":2})", R"({"b":2,"a":1})", false},
      {R"({"a":1,"b":2})", R"({"a":1})", false},
      {R"({"a":[1,2]})", R"({"a":[1,3]})", false},
      {R"({"a":[1,2]})", R"({"a":[12]})", false},
      {R"({"a":[1],"b":2})", R"({"a":[1,2]})", false},
      {R"({"a":{"b":1}})", R"({"a":[{"b":1}]})", false},
      {R"({"a":"x","b":true})", R"({"a":"x","b":null})", false},
      {R"({"a":"x","b":true})", R"({"a":"x","b":false})", false},
      {R"({"a":[true,false]})", R"({"a":[false,true]})", false},
      {R"({"a":"x\n"})", R"({"a":"x\n"})", false}, // neither of escapes
      {R"({"a\n":1})", R"({"a\n":1})", false},
      {"[1]", "[1]", false}, // nor of what is no object
      {R"("a")", R"("a")", false},
  };
  for (const auto& row : table) {
    const auto text = R"({"first":)" + row.a + R"(,"second":)" + row.b + "}";
    document d;
    const auto root = d.read(text).value();
    EXPECT_EQ(root["first"].is_written_like(root["second"]), row.alike) << text;
    EXPECT_EQ(root["second"].is_written_like(root["first"]), row.alike) << text;
    EXPECT_FALSE(root["first"].is_written_like(root["absent"])) << text;
    EXPECT_FALSE(root["absent"].is_written_like(root["absent"]));
    document other;
    EXPECT_FALSE(root["first"].is_written_like(other.read(text).value()["second"])) << text;
  }
}

} // namespace
