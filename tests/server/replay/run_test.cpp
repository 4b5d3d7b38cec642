// Whole runs over synthetic hospitals: what they count is what was put in, however the input lies and the work is cut.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "server/replay/shard_file.hpp"
#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using replaying::place;

std::filesystem::path hospital_in(const place& where, const hospital::wish& asked, const char* name = "export") {
  const auto directory = where / name;
  std::filesystem::create_directories(directory);
  hospital::write(asked, directory);
  return directory;
}

using cards = std::multiset<std::pair<cds::rule_id, cds::indicator>>;

cards shown_in(const replayed_order& order) {
  cards shown;
  for (const auto& rule : order.judged.rules)
    if (rule.shown) shown.emplace(rule.rule, *rule.urgency);
  return shown;
}

TEST(ReplayRun, EveryOrderBringsTheCardsOfItsHistory) {
  const place where;
  const hospital::wish asked;
  const auto truth = hospital::truth_of(asked);
  const auto summary = replaying::run(hospital_in(where, asked), where / "whole");
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_EQ(summary->counts.orders, truth.orders);
  EXPECT_EQ(summary->counts.patients, truth.patients_with_orders);
  EXPECT_EQ(summary->counts.refused, 0u);

  const auto whole = replaying::read(where / "whole");
  std::map<std::string, cards> found;
  for (const auto& order : whole.orders) found[order.order] = shown_in(order);
  ASSERT_EQ(found.size(), truth.each.size());
  for (const auto& expected : truth.each) {
    cards wanted;
    for (const auto& card : expected.cards) wanted.emplace(card.rule, card.indicator);
    ASSERT_TRUE(found.contains(expected.id)) << expected.id;
    EXPECT_EQ(found[expected.id].size(), wanted.size()) << expected.id;
    EXPECT_EQ(found[expected.id], wanted) << expected.id;
  }
}

} // namespace
