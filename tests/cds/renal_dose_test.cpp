// renal-dose: each row of each table at, below and above its boundary, and what happens without a clearance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::acyclovir;
using support::famciclovir;
using support::told_order;
using support::valacyclovir;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto rule = cds::rule_id::renal_dose;

/// Man of 40, 72 kg: the clearance is 100 / creatinine mL/min.
chart with(const told_order& order, double clearance, bool compromised = false) {
  auto told = chart().lip_lesion(0).weight(72).creatinine(100 / clearance).order(order).for_lesion();
  if (compromised) told.has({.code = "D84.9"});
  return told;
}

constexpr told_order one_day{.drug = valacyclovir, .mg = 2000, .days = 1};

struct row {
  double clearance;
  std::string_view ending;
  std::string_view offer = {};
};

void expect_rows(std::string_view name, const told_order& order, bool compromised,
                 const std::initializer_list<row>& rows) {
  for (const auto& at : rows) {
    const auto told = with(order, at.clearance, compromised);
    EXPECT_EQ(ending(told, rule), at.ending) << name << " at " << at.clearance;
    const auto offered = offers(found(told, rule));
    if (at.offer.empty()) {
      EXPECT_THAT(offered, IsEmpty()) << name << " at " << at.clearance;
    } else {
      EXPECT_THAT(offered, testing::ElementsAre(std::string(at.offer))) << name << " at " << at.clearance;
    }
  }
}

TEST(RenalDose, ValacyclovirForOneDay) {
  expect_rows("2 g twice", one_day, false,
              {{50, "quiet"},
               {49.9, "warning", "change 1 g every 12 hours for 1 day"},
               {30, "warning", "change 1 g every 12 hours for 1 day"},
               {29.9, "warning", "change 500 mg every 12 hours for 1 day"},
               {10, "warning", "change 500 mg every 12 hours for 1 day"},
               {9.9, "critical", "change 500 mg once"}});
  expect_rows("1 g twice", {.drug = valacyclovir, .mg = 1000, .days = 1}, false,
              {{60, "quiet"},
               {49.9, "quiet"},
               {30, "quiet"},
               {29.9, "warning", "change 500 mg every 12 hours for 1 day"},
               {9.9, "critical", "change 500 mg once"}});
  expect_rows("500 mg twice", {.drug = valacyclovir, .mg = 500, .days = 1}, false,
              {{49.9, "quiet"}, {29.9, "quiet"}, {10, "quiet"}, {9.9, "critical", "change 500 mg once"}});
  expect_rows("500 mg once", {.drug = valacyclovir, .mg = 500, .per_day = 1, .once = true}, false,
              {{60, "quiet"}, {29.9, "quiet"}, {9.9, "quiet"}, {5, "quiet"}});
  expect_rows("2 g twice for a week", {.drug = valacyclovir, .mg = 2000, .days = 7}, false,
              {{50, "quiet"}, {49.9, "warning", "change 1 g every 12 hours for 1 day"}});
}

TEST(RenalDose, ValacyclovirCourses) {
  expect_rows("1 g twice", {.drug = valacyclovir, .mg = 1000, .days = 7}, true,
              {{30, "quiet"},
               {29.9, "warning", "change 1 g every 24 hours for 7 days"},
               {10, "warning", "change 1 g every 24 hours for 7 days"},
               {9.9, "warning", "change 500 mg every 24 hours for 7 days"}});
  expect_rows("its row from 10 to 29", {.drug = valacyclovir, .mg = 1000, .per_day = 1, .days = 7}, true,
              {{29.9, "quiet"}, {10, "quiet"}, {9.9, "warning", "change 500 mg every 24 hours for 7 days"}});
  expect_rows("its row below 10", {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 7}, true,
              {{29.9, "quiet"}, {9.9, "quiet"}});
}

TEST(RenalDose, SuppressiveValacyclovir) {
  const told_order low{.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90};
  expect_rows("500 mg once", low, false, {{30, "quiet"}, {29.9, "warning", "change 500 mg every 48 hours"}});
  expect_rows("1 g once", {.drug = valacyclovir, .mg = 1000, .per_day = 1, .days = 90}, false,
              {{30, "quiet"}, {29.9, "warning", "change 500 mg every 24 hours"}});
  expect_rows("500 mg every 48 hours", {.drug = valacyclovir, .mg = 500, .per_day = 0.5, .days = 90}, false,
              {{30, "quiet"}, {29.9, "quiet"}});
  expect_rows("500 mg twice", {.drug = valacyclovir, .mg = 500, .days = 90}, true,
              {{30, "quiet"}, {29.9, "warning", "change 500 mg every 24 hours"}});
  expect_rows("its row", low, true, {{29.9, "quiet"}});
}

/// Ten episodes call for 1 g a day; below 30 mL/min that is 500 mg a day.
TEST(RenalDose, TheReducedHigherSuppressionIsNoError) {
  auto told = with({.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90}, 25);
  for (int i = 1; i <= 10; ++i)
    told.has({.code = "B00.1", .onset = -30 * i, .abated = 5 - 30 * i, .status = cds::condition::clinical::resolved});
  EXPECT_EQ(ending(told, rule), "quiet");
}

TEST(RenalDose, Famciclovir) {
  const auto single = [](double mg) { return told_order{.drug = famciclovir, .mg = mg, .per_day = 1, .once = true}; };
  expect_rows("1500 mg", single(1500), false,
              {{60, "quiet"},
               {59.9, "warning", "change 750 mg once"},
               {40, "warning", "change 750 mg once"},
               {39.9, "warning", "change 500 mg once"},
               {20, "warning", "change 500 mg once"},
               {19.9, "warning", "change 250 mg once"},
               {10, "warning", "change 250 mg once"},
               {9.9, "critical", "change 250 mg once"}});
  expect_rows("750 mg", single(750), false, {{59.9, "quiet"}, {40, "quiet"}, {39.9, "warning", "change 500 mg once"}});
  expect_rows("500 mg", single(500), false, {{39.9, "quiet"}, {20, "quiet"}, {19.9, "warning", "change 250 mg once"}});
  expect_rows("250 mg", single(250), false, {{19.9, "quiet"}, {9.9, "quiet"}});
  expect_rows("500 mg twice", {.drug = famciclovir, .mg = 500, .days = 7}, true,
              {{40, "quiet"},
               {39.9, "warning", "change 500 mg every 24 hours for 7 days"},
               {20, "warning", "change 500 mg every 24 hours for 7 days"},
               {19.9, "warning", "change 250 mg every 24 hours for 7 days"}});
  expect_rows("250 mg twice for good", {.drug = famciclovir, .mg = 250, .days = 90}, false,
              {{40, "quiet"},
               {39.9, "warning", "change 125 mg every 12 hours"},
               {20, "warning", "change 125 mg every 12 hours"},
               {19.9, "warning", "change 125 mg every 24 hours"}});
}

TEST(RenalDose, AcyclovirByMouth) {
  expect_rows("five times", {.drug = acyclovir, .mg = 400, .per_day = 5, .days = 5}, false,
              {{10.1, "quiet"},
               {10, "warning", "change 200 mg every 12 hours for 5 days"},
               {9.9, "critical", "change 200 mg every 12 hours for 5 days"}});
  expect_rows("one day of it", {.drug = acyclovir, .mg = 400, .per_day = 5, .days = 1}, false,
              {{10.1, "quiet"}, {10, "warning", "change 200 mg every 12 hours for 5 days"}});
  expect_rows("three times", {.drug = acyclovir, .mg = 400, .per_day = 3, .days = 7}, true,
              {{10.1, "quiet"}, {10, "warning", "change 200 mg every 12 hours for 7 days"}});
  expect_rows("twice for good", {.drug = acyclovir, .mg = 400, .days = 90}, false,
              {{10.1, "quiet"}, {10, "warning", "change 200 mg every 12 hours"}});
  expect_rows("a dose no table has, healthy kidneys", {.drug = acyclovir, .mg = 800, .per_day = 3, .days = 7}, false,
              {{100, "quiet"}, {9.9, "critical", "change 200 mg every 12 hours for 5 days"}});
}

TEST(RenalDose, AcyclovirByVein) {
  struct given {
    double per_day, clearance;
    std::string_view ending;
  };
  for (const auto& at : std::initializer_list<given>{{3, 50.1, "quiet"},
                                                     {4, 100, "warning"},
                                                     {3, 50, "warning"},
                                                     {2, 50, "quiet"},
                                                     {2, 25, "quiet"},
                                                     {2, 24.9, "warning"},
                                                     {1, 24.9, "quiet"},
                                                     {1, 10, "quiet"},
                                                     {2, 9.9, "warning"},
                                                     {1, 9.9, "not evaluable"}})
    EXPECT_EQ(
        ending(with({.drug = support::acyclovir_infusion, .mg = 360, .per_day = at.per_day, .days = 7}, at.clearance),
               rule),
        at.ending)
        << at.per_day << " times a day at " << at.clearance;
  auto told = with({.drug = support::acyclovir_infusion, .mg = 360, .per_day = 3, .days = 7}, 40);
  EXPECT_THAT(words(found(told, rule)), HasSubstr("every 12 hours"));
  told.facts.drafts[0].dosage.times_per_day.reset();
  EXPECT_EQ(ending(told, rule), "not evaluable");
  told.facts.hook = cds::hook::order_select;
  EXPECT_EQ(ending(told, rule), "quiet");
}

TEST(RenalDose, WithoutAClearance) {
  const auto base = chart().lip_lesion(0).weight(72).order(one_day).for_lesion();
  const cds::medication::state active = cds::medication::state::active;
  expect_endings(
      rule, base,
      {{"nothing speaks of bad kidneys", [](chart&) {}, "quiet"},
       {"64 years", [](chart& c) { c.man(64); }, "quiet"},
       {"65 years", [](chart& c) { c.man(65); }, "not evaluable"},
       {"kidney disease", [](chart& c) { c.has({.code = "N18.30"}); }, "not evaluable"},
       {"dialysis", [](chart& c) { c.has({.code = "Z99.2"}); }, "not evaluable"},
       {"a nephrotoxic drug",
        [&](chart& c) {
          c.requested({.drug = support::tenofovir, .per_day = 1, .from = -9, .days = 0, .status = active});
        },
        "not evaluable"},
       {"cidofovir",
        [&](chart& c) {
          c.requested({.drug = support::cidofovir, .per_day = 1, .from = -9, .days = 0, .status = active});
        },
        "not evaluable"},
       {"a nephrotoxic drug of last year",
        [](chart& c) { c.dispensed({.drug = support::tenofovir, .per_day = 1, .from = -300, .days = 30}); }, "quiet"},
       {"creatinine of 365 days", [](chart& c) { c.creatinine(5, 24 * 365); }, "warning"},
       {"creatinine of 366 days", [](chart& c) { c.creatinine(5, 24 * 366); }, "quiet"},
       {"65 years, creatinine of 90 days", [](chart& c) { c.man(65).creatinine(5, 24 * 90); }, "warning"},
       {"65 years, creatinine of 91 days", [](chart& c) { c.man(65).creatinine(5, 24 * 91); }, "not evaluable"},
       {"no weight, 65 years",
        [](chart& c) {
          c.man(65).creatinine(5);
          without(c, cds::value_set::body_weight);
        },
        "not evaluable"},
       {"creatinine of 5, vital signs not supplied",
        [](chart& c) {
          c.creatinine(5);
          c.facts.vitals = {};
        },
        "not evaluable"},
       {"sex unknown, 65 years",
        [](chart& c) {
          c.man(65).creatinine(5);
          c.facts.patient.sex = cds::sex::unknown;
        },
        "not evaluable"}});
}

TEST(RenalDose, AWomanHasLessForTheSameCreatinine) {
  auto told = chart().lip_lesion(0).weight(72).creatinine(1.9).order(one_day).for_lesion();
  EXPECT_EQ(ending(told, rule), "quiet");             // 52.6 mL/min
  EXPECT_EQ(ending(told.woman(40), rule), "warning"); // 44.7 mL/min
}

TEST(RenalDose, MeasuredClearanceWinsWhenNewer) {
  auto told = chart().lip_lesion(0).weight(72).creatinine(1, 48).order(one_day).for_lesion();
  EXPECT_EQ(ending(told, rule), "quiet");
  auto newer = told;
  newer.lab("2164-2", 29, cds::unit::millilitre_per_minute, 24);
  EXPECT_EQ(ending(newer, rule), "warning");
  EXPECT_THAT(words(found(newer, rule)), HasSubstr("measured"));
  auto older = told;
  older.lab("2164-2", 29, cds::unit::millilitre_per_minute, 72);
  EXPECT_EQ(ending(older, rule), "quiet");
}

TEST(RenalDose, WhomAndWhatItIsAbout) {
  const auto base = with(one_day, 20);
  expect_endings(
      rule, base,
      {{"an adult", [](chart&) {}, "warning"},
       {"a minor", [](chart& c) { c.man(17); }, "quiet"},
       {"unspecified site",
        [](chart& c) {
          c.facts.drafts[0].conditions.clear();
          c.because("B00.9");
        },
        "warning"},
       {"zoster",
        [](chart& c) {
          c.facts.drafts[0].conditions.clear();
          c.because("B02.9");
        },
        "quiet"},
       {"cream", [](chart& c) { c.facts.drafts[0].dosage.route = cds::route::topical; }, "quiet"},
       {"dose unread", [](chart& c) { c.facts.drafts[0].dosage.dose.reset(); }, "not evaluable"},
       {"frequency unread", [](chart& c) { c.facts.drafts[0].dosage.times_per_day.reset(); }, "not evaluable"},
       {"dose not written yet",
        [](chart& c) {
          c.facts.hook = cds::hook::order_select;
          c.facts.drafts[0].dosage.dose.reset();
        },
        "quiet"}});
  const auto said = words(found(base, rule));
  EXPECT_THAT(said, HasSubstr("20 ml/min"));
  EXPECT_THAT(said, HasSubstr("500 mg every 12 hours"));
  EXPECT_THAT(found(base, rule).data_used, Not(IsEmpty()));
}

} // namespace
