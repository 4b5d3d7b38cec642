// Groups of prescribers: the list, and what is told of small ones.
#include <gtest/gtest.h>

#include "server/replay/prescriber_groups.hpp"
#include "server/replay/shown_groups.hpp"

namespace server {
namespace {

TEST(PrescriberGroups, ReadsAList) {
  const auto read = read_prescriber_groups(
      "\xEF\xBB\xBFprescriber,group\r\nPractitioner/1,ward 1\r\n\r\nPractitioner/2,\"ward \"\"2\"\", east\"");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (prescriber_groups{{"Practitioner/1", "ward 1"}, {"Practitioner/2", "ward \"2\", east"}}));
}

TEST(PrescriberGroups, RefusesByLineAndRepeatsNothing) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "line 1 is not `prescriber,group`"},
      {"Practitioner/1,ward\n", "line 1 is not `prescriber,group`"},
      {"prescriber,group\nPractitioner/1\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,b\nPractitioner/1,\n", "line 3 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\n,ward\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,b,c\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,\"b\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,\"b\"c\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,b\"c\n", "line 2 is not a prescriber's reference, a comma and a group"},
      {"prescriber,group\na,b\na,c\n", "line 3 names a prescriber again"},
  };
  for (const auto& [csv, fault] : rows) {
    const auto read = read_prescriber_groups(csv);
    ASSERT_FALSE(read) << csv;
    EXPECT_EQ(read.error(), fault) << csv;
  }
}

group_counts group(count orders, std::size_t prescribers) {
  group_counts made;
  made.all.orders = orders;
  for (std::size_t i = 0; i < prescribers; ++i) made.prescribers.insert(std::to_string(i));
  return made;
}

std::vector<std::string> names(const std::vector<group_row>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.name + (row.told ? "" : " (untold)"));
  return all;
}

TEST(ShownGroups, AGroupOfFewIsNotTold) {
  using list = std::vector<std::string>;
  struct row {
    std::map<std::string, group_counts> groups;
    list shown;
  };
  const row rows[] = {
      {{}, {}},
      {{{"a", group(5, 3)}, {"b", group(50, 9)}}, {"a", "b"}},
      {{{"a", group(4, 3)}, {"b", group(50, 9)}, {"c", group(7, 4)}},
       {"b", "small groups together"}}, // c joins: a alone could be subtracted
      {{{"a", group(50, 2)}, {"b", group(50, 9)}, {"c", group(7, 1)}}, {"b", "small groups together"}},
      {{{"a", group(2, 1)}, {"b", group(2, 1)}, {"c", group(9, 3)}}, {"c", "small groups together (untold)"}},
      {{{"a", group(2, 1)}}, {"small groups together (untold)"}},
  };
  for (const auto& one : rows) {
    figures counted(0, 0);
    counted.groups = one.groups;
    EXPECT_EQ(names(shown_groups(counted, false)), one.shown);
    EXPECT_EQ(shown_groups(counted, true).size(), one.groups.size());
  }
}

TEST(ShownGroups, CountsFromOneToFourAreNotTold) {
  for (count number = 0; number < 8; ++number) {
    EXPECT_EQ(told(number, false).has_value(), number == 0 || number >= 5) << number;
    EXPECT_EQ(told(number, true), number);
  }
}

} // namespace
} // namespace server
