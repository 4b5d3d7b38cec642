#include "fhir/json/writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using fhir::json::document;
using fhir::json::writer;

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  std::string out = "before ";
  writer w(out);
  w.begin_object().member("a", "x").member("b", 1).member("c", 5.5).member("d", true);
  w.name("e").begin_array().integer(1).begin_array().end_array().begin_object().end_object().null().end_array();
  EXPECT_FALSE(w.complete());
  w.name("f").begin_object().member("g", std::string("y")).end_object().name("h").raw(R"({"i":1})").end_object();
  EXPECT_TRUE(w.complete());
  EXPECT_EQ(out, R"(before {"a":"x","b":1,"c":5.5,"d":true,"e":[1,[],{},null],"f":{"g":"y"},"h":{"i":1}})");
}

TEST(JsonWriter, NumbersAreShortestAndPlain) {
  struct {
    double v;
    std::string_view text;
  } const cases[] = {
      {0, "0"},
      {5.5, "5.5"},
      {1000, "1000"},
      {0.1, "0.1"},
      {-1950, "-1950"},
      {1e21, "1000000000000000000000"},
      {1.0 / 3, "0.3333333333333333"},
      {0.000001, "0.000001"},
  };
  for (const auto& c : cases) {
    std::string out;
    writer(out).number(c.v);
    EXPECT_EQ(out, c.text);
  }
  for (const double v : {std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min()}) {
    std::string out;
    writer(out).number(v);
    document d;
    EXPECT_EQ(d.read(out).value().number(), v);
  }
}

TEST(JsonWriter, EscapesWhatWouldBreakTheText) {
  struct {
    std::string text, written;
  } const cases[] = {
      {"", R"("")"},
      {"plain \xC3\xA9 \xF0\x9F\x98\x80", "\"plain \xC3\xA9 \xF0\x9F\x98\x80\""},
      {"\"\\/", R"("\"\\/")"},
      {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
      {std::string("\0\x01\x1F\x7F", 4), R"("\u0000\u0001\u001f\u007f")"},
      {"a\xE2\x80\xA8\xE2\x80\xA9z", R"("a\u2028\u2029z")"},
      {"a\xFF z\xC3", "\"a\xEF\xBF\xBD z\xEF\xBF\xBD\""},
  };
  for (const auto& c : cases) {
    std::string out;
    writer(out).string(c.text);
    EXPECT_EQ(out, c.written);
  }
}

TEST(JsonWriter, RewritesADocumentAsItWas) {
  const std::string_view texts[] = {
      R"({"z":1.00,"a":[1e2,-0,0.10,123456789012345678901234567890],"m":{"x":[],"y":{}},"n":null,"t":true,"f":false})",
      R"(["\"\\\b\f\n\r\t\u0001\u2028",""])",
      "\"\xC3\xA9\"",
      "7",
  };
  for (const auto text : texts) {
    document d;
    std::string out;
    writer(out).value(d.read(text).value());
    EXPECT_EQ(out, text);
  }
}

TEST(JsonWriter, WrongUseIsABrokenInvariant) {
  std::string out;
  const std::vector<std::function<void()>> wrong = {
      [&] { writer(out).begin_object().string("no name"); },
      [&] { writer(out).begin_object().name("a").name("b"); },
      [&] { writer(out).begin_object().name("a").end_object(); },
      [&] { writer(out).begin_array().name("a"); },
      [&] { writer(out).begin_array().end_object(); },
      [&] { writer(out).end_array(); },
      [&] { writer(out).integer(1).integer(2); },
      [&] { writer(out).value(fhir::json::value()); },
      [&] { writer(out).number(std::numeric_limits<double>::infinity()); },
      [&] { writer(out).number(std::nan("")); },
  };
  for (std::size_t i = 0; i < wrong.size(); ++i) EXPECT_THROW(wrong[i](), std::logic_error) << i;
}

} // namespace
