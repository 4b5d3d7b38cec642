// Every statement and every row of every table of the pathway has a test that shows it, and that test is written.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "cds/knowledge.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/written_tests.hpp"

namespace {

void number(std::set<std::string>& ids, const std::string& before, std::size_t last) {
  for (std::size_t i = 1; i <= last; ++i) ids.insert(before + std::to_string(i));
}

/// What must be traced: the tables of the guidance, and whatever rows the knowledge has.
std::set<std::string> demanded(const cds::knowledge& known) {
  std::set<std::string> ids;
  number(ids, "S", 24); // statements
  number(ids, "F", 5);  // rows of treatment-failure
  number(ids, "C", 16); // from recommendations to cards
  for (const auto& rule : known.rules) {
    ids.insert(std::string(cds::name_of(rule.id)));
    ids.insert(rule.statements.begin(), rule.statements.end());
  }
  for (const auto& regimen : known.regimens) {
    ids.insert(regimen.id);
    number(ids, regimen.renal_table + "/", regimen.bands.size());
  }
  number(ids, "foscarnet/", known.foscarnet.size());
  number(ids, "intravenous/", known.intravenous_acyclovir.size());
  return ids;
}

TEST(Traceability, EveryRowNamesATestThatExists) {
  const auto written = support::written_tests();
  auto rows = support::rows_of("traceability.csv");
  ASSERT_FALSE(rows.empty());
  ASSERT_EQ(rows.front(), (std::vector<std::string>{"id", "about", "statement", "test"}));
  rows.erase(rows.begin());
  std::set<std::string> ids;
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 4u) << "a row has four cells without commas: " << row.front();
    EXPECT_TRUE(ids.insert(row[0]).second) << "twice: " << row[0];
    EXPECT_FALSE(row[1].empty() || row[2].empty()) << row[0];
    EXPECT_TRUE(support::is_written(written, row[3])) << row[0] << " names no test: " << row[3];
  }
  for (const auto& id : demanded(support::embedded_knowledge()))
    EXPECT_TRUE(ids.contains(id)) << id << " is traced to no test";
}

TEST(Traceability, ATestThatIsNotWrittenIsSeen) {
  const auto written = support::written_tests();
  EXPECT_TRUE(support::is_written(written, "Vignette.ComesBackAsExpected/v11"));
  EXPECT_FALSE(support::is_written(written, "Vignette.ComesBackAsExpected/v99"));
  EXPECT_FALSE(support::is_written(written, "Vignette.ComesBackAsWished"));
}

} // namespace
