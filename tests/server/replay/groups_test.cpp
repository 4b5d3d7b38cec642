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

group_counts group(count orders, std::size_t prescribers, std::array<count, 3> by_urgency = {}) {
  group_counts made;
  made.all.orders = orders;
  made.all.by_urgency = by_urgency;
  made.all.cards = made.all.orders_with_cards = by_urgency[0] + by_urgency[1] + by_urgency[2];
  for (std::size_t i = 0; i < prescribers; ++i) made.prescribers.insert(std::to_string(i));
  return made;
}

/// `b 50 9`, orders and cards, and `b 50 9 (1 2 6)` where urgencies are told; `?` for what is not.
std::vector<std::string> told(const std::map<std::string, group_counts>& groups, bool identifying = false) {
  figures counted(0, 0);
  counted.groups = groups;
  std::vector<std::string> all;
  const auto text = [](const std::optional<count>& number) { return number ? std::to_string(*number) : "?"; };
  for (const auto& row : shown_groups(counted, identifying)) {
    auto line = row.name + " " + text(row.orders) + " " + text(row.orders_with_cards);
    const auto& [info, warning, critical] = row.by_urgency;
    if (info && warning && critical) line += " (" + text(critical) + " " + text(warning) + " " + text(info) + ")";
    all.push_back(line);
  }
  return all;
}

TEST(ShownGroups, TellNothingOfFewNorWhatItCouldBeHadFrom) {
  using list = std::vector<std::string>;
  struct row {
    std::map<std::string, group_counts> groups;
    list shown;
  };
  const row rows[] = {
      {{}, {}},
      {{{"a", group(5, 3)}, {"b", group(50, 9, {9, 0, 5})}}, {"a 5 0 (0 0 0)", "b 50 14 (5 0 9)"}},
      // a alone could be subtracted from the whole: c joins it
      {{{"a", group(4, 3)}, {"b", group(50, 9)}, {"c", group(7, 4)}},
       {"b 50 0 (0 0 0)", "small groups together 11 0 (0 0 0)"}},
      {{{"a", group(50, 2)}, {"b", group(50, 9)}, {"c", group(7, 1)}},
       {"b 50 0 (0 0 0)", "small groups together 57 0 (0 0 0)"}},
      {{{"a", group(2, 1)}, {"b", group(2, 1)}, {"c", group(9, 3)}}, {"c ? ?", "small groups together ? ?"}},
      {{{"a", group(2, 1)}}, {"small groups together ? ?"}},
      // 3 cards in a: they are not told, nor the 7 of b
      {{{"a", group(50, 9, {3, 0, 0})}, {"b", group(50, 9, {7, 0, 0})}, {"c", group(50, 9, {8, 0, 0})}},
       {"a 50 ?", "b 50 ?", "c 50 8"}},
      // one urgency of one group, and no urgency is told
      {{{"a", group(50, 9, {9, 3, 0})}, {"b", group(50, 9, {7, 8, 9})}}, {"a 50 12", "b 50 24"}},
  };
  for (const auto& [groups, shown] : rows) EXPECT_EQ(told(groups), shown);
}

TEST(ShownGroups, TellEverythingWhenAsked) {
  EXPECT_EQ(told({{"a", group(2, 1, {1, 0, 0})}, {"b", group(50, 9)}}, true),
            (std::vector<std::string>{"a 2 1 (0 0 1)", "b 50 0 (0 0 0)"}));
}

} // namespace
} // namespace server
