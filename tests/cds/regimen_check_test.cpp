// regimen-check: which courses are recognised for which host, and what is proposed instead.
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
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto rule = cds::rule_id::regimen_check;

chart with(const told_order& order, int years = 40) {
  return chart().man(years).lip_lesion(0).order(order).for_lesion();
}

constexpr told_order one_day{.drug = valacyclovir, .mg = 2000, .days = 1};
constexpr told_order single{.drug = famciclovir, .mg = 1500, .per_day = 1, .once = true};
constexpr told_order five_times{.drug = acyclovir, .mg = 400, .per_day = 5, .days = 5};
constexpr told_order week{.drug = valacyclovir, .mg = 1000, .days = 7};
constexpr told_order short_course{.drug = valacyclovir, .mg = 500, .days = 5};

void mild(chart& c) { c.has({.code = "D84.9"}); }
void severe(chart& c) { c.has({.code = "Z94.84"}); }

/// Man of 40, 72 kg: the clearance is 100 / creatinine mL/min.
void clearance(chart& c, double ml_min) { c.weight(72).creatinine(100 / ml_min); }

TEST(RegimenCheck, OrdersForAHealthyHost) {
  struct expected {
    std::string_view name;
    told_order order;
    std::string_view ending;
  };
  for (const auto& at : std::initializer_list<expected>{
           {"2 g twice, 1 day", one_day, "quiet"},
           {"1500 mg once", single, "quiet"},
           {"400 mg 5 times, 5 days", five_times, "quiet"},
           {"2 g twice, 2 days", {.drug = valacyclovir, .mg = 2000, .days = 2}, "warning"},
           {"2 g twice, 7 days", {.drug = valacyclovir, .mg = 2000, .days = 7}, "warning"},
           {"zoster dose of valacyclovir", {.drug = valacyclovir, .mg = 1000, .per_day = 3, .days = 7}, "warning"},
           {"zoster dose of famciclovir", {.drug = famciclovir, .mg = 500, .per_day = 3, .days = 7}, "warning"},
           {"zoster dose of acyclovir", {.drug = acyclovir, .mg = 800, .per_day = 5, .days = 7}, "warning"},
           {"500 mg twice, 5 days", short_course, "info"},
           {"1 g twice, 7 days", week, "info"},
           {"500 mg once daily, 10 days", {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 10}, "info"},
           {"500 mg once daily, 29 days",
            {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 29, .refills = 0},
            "info"},
           {"500 mg once daily, 30 days", {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 30}, "quiet"},
           {"500 mg once daily, 90 days", {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 90}, "quiet"},
           {"500 mg once daily, 10 days, refills",
            {.drug = valacyclovir, .mg = 500, .per_day = 1, .days = 10, .refills = 2},
            "quiet"}}) {
    EXPECT_EQ(ending(with(at.order), rule), at.ending) << at.name;
    auto unknown = with(at.order);
    unknown.facts.requests = {};
    EXPECT_EQ(ending(unknown, rule), at.ending) << at.name << ", host unknown";
  }
}

TEST(RegimenCheck, OrdersForACompromisedHost) {
  for (const auto& host : std::initializer_list<std::function<void(chart&)>>{mild, severe}) {
    for (const auto& order : {one_day, single})
      expect_endings(rule, with(order), {{"one-day regimen", host, "warning"}});
    for (int days : {5, 7, 10})
      expect_endings(rule, with({.drug = valacyclovir, .mg = 1000, .days = double(days)}),
                     {{"reference", host, "quiet"}});
    expect_endings(rule, with({.drug = famciclovir, .mg = 500, .days = 7}), {{"reference", host, "quiet"}});
    expect_endings(rule, with({.drug = acyclovir, .mg = 400, .per_day = 3, .days = 7}), {{"reference", host, "quiet"}});
  }
}

TEST(RegimenCheck, ProposesTheReferenceForTheHost) {
  auto told = with(one_day);
  mild(told);
  EXPECT_THAT(offers(found(told, rule)), Contains(HasSubstr("change 1 g every 12 hours for 7 days")));
  EXPECT_THAT(offers(found(with(short_course), rule)), Contains(HasSubstr("change 2 g every 12 hours for 1 day")));
}

TEST(RegimenCheck, SaysWhatIsStandard) {
  const auto said = words(found(with(short_course), rule));
  EXPECT_THAT(said, HasSubstr("2 g"));
  EXPECT_THAT(said, HasSubstr("1 day"));
  EXPECT_THAT(words(found(with({.drug = valacyclovir, .mg = 125, .per_day = 2, .days = 5}), rule)), HasSubstr("under"));
}

TEST(RegimenCheck, ProposalsFollowTheKidneys) {
  struct row {
    double clearance;
    std::string_view healthy, compromised;
  };
  for (const auto& at : std::initializer_list<row>{
           {80, "change 2 g every 12 hours for 1 day", "change 1 g every 12 hours for 7 days"},
           {50, "change 2 g every 12 hours for 1 day", "change 1 g every 12 hours for 7 days"},
           {49, "change 1 g every 12 hours for 1 day", "change 1 g every 12 hours for 7 days"},
           {30, "change 1 g every 12 hours for 1 day", "change 1 g every 12 hours for 7 days"},
           {29, "change 500 mg every 12 hours for 1 day", "change 1 g every 24 hours for 7 days"},
           {10, "change 500 mg every 12 hours for 1 day", "change 1 g every 24 hours for 7 days"},
           {9, "change 500 mg once", "change 500 mg every 24 hours for 7 days"}}) {
    auto healthy = with(week);
    clearance(healthy, at.clearance);
    auto compromised = with(one_day);
    mild(compromised);
    clearance(compromised, at.clearance);
    EXPECT_THAT(offers(found(healthy, rule)), Contains(HasSubstr(at.healthy))) << at.clearance;
    EXPECT_THAT(offers(found(compromised, rule)), Contains(HasSubstr(at.compromised))) << at.clearance;
  }
}

TEST(RegimenCheck, ReducedRegimensAreRecognised) {
  const auto reduced = [](told_order order, double ml_min) {
    auto told = with(order);
    clearance(told, ml_min);
    return ending(told, rule);
  };
  EXPECT_EQ(reduced({.drug = valacyclovir, .mg = 1000, .days = 1}, 40), "quiet");
  EXPECT_EQ(reduced({.drug = valacyclovir, .mg = 500, .days = 1}, 20), "quiet");
  EXPECT_EQ(reduced({.drug = valacyclovir, .mg = 500, .per_day = 1, .once = true}, 9), "quiet");
  EXPECT_EQ(reduced({.drug = famciclovir, .mg = 750, .per_day = 1, .once = true}, 50), "quiet");
  EXPECT_EQ(reduced({.drug = famciclovir, .mg = 500, .per_day = 1, .once = true}, 30), "quiet");
  EXPECT_EQ(reduced({.drug = famciclovir, .mg = 250, .per_day = 1, .once = true}, 15), "quiet");
}

TEST(RegimenCheck, NoDoseWithoutAClearanceWhenTheKidneysMayBeWeak) {
  const auto proposals = [](chart told) { return offers(found(told, rule)); };
  EXPECT_THAT(proposals(with(short_course, 64)), Contains(HasSubstr("change")));
  EXPECT_THAT(proposals(with(short_course, 65)), IsEmpty());
  EXPECT_EQ(ending(with(short_course, 65), rule), "info") << "the finding stands without a proposal";
  for (const auto* code : {"N18.4", "N18.6", "431857002", "Z99.2"}) {
    auto told = with(short_course);
    told.has({.code = code});
    EXPECT_THAT(proposals(told), IsEmpty()) << code;
  }
  auto known = with(short_course, 65);
  known.weight(72).creatinine(1.0);
  EXPECT_THAT(proposals(known), Contains(HasSubstr("change")));
}

TEST(RegimenCheck, CreatinineAges) {
  const auto proposals = [](int years, double days) {
    auto told = with(week, years);
    told.weight(72).creatinine(3.0, days * 24 - 1);
    return offers(found(told, rule));
  };
  const auto reduced = Contains(HasSubstr("change 1 g every 12 hours for 1 day"));
  const auto full = Contains(HasSubstr("change 2 g every 12 hours for 1 day"));
  EXPECT_THAT(proposals(40, 365), reduced);                                                      // 100 / 3 mL/min
  EXPECT_THAT(proposals(40, 367), full);                                                         // unknown again
  EXPECT_THAT(proposals(65, 90), Contains(HasSubstr("change 500 mg every 12 hours for 1 day"))); // 75 / 3
  EXPECT_THAT(proposals(65, 92), IsEmpty());
}

TEST(RegimenCheck, UnreadableDosageIsSaid) {
  auto told = with({.drug = valacyclovir, .mg = 0, .days = 1});
  told.facts.drafts.front().dosage.unread = {"the dosage is free text"};
  EXPECT_EQ(ending(told, rule), "not evaluable");
  EXPECT_THAT(spoken(decide(told)), ElementsAre("not-checked info"));
}

TEST(RegimenCheck, LeavesTheFloorToTheGraverRules) {
  EXPECT_EQ(ending(failing(), cds::rule_id::treatment_failure), "warning");
  EXPECT_EQ(ending(failing(), rule), "quiet");
  auto told = with(short_course);
  told.susceptibility("73574-6", "R", -1);
  EXPECT_EQ(ending(told, cds::rule_id::resistant_virus), "warning");
  EXPECT_EQ(ending(told, rule), "quiet");
}

TEST(RegimenCheck, OtherSitesAreLeftAlone) {
  for (const auto* code : {"A60.04", "B02.9", "B00.9"})
    EXPECT_EQ(ending(chart().order(short_course).because(code), rule), "quiet") << code;
}

} // namespace
