// Every requirement names the test that proves it, and that test exists.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/written_tests.hpp"

namespace {

TEST(Requirements, EachNamesATestThatExists) {
  const auto written = support::written_tests();
  ASSERT_TRUE(support::is_written(written, "Requirements.EachNamesATestThatExists"));
  auto rows = support::rows_of("conformance/requirements.csv");
  ASSERT_FALSE(rows.empty());
  ASSERT_EQ(rows.front(), (std::vector<std::string>{"id", "strength", "about", "requirement", "test"}));
  rows.erase(rows.begin());
  std::set<std::string> ids;
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 5u) << "a requirement has five cells without commas: " << row.front();
    const auto& id = row[0];
    EXPECT_TRUE(ids.insert(id).second) << "twice: " << id;
    EXPECT_TRUE(row[1] == "SHALL" || row[1] == "SHOULD" || row[1] == "house") << id;
    EXPECT_FALSE(row[2].empty() || row[3].empty()) << id;
    EXPECT_TRUE(support::is_written(written, row[4])) << id << " names no test: " << row[4];
  }
  EXPECT_GE(ids.size(), 190u);
}

} // namespace
