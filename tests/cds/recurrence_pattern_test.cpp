// recurrence-pattern: how many episodes, which suppression, and one lesion or new outbreaks.
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::told_order;
using support::valacyclovir;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto rule = cds::rule_id::recurrence_pattern;
constexpr told_order one_day{.drug = valacyclovir, .mg = 2000, .days = 1};

/// Healed episodes, a month apart, the latest a month ago.
void episodes(chart& c, int count) {
  for (int i = 1; i <= count; ++i)
    c.has({.code = "B00.1", .onset = -30 * i, .abated = 5 - 30 * i, .status = cds::condition::clinical::resolved});
}

/// The present episode and `before` healed ones; normal kidneys.
chart with(int count, const told_order& order = one_day) {
  auto told = chart().lip_lesion(0).creatinine(1).weight(84).order(order).for_lesion();
  episodes(told, count - 1);
  return told;
}

void clearance_25(chart& c) {
  without(c, cds::value_set::creatinine);
  c.creatinine(100.0 / 72 * 84 / 25);
}
void mild(chart& c) { c.has({.code = "D84.9"}); }
void pregnant(chart& c) { c.woman(31).has({.code = "Z33.1"}); }

TEST(RecurrencePattern, EpisodesAndTheSuppressionTheyCallFor) {
  struct row {
    std::string_view name;
    int episodes;
    std::function<void(chart&)> change;
    std::string_view offer; // empty: the rule is quiet; `-`: it speaks and proposes nothing
  };
  const auto same = [](chart&) {};
  for (const auto& at :
       std::initializer_list<row>{{"5", 5, same, ""},
                                  {"6", 6, same, "oral 500 mg every 24 hours for 90 days"},
                                  {"9", 9, same, "oral 500 mg every 24 hours for 90 days"},
                                  {"10", 10, same, "oral 1 g every 24 hours for 90 days"},
                                  {"6, compromised", 6, mild, "oral 500 mg every 12 hours for 90 days"},
                                  {"11, compromised", 11, mild, "oral 500 mg every 12 hours for 90 days"},
                                  {"9, clearance 25", 9, clearance_25, "oral 500 mg every 48 hours for 90 days"},
                                  {"11, clearance 25", 11, clearance_25, "oral 500 mg every 24 hours for 90 days"},
                                  {"11, compromised, clearance 25", 11,
                                   [](chart& c) {
                                     clearance_25(c);
                                     mild(c);
                                   },
                                   "oral 500 mg every 24 hours for 90 days"},
                                  {"11, pregnant", 11, pregnant, "-"},
                                  {"8, 65 years and no creatinine", 8,
                                   [](chart& c) {
                                     c.man(65);
                                     without(c, cds::value_set::creatinine);
                                   },
                                   "-"},
                                  {"8, no creatinine", 8, [](chart& c) { without(c, cds::value_set::creatinine); },
                                   "oral 500 mg every 24 hours for 90 days"}}) {
    auto told = with(at.episodes);
    at.change(told);
    EXPECT_EQ(ending(told, rule), at.offer.empty() ? "quiet" : "info") << at.name;
    const auto offered = offers(found(told, rule));
    if (at.offer.empty() || at.offer == "-") {
      EXPECT_THAT(offered, IsEmpty()) << at.name;
    } else {
      EXPECT_THAT(offered, testing::ElementsAre(std::string(at.offer))) << at.name;
    }
  }
}

TEST(RecurrencePattern, SuppressionIsNotOfferedBesideSuppression) {
  auto told = with(6);
  told.order({.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90}).for_lesion();
  EXPECT_EQ(ending(told, rule), "info");
  EXPECT_THAT(offers(found(told, rule)), IsEmpty());
  told.facts.drafts.back().drug.agent = cds::agent::none; // another drug for three months is no suppression
  EXPECT_THAT(offers(found(told, rule)), testing::SizeIs(1));
}

TEST(RecurrencePattern, WhatItSays) {
  const auto frequent = words(found(with(11), rule));
  EXPECT_THAT(frequent, HasSubstr("off-label for cold sores"));
  EXPECT_THAT(frequent, HasSubstr("review yearly"));
  EXPECT_THAT(frequent, Not(HasSubstr("75 %")));
  auto told = with(11);
  pregnant(told);
  EXPECT_THAT(words(found(told, rule)), HasSubstr("obstetrics"));
  EXPECT_THAT(found(told, rule).summary, Not(HasSubstr("suppression")));
  auto unknown = with(6);
  unknown.facts.requests = {};
  EXPECT_THAT(words(found(unknown, rule)), HasSubstr("immune status"));
}

TEST(RecurrencePattern, WhatCountsAsAnEpisode) {
  struct row {
    std::string_view name;
    int onset;
    std::string_view ending;
  };
  const auto healed = cds::condition::clinical::resolved;
  for (const auto& at : std::initializer_list<row>{{"365 days ago", -365, "info"},
                                                   {"366 days ago", -366, "quiet"},
                                                   {"7 days after another", -113, "info"},
                                                   {"6 days after another", -114, "quiet"}}) {
    auto told = with(5);
    told.has({.code = "B00.1", .onset = at.onset, .abated = at.onset + 1, .status = healed});
    EXPECT_EQ(ending(told, rule), at.ending) << at.name;
  }
  auto unconfirmed = with(6);
  unconfirmed.facts.conditions.items.back().unconfirmed = true;
  EXPECT_EQ(ending(unconfirmed, rule), "quiet");
  auto recorded = with(6);
  auto& last = recorded.facts.conditions.items.back();
  last.recorded = std::exchange(last.onset, std::nullopt);
  EXPECT_EQ(ending(recorded, rule), "info");
  auto by_year = with(6);
  auto& vague = by_year.facts.conditions.items.back().onset;
  vague->first -= std::chrono::days(5);
  EXPECT_EQ(ending(by_year, rule), "quiet");
}

TEST(RecurrencePattern, SuppressiveOrders) {
  struct row {
    double mg;
    int episodes;
    std::string_view ending;
    std::string_view offer = {};
  };
  for (const auto& at : std::initializer_list<row>{{500, 0, "quiet"},
                                                   {500, 1, "quiet"},
                                                   {500, 9, "quiet"},
                                                   {500, 10, "info", "change 1 g every 24 hours"},
                                                   {1000, 0, "quiet"},
                                                   {1000, 1, "info", "change 500 mg every 24 hours"},
                                                   {1000, 9, "info", "change 500 mg every 24 hours"},
                                                   {1000, 10, "quiet"},
                                                   {250, 10, "quiet"}}) {
    auto told = chart().creatinine(1).weight(84);
    told.order({.drug = valacyclovir, .mg = at.mg, .per_day = 1, .days = 90}).because("B00.1");
    episodes(told, at.episodes);
    EXPECT_EQ(ending(told, rule), at.ending) << at.mg << " mg with " << at.episodes;
    if (!at.offer.empty()) {
      EXPECT_THAT(offers(found(told, rule)), testing::ElementsAre(std::string(at.offer))) << at.mg;
    }
    auto weak = told;
    mild(weak);
    EXPECT_EQ(ending(weak, rule), "quiet") << "compromised, " << at.mg;
    auto expecting = told;
    pregnant(expecting);
    EXPECT_EQ(ending(expecting, rule), "quiet") << "pregnant, " << at.mg;
  }
}

TEST(RecurrencePattern, SuppressiveOrdersFollowTheKidneys) {
  auto ten = chart().weight(84).order({.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90}).because("B00.1");
  episodes(ten, 10);
  clearance_25(ten);
  EXPECT_EQ(ending(ten, rule), "quiet"); // already the row of 1 g once daily
  auto five = chart().weight(84).order({.drug = valacyclovir, .mg = 1000, .per_day = 1, .days = 90}).because("B00.1");
  episodes(five, 5);
  clearance_25(five);
  EXPECT_THAT(offers(found(five, rule)), testing::ElementsAre("change 500 mg every 48 hours"));
  auto unknown = chart().man(70).order({.drug = valacyclovir, .mg = 1000, .per_day = 1, .days = 90}).because("B00.1");
  episodes(unknown, 5);
  EXPECT_EQ(ending(unknown, rule), "info");
  EXPECT_THAT(offers(found(unknown, rule)), IsEmpty());
  EXPECT_THAT(words(found(unknown, rule)), HasSubstr("needed before any dose"));
}

TEST(RecurrencePattern, CoursesWithAndWithoutHealing) {
  const auto course = [](chart& c, int from) { c.dispensed({.drug = valacyclovir, .mg = 2000, .from = from}); };
  const auto healed = [](chart& c, int on) {
    c.has({.code = "B00.1", .onset = -70, .abated = on, .status = cds::condition::clinical::resolved});
  };
  const auto courses = [&](std::initializer_list<int> days) {
    return [&course, days = std::vector<int>(days)](chart& c) {
      for (int day : days) course(c, day);
    };
  };
  const auto and_healed = [&](std::initializer_list<int> days, int on) {
    return [=, all = courses(days)](chart& c) {
      all(c);
      healed(c, on);
    };
  };
  const auto base = chart().woman(34).lip_lesion(-20).order(one_day).for_lesion();
  expect_endings(rule, base,
                 {{"none", [](chart&) {}, "quiet"},
                  {"one", courses({-6}), "quiet"},
                  {"three", courses({-18, -12, -6}), "info"},
                  {"two, the first 60 days ago", courses({-60, -6}), "info"},
                  {"two, the first 61 days ago", courses({-61, -6}), "quiet"},
                  {"healed between", and_healed({-18, -6}, -9), "quiet"},
                  {"healed on the day of the last", and_healed({-18, -6}, -6), "quiet"},
                  {"healed before", and_healed({-18, -6}, -30), "info"},
                  {"healed after", and_healed({-18, -6}, -5), "quiet"},
                  {"healed after the first of three", and_healed({-40, -18, -6}, -30), "info"},
                  {"healed, nobody knows when",
                   [&](chart& c) {
                     courses({-18, -6})(c);
                     c.has({.code = "B00.1", .status = cds::condition::clinical::resolved});
                   },
                   "info"}});
  auto told = base;
  courses({-18, -12, -6})(told);
  const auto card = found(told, rule);
  EXPECT_THAT(offers(card), Contains("test 5859-4"));
  EXPECT_THAT(offers(card), Contains("oral 500 mg every 24 hours for 90 days"));
  EXPECT_THAT(offers(card), Not(Contains(HasSubstr("*"))));
  EXPECT_THAT(words(card), Not(HasSubstr("foscarnet")));
  auto tested = told;
  tested.service("5859-4", -1).service("73574-6", -1);
  EXPECT_THAT(offers(found(tested, rule)), Not(Contains(HasSubstr("test "))));
  auto expecting = told;
  expecting.has({.code = "Z33.1"});
  EXPECT_THAT(words(found(expecting, rule)), Not(HasSubstr("off-label for cold sores")));
  EXPECT_THAT(offers(found(expecting, rule)), Not(Contains(HasSubstr("oral"))));
}

TEST(RecurrencePattern, WhenItDoesNotSpeak) {
  const auto base = with(11);
  expect_endings(rule, base,
                 {{"an adult", [](chart&) {}, "info"},
                  {"17 years", [](chart& c) { c.man(17); }, "quiet"},
                  {"unspecified site",
                   [](chart& c) {
                     c.facts.drafts[0].conditions.clear();
                     c.because("B00.9");
                   },
                   "quiet"},
                  {"cream", [](chart& c) { c.facts.drafts[0].dosage.route = cds::route::topical; }, "quiet"},
                  {"treatment failure",
                   [](chart& c) {
                     c.facts.conditions.items[0].onset = support::on_day(-12);
                     c.given({.drug = valacyclovir, .mg = 1000, .from = -12, .days = 12});
                   },
                   "quiet"},
                  {"conditions unknown",
                   [](chart& c) {
                     c.facts.conditions = {};
                     c.facts.drafts[0].conditions.clear();
                     c.because("B00.1");
                   },
                   "not evaluable"}});
  expect_endings(rule, with(2), {{"dispenses unknown", [](chart& c) { c.facts.dispenses = {}; }, "not evaluable"}});
}

} // namespace
