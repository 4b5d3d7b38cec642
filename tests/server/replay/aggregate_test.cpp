#include "server/replay/aggregate.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/server/replay/made_orders.hpp"

namespace server {
namespace {

using cds::indicator;
using cds::rule_id;
using cds::verdict;
using server_tests::made_orders;

const aggregate_options options{
    .sample = 3,
    .seed = 11,
    .groups = {{"Practitioner/001", "ward 1"}, {"Practitioner/002", "ward 2"}, {"Practitioner/003", "ward 1"}}};

aggregate counted_of(const std::vector<replayed_order>& orders) {
  aggregate sums(options);
  for (const auto& order : orders) sums.add(order);
  return sums;
}

/// The orders in so many parts, a patient whole in one of them.
std::vector<std::vector<replayed_order>> cut(const std::vector<replayed_order>& orders, std::size_t parts) {
  std::vector<std::vector<replayed_order>> cut(parts);
  for (const auto& order : orders) cut[std::hash<std::string>{}(order.patient) % parts].push_back(order);
  return cut;
}

TEST(Aggregate, PartsAddUpToTheWholeInAnySequence) {
  const auto orders = made_orders(150, 1, true);
  const auto whole = counted_of(orders).counted();
  ASSERT_GT(whole.all.cards, 50U);
  const auto parts = cut(orders, 3);
  std::vector<std::size_t> sequence = {0, 1, 2};
  do {
    auto left = counted_of(parts[sequence[0]]); // (a + b) + c
    left.merge(counted_of(parts[sequence[1]]));
    left.merge(counted_of(parts[sequence[2]]));
    auto tail = counted_of(parts[sequence[1]]); // a + (b + c)
    tail.merge(counted_of(parts[sequence[2]]));
    auto right = counted_of(parts[sequence[0]]);
    right.merge(std::move(tail));
    EXPECT_TRUE(left.counted() == whole);
    EXPECT_TRUE(right.counted() == whole);
  } while (std::next_permutation(sequence.begin(), sequence.end()));
}

TEST(Aggregate, NothingMergesIntoNothing) {
  auto empty = counted_of({});
  empty.merge(counted_of({}));
  EXPECT_TRUE(empty.counted() == counted_of({}).counted());
  const auto orders = made_orders(10, 2);
  empty.merge(counted_of(orders));
  EXPECT_TRUE(empty.counted() == counted_of(orders).counted());
}

TEST(Aggregate, GoesOnAfterLookingAndMerging) {
  const auto orders = made_orders(40, 3);
  aggregate sums(options);
  for (const auto& order : orders) {
    sums.add(order);
    (void)sums.counted();
  }
  EXPECT_TRUE(sums.counted() == counted_of(orders).counted());
}

replayed_order order_of(std::string patient, std::string id, std::vector<rule_result> rules) {
  replayed_order made{.patient = std::move(patient), .order = std::move(id)};
  made.day = cds::day(std::chrono::year(2025) / 3 / 30); // a Sunday
  made.prescriber = "Practitioner/001";
  made.agent = cds::agent::valacyclovir;
  made.judged.rules = std::move(rules);
  return made;
}

rule_result card(rule_id rule, indicator urgency, std::vector<suggested_deed> suggested = {}) {
  return {
      .rule = rule, .verdict = verdict::fired, .urgency = urgency, .shown = true, .suggested = std::move(suggested)};
}

const rule_counts& rule(const figures& counted, rule_id id) { return counted.rules[static_cast<std::size_t>(id)]; }

TEST(Aggregate, CountsCardsAndNotWhatWasHeldBack) {
  rule_result held = card(rule_id::regimen_check, indicator::info);
  held.shown = false;
  const auto counted =
      counted_of({order_of("a", "1", {card(rule_id::red_flag, indicator::critical), held}),
                  order_of("a", "2", {card(rule_id::red_flag, indicator::warning)}), order_of("b", "3", {})})
          .counted();
  EXPECT_EQ(counted.all.orders, 3U);
  EXPECT_EQ(counted.all.cards, 2U);
  EXPECT_EQ(counted.all.orders_with_cards, 2U);
  EXPECT_EQ(counted.all.by_urgency, (std::array<count, 3>{0, 1, 1}));
  EXPECT_EQ(rule(counted, rule_id::red_flag).patients, 1U);
  EXPECT_EQ(rule(counted, rule_id::regimen_check).fired, 1U);
  EXPECT_EQ(rule(counted, rule_id::regimen_check).shown(), 0U);
  EXPECT_EQ(counted.patients, 2U);
  EXPECT_EQ(counted.patients_by_cards, (std::map<int, count>{{0, 1}, {2, 1}}));
  EXPECT_EQ(counted.months.size(), 1U);
}

TEST(Aggregate, AWeekBeginsOnMonday) {
  auto sunday = order_of("a", "1", {card(rule_id::red_flag, indicator::critical)});
  auto monday = sunday;
  monday.order = "2";
  monday.day += std::chrono::days(1);
  const auto counted = counted_of({sunday, monday}).counted();
  const auto& weeks = counted.burden.at("Practitioner/001");
  ASSERT_EQ(weeks.size(), 2U);
  EXPECT_EQ(cds::to_text(weeks.begin()->first), "2025-03-24");
  EXPECT_EQ(cds::to_text(weeks.rbegin()->first), "2025-03-31");
}

TEST(Aggregate, WhatIsNotKnownIsInNoDenominator) {
  using enum happening;
  struct row {
    happening first, second;
    happened_counts any;
  };
  const row rows[] = {{yes, yes, {1, 0, 0}},     {yes, no, {1, 0, 0}},     {no, no, {0, 1, 0}},
                      {yes, unknown, {1, 0, 0}}, {no, unknown, {0, 0, 1}}, {unknown, unknown, {0, 0, 1}}};
  for (const auto& [first, second, any] : rows) {
    const auto counted = counted_of({order_of("a", "1",
                                              {card(rule_id::treatment_failure, indicator::warning,
                                                    {{deed::culture, first, {}}, {deed::referral, second, {}}})})})
                             .counted();
    EXPECT_TRUE(rule(counted, rule_id::treatment_failure).any == any) << name_of(first) << " " << name_of(second);
  }
}

TEST(Aggregate, ComparesOrderByOrder) {
  auto lost = order_of("a", "1", {card(rule_id::renal_dose, indicator::warning)});
  lost.compared.emplace();
  auto gained = order_of("b", "2", {});
  gained.compared.emplace().rules = {card(rule_id::renal_dose, indicator::critical)};
  auto other = order_of("c", "3", {card(rule_id::renal_dose, indicator::warning)});
  other.compared.emplace().rules = {card(rule_id::renal_dose, indicator::critical)};
  const auto counted = counted_of({lost, gained, other}).counted();
  const auto& renal = counted.rules_compared[static_cast<std::size_t>(rule_id::renal_dose)];
  EXPECT_EQ(rule(counted, rule_id::renal_dose).shown(), 2U);
  EXPECT_EQ(renal.after, 2U);
  EXPECT_EQ(renal.gained, 1U);
  EXPECT_EQ(renal.lost, 1U);
  EXPECT_EQ(renal.other_urgency, 1U);
  EXPECT_EQ(counted.compared->cards, 2U);
}

TEST(Aggregate, ListsForReviewByIdAndSeedAlone) {
  const auto orders = made_orders(200, 4);
  auto shuffled = orders;
  std::stable_sort(shuffled.begin(), shuffled.end(),
                   [](const auto& a, const auto& b) { return a.patient > b.patient; });
  const auto once = counted_of(orders).counted().review;
  EXPECT_TRUE(once == counted_of(shuffled).counted().review);
  const auto& quiet = once.kinds().at({review_reason::quiet, rule_id::count_});
  EXPECT_EQ(quiet.orders.size(), 3U);
  EXPECT_GT(quiet.among, 100U);
  aggregate other({.sample = 3, .seed = 12});
  for (const auto& order : orders) other.add(order);
  EXPECT_NE(other.counted().review.kinds().at({review_reason::quiet, rule_id::count_}).orders, quiet.orders);
}

TEST(Aggregate, SamplesNothingWhenAskedForNothing) {
  aggregate sums({.sample = 0});
  for (const auto& order : made_orders(20, 5)) sums.add(order);
  const auto counted = sums.counted();
  ASSERT_FALSE(counted.review.kinds().empty());
  for (const auto& [kind, sample] : counted.review.kinds()) EXPECT_TRUE(sample.orders.empty());
}

} // namespace
} // namespace server
