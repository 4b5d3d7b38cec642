// foscarnet-dose: every band of both columns at its boundary, every share of the row, and what is missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::foscarnet;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr auto rule = cds::rule_id::foscarnet_dose;

/// Man of 68, 80 kg: the clearance is 1 / creatinine mL/min/kg.
chart with(double clearance, double mg_per_kg = 40, double hours = 8) {
  auto told = chart().man(68).weight(80).creatinine(1 / clearance).order({.drug = foscarnet, .per_day = 3, .days = 14});
  dose(told, mg_per_kg, hours);
  return told;
}

struct cell {
  double mg_per_kg, hours;
};
struct band {
  double clearance;
  cell q8h, q12h;
};
const std::vector<band> bands = {
    {1.5, {40, 8}, {40, 12}},  {1.41, {40, 8}, {40, 12}},  {1.4, {30, 8}, {30, 12}},  {1.01, {30, 8}, {30, 12}},
    {1.0, {35, 12}, {20, 12}}, {0.81, {35, 12}, {20, 12}}, {0.8, {25, 12}, {35, 24}}, {0.61, {25, 12}, {35, 24}},
    {0.6, {40, 24}, {25, 24}}, {0.51, {40, 24}, {25, 24}}, {0.5, {35, 24}, {20, 24}}, {0.4, {35, 24}, {20, 24}},
};

std::string change_to(const cell& row) {
  return "change foscarnet " + cds::to_text(row.mg_per_kg) + " mg/kg " + cds::to_text(row.mg_per_kg * 80) + " mg q" +
         cds::to_text(row.hours) + "h";
}

TEST(FoscarnetDose, TheRowsThemselvesAgree) {
  for (const auto& at : bands)
    for (const cell& row : {at.q8h, at.q12h})
      // The columns must not be mixed: a q8h order is never held against the q12h column.
      EXPECT_EQ(ending(with(at.clearance, row.mg_per_kg, row.hours), rule), "quiet")
          << row.mg_per_kg << " every " << row.hours << " at " << at.clearance;
}

TEST(FoscarnetDose, FullDosesAgainstEveryBand) {
  for (const auto& at : bands) {
    if (at.clearance <= 1.4) {
      const auto three = found(with(at.clearance, 40, 8), rule);
      EXPECT_EQ(three.indicator, cds::indicator::critical) << at.clearance; // 40 is 133 % of 30
      EXPECT_THAT(offers(three), Contains(change_to(at.q8h))) << at.clearance;
      const auto two = found(with(at.clearance, 60, 12), rule);
      EXPECT_EQ(two.indicator, cds::indicator::critical) << at.clearance;
      EXPECT_THAT(offers(two), Contains(change_to(at.q12h))) << at.clearance;
    }
  }
}

TEST(FoscarnetDose, BelowTheLowestBand) {
  for (double clearance : {0.39, 0.2}) {
    const auto card = found(with(clearance), rule);
    EXPECT_EQ(card.indicator, cds::indicator::critical);
    EXPECT_THAT(card.summary, HasSubstr("not recommended"));
    EXPECT_THAT(offers(card), Contains("*refer urgent"));
    EXPECT_THAT(offers(card), Not(Contains(HasSubstr("change"))));
  }
}

/// Row at 1.2 mL/min/kg: 30 mg/kg in both columns.
TEST(FoscarnetDose, SharesOfTheDailyDose) {
  struct share {
    double percent;
    std::string_view ending;
  };
  for (const auto& at : std::initializer_list<share>{{74, "warning"},
                                                     {75, "quiet"},
                                                     {76, "quiet"},
                                                     {100, "quiet"},
                                                     {109, "quiet"},
                                                     {110, "warning"},
                                                     {111, "warning"},
                                                     {119, "warning"},
                                                     {120, "warning"},
                                                     {121, "critical"}})
    for (double hours : {8.0, 12.0}) {
      const auto told = with(1.2, 30 * at.percent / 100, hours);
      EXPECT_EQ(ending(told, rule), at.ending) << at.percent << " % every " << hours;
      if (at.ending != "quiet") {
        EXPECT_THAT(offers(found(told, rule)), Contains(change_to({30, hours}))) << at.percent;
      }
    }
}

TEST(FoscarnetDose, Intervals) {
  EXPECT_EQ(ending(with(0.9, 23, 8), rule), "warning"); // 99 % of 35 every 12 hours, too often
  EXPECT_THAT(found(with(0.9, 23, 8), rule).summary, HasSubstr("interval"));
  EXPECT_EQ(ending(with(0.45, 10, 12), rule), "warning"); // 20 every 24 hours, halved and doubled
  EXPECT_EQ(ending(with(0.45, 20, 24), rule), "quiet");
  EXPECT_EQ(ending(with(1.5, 40, 24), rule), "warning");  // half of the q12h column
  EXPECT_EQ(ending(with(0.9, 37, 12), rule), "critical"); // no longer the q8h column's 35: 185 % of the q12h one
}

TEST(FoscarnetDose, SixtyTwiceDailyIsPublishedForGoodKidneys) {
  EXPECT_EQ(ending(with(1.41, 60, 12), rule), "info");
  EXPECT_EQ(found(with(1.41, 60, 12), rule).suggestions.size(), 0u);
  EXPECT_EQ(ending(with(1.4, 60, 12), rule), "critical");
  EXPECT_EQ(ending(with(1.41, 70, 12), rule), "critical");
  EXPECT_EQ(ending(with(1.41, 60, 8), rule), "critical");
}

TEST(FoscarnetDose, CreatinineAndWeight) {
  const auto creatinine = [](double hours) {
    return [hours](chart& c) {
      without(c, cds::value_set::creatinine);
      c.creatinine(1 / 1.2, hours);
    };
  };
  const auto weight = [](double days) {
    return [days](chart& c) {
      without(c, cds::value_set::body_weight);
      c.weight(80, days);
    };
  };
  const auto none = [](cds::value_set kind) { return [kind](chart& c) { without(c, kind); }; };
  expect_endings(
      rule, with(1.2, 30),
      {{"fresh", [](chart&) {}, "quiet"},
       {"creatinine of 72 h", creatinine(72), "quiet"},
       {"creatinine of 73 h", creatinine(73), "critical"},
       {"no creatinine", none(cds::value_set::creatinine), "critical"},
       {"no laboratory results supplied", [](chart& c) { c.facts.labs = {}; }, "not evaluable"},
       {"weight of 7 d", weight(7), "quiet"},
       {"weight of 8 d", weight(8), "warning"},
       {"no weight", none(cds::value_set::body_weight), "warning"},
       {"sex unknown", [](chart& c) { c.facts.patient.sex = cds::sex::unknown; }, "not evaluable"},
       {"age unknown", [](chart& c) { c.facts.patient.birth.reset(); }, "not evaluable"},
       {"measured clearance without a weight",
        [](chart& c) {
          without(c, cds::value_set::body_weight);
          c.lab("2164-2", 90, cds::unit::millilitre_per_minute, 1);
        },
        "not evaluable"},
       {"measured clearance", [](chart& c) { c.lab("2164-2", 48, cds::unit::millilitre_per_minute, 1); }, "critical"}});
  auto blind = with(1.2, 30);
  without(blind, cds::value_set::creatinine);
  const auto card = found(blind, rule);
  EXPECT_THAT(card.summary, HasSubstr("no creatinine within 72 hours"));
  EXPECT_THAT(offers(card), Contains("test 51990-0"));
  EXPECT_THAT(offers(card), Not(Contains(HasSubstr("change"))));
}

TEST(FoscarnetDose, NoMilligramsWithoutAFreshWeight) {
  auto told = with(1.2, 40);
  without(told, cds::value_set::body_weight);
  const auto card = found(told, rule);
  EXPECT_EQ(card.indicator, cds::indicator::critical);
  EXPECT_THAT(offers(card), Contains("change foscarnet 30 mg/kg 0 mg q8h"));
  EXPECT_THAT(words(card), Not(HasSubstr(" mg,")));
  EXPECT_THAT(words(card), Not(HasSubstr("2400")));
  EXPECT_THAT(words(card), HasSubstr("no dose in mg"));
}

TEST(FoscarnetDose, OrdersInMilligrams) {
  auto told = with(1.2);
  told.facts.drafts[0].dosage.dose = cds::quantity{2400, cds::unit::milligram};
  expect_endings(rule, told,
                 {{"30 mg/kg", [](chart&) {}, "quiet"},
                  {"2900 mg", [](chart& c) { c.facts.drafts[0].dosage.dose->value = 2900; }, "critical"},
                  {"100 mL of 24 mg/mL",
                   [](chart& c) {
                     c.facts.drafts[0].dosage.dose = cds::quantity{100, cds::unit::millilitre};
                   },
                   "quiet"},
                  {"no weight", [](chart& c) { without(c, cds::value_set::body_weight); }, "not evaluable"},
                  {"no weight, being selected",
                   [](chart& c) {
                     without(c, cds::value_set::body_weight);
                     c.facts.hook = cds::hook::order_select;
                   },
                   "not evaluable"},
                  {"weight of 8 d",
                   [](chart& c) {
                     without(c, cds::value_set::body_weight);
                     c.weight(80, 8);
                   },
                   "warning"}});
}

TEST(FoscarnetDose, HalfWrittenOrders) {
  for (const bool has_dose : {true, false}) {
    auto told = with(1.2, 30);
    if (has_dose)
      told.facts.drafts[0].dosage.times_per_day.reset();
    else
      told.facts.drafts[0].dosage.dose.reset();
    EXPECT_EQ(ending(told, rule), "not evaluable");
    told.facts.hook = cds::hook::order_select;
    EXPECT_EQ(ending(told, rule), "quiet");
  }
}

TEST(FoscarnetDose, MilligramsAreRoundedToFifty) {
  auto told = with(0.5);
  without(told, cds::value_set::body_weight);
  told.weight(82);
  EXPECT_THAT(offers(found(told, rule)), Contains("change foscarnet 35 mg/kg 2850 mg q24h"));
}

TEST(FoscarnetDose, WhoseAndWhich) {
  expect_endings(
      rule, with(1.2),
      {{"for nothing stated", [](chart&) {}, "critical"},
       {"genital herpes", [](chart& c) { c.because("A60.04"); }, "critical"},
       {"zoster", [](chart& c) { c.because("B02.9"); }, "quiet"},
       {"CMV", [](chart& c) { c.because("B25.9"); }, "quiet"},
       {"17 years", [](chart& c) { c.man(17); }, "quiet"},
       {"another drug", [](chart& c) { c.facts.drafts[0].drug = support::drug_of(support::valacyclovir); }, "quiet"}});
}

/// Running foscarnet is checked as if it were the draft, whatever the hook, and cannot be changed from here.
TEST(FoscarnetDose, RunningFoscarnet) {
  auto told = with(1.2);
  told.facts.drafts.clear();
  told.requested({.drug = foscarnet,
                  .per_day = 3,
                  .from = -6,
                  .days = 0,
                  .status = cds::medication::state::active,
                  .mg_per_kg = 40});
  for (const auto hook : {cds::hook::order_sign, cds::hook::order_select, cds::hook::patient_view}) {
    auto at = told;
    at.facts.hook = hook;
    if (hook != cds::hook::patient_view)
      at.order({.drug = support::valacyclovir, .mg = 1000, .days = 7}).because("B00.1");
    EXPECT_EQ(standing_ending(at, rule), "critical");
    const auto card = found_standing(at, rule);
    EXPECT_THAT(words(card), HasSubstr("30 mg/kg every 8 hours"));
    EXPECT_TRUE(card.drafts.empty());
    EXPECT_TRUE(card.suggestions.empty());
  }
  auto replaced = told;
  replaced.order({.drug = foscarnet, .per_day = 3, .mg_per_kg = 30});
  EXPECT_EQ(standing_ending(replaced, rule), "no outcome");
  EXPECT_EQ(ending(replaced, rule), "quiet");
}

} // namespace
