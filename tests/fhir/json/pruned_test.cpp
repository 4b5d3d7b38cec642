#include "fhir/json/pruned.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using fhir::json::document;

TEST(Pruned, LeavesOutMembersThatSayNothing) {
  struct {
    std::string_view text, pruned;
  } const cases[] = {
      {R"({"a":1,"b":null,"c":"","d":[],"e":{}})", R"({"a":1})"},
      {R"({"a":{"b":{"c":[null,{"d":""}]}},"e":false,"f":0})", R"({"e":false,"f":0})"},
      {R"({"given":["a",null],"_given":[null,{"id":"x","extension":[]}]})",
       R"({"given":["a",null],"_given":[null,{"id":"x"}]})"},
      {R"([{"a":null,"b":1.0},"",[]])", R"([{"b":1.0},"",[]])"},
      {R"({"a":[]})", "{}"},
  };
  for (const auto& c : cases) {
    document d;
    std::string out;
    fhir::json::writer w(out);
    fhir::json::write_pruned(w, d.read(c.text).value());
    EXPECT_EQ(out, c.pruned);
  }
}

TEST(Pruned, CondensesItemsOfArraysToo) {
  const struct {
    std::string_view text, condensed;
  } cases[] = {
      {R"({"a":[1,null,{},"",[[]],2],"b":null,"c":{"d":[{"e":""}]}})", R"({"a":[1,2]})"},
      {R"([null,{"a":false},[0,""]])", R"([{"a":false},[0]])"},
      {R"({"coding":[null,{"code":"x","display":""}],"text":"1.0"})", R"({"coding":[{"code":"x"}],"text":"1.0"})"},
      {"7", "7"},
  };
  for (const auto& c : cases) {
    fhir::json::document d;
    std::string out;
    fhir::json::writer w(out);
    fhir::json::write_condensed(w, d.read(c.text).value());
    EXPECT_EQ(out, c.condensed);
  }
}

TEST(Pruned, AnAbsentMemberIsEmpty) {
  document d;
  const auto root = d.read(R"({"a":{"b":[""]},"c":true})").value();
  EXPECT_TRUE(is_empty(root["x"]));
  EXPECT_TRUE(is_empty(root["a"]));
  EXPECT_FALSE(is_empty(root["c"]));
  EXPECT_FALSE(is_empty(root));
}

} // namespace
