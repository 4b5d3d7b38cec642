#include "server/store/export.hpp"

#include <gtest/gtest.h>

#include "tests/server/store/support/samples.hpp"

namespace {

using server::csv_cell;
using server::feedback_row;

feedback_row known_row() {
  return {.card = "c1",
          .known = true,
          .rule = "renal-dose",
          .rule_version = "1.0.0",
          .user = "Practitioner/p1",
          .encounter = "Encounter/e1",
          .outcome = "accepted",
          .suggestions = {{"s1", "change-dosage"}, {"s2", ""}},
          .reason = {},
          .comment = {},
          .date = "2026-01-05T12:00:00+02:00",
          .client = "ward",
          .service = "antiviral-order-sign",
          .received = "2026-01-05T10:00:01Z"};
}

feedback_row unknown_row() {
  return {.card = "c2",
          .known = false,
          .rule = {},
          .rule_version = {},
          .user = {},
          .encounter = {},
          .outcome = "overridden",
          .suggestions = {},
          .reason = {"expert-contradicts", "urn:reasons", ""},
          .comment = "he said \"no\",\r\nthen left",
          .date = "2026-01-05T12:00:00Z",
          .client = "ward",
          .service = "antiviral-order-sign",
          .received = "2026-01-05T12:00:01Z"};
}

TEST(Export, QuotesEveryCellAndDisarmsFormulas) {
  const struct {
    std::string text;
    std::string cell;
  } table[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"a,b;c", R"("a,b;c")"},
      {R"(say "so")", R"("say ""so""")"},
      {"two\r\nlines", "\"two\r\nlines\""},
      {"=1+1", R"("'=1+1")"},
      {"+49 30", R"("'+49 30")"},
      {"-1", R"("'-1")"},
      {"@SUM(A1)", "\"'@SUM(A1)\""},
      {"  =1", R"("'  =1")"},
      {"\t=1", "\"'\t=1\""},
      {"\r=1", "\"'\r=1\""},
      {"\n=1", "\"'\n=1\""},
      {"=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
      {"\uFF1D1", "\"'\uFF1D1\""},
      {"\uFF0B1", "\"'\uFF0B1\""},
      {"\uFF0D1", "\"'\uFF0D1\""},
      {"\uFF201", "\"'\uFF201\""},
      {"a=1", R"("a=1")"},
      {"2026-01-05", R"("2026-01-05")"},
      {"red \x1b[31m", R"("red  [31m")"},
      {"\x7f", R"(" ")"},
      {"\u00fcber", "\"\u00fcber\""},
  };
  for (const auto& row : table) EXPECT_EQ(csv_cell(row.text), row.cell) << row.text;
}

TEST(Export, WritesLinesOfEqualLengthWithTheSixFields) {
  EXPECT_EQ(server::csv_head(),
            R"("rule","rule_version","card","known_card","action","suggestions","reason_code","reason_system",)"
            R"("reason_display","comment","user","date","encounter","client","service","received")"
            "\r\n");
  EXPECT_EQ(server::csv_line(known_row()),
            R"("renal-dose","1.0.0","c1","yes","accepted","change-dosage unknown","","","","","Practitioner/p1",)"
            R"("2026-01-05T12:00:00+02:00","Encounter/e1","ward","antiviral-order-sign","2026-01-05T10:00:01Z")"
            "\r\n");
  EXPECT_EQ(server::csv_line(unknown_row()),
            R"("","","c2","no","overridden","","expert-contradicts","urn:reasons","","he said ""no"",)"
            "\r\n"
            R"(then left","","2026-01-05T12:00:00Z","","ward","antiviral-order-sign","2026-01-05T12:00:01Z")"
            "\r\n");
}

TEST(Export, WritesJsonWithWhatIsKnownAndGiven) {
  EXPECT_EQ(server::ndjson_line(known_row()),
            R"({"intervention":{"rule":"renal-dose","ruleVersion":"1.0.0","card":"c1","knownCard":true},)"
            R"("action":{"outcome":"accepted","suggestions":[{"id":"s1","kind":"change-dosage"},{"id":"s2"}]},)"
            R"("user":"Practitioner/p1","date":"2026-01-05T12:00:00+02:00",)"
            R"("location":{"encounter":"Encounter/e1","client":"ward"},)"
            R"("service":"antiviral-order-sign","received":"2026-01-05T10:00:01Z"})"
            "\n");
  EXPECT_EQ(server::ndjson_line(unknown_row()),
            R"({"intervention":{"card":"c2","knownCard":false},"action":{"outcome":"overridden"},)"
            R"("feedback":{"reason":{"code":"expert-contradicts","system":"urn:reasons"},)"
            R"("comment":"he said \"no\",\r\nthen left"},"date":"2026-01-05T12:00:00Z",)"
            R"("location":{"client":"ward"},"service":"antiviral-order-sign","received":"2026-01-05T12:00:01Z"})"
            "\n");
}

} // namespace
