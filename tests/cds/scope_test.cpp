// What the rules leave alone, and what they must not leave alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::valacyclovir;
using support::valganciclovir;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(Scope, OtherDrugsAreLeftAlone) {
  for (const auto* drug : {"8640", "5640", "42316", "594680", "1988648"}) {
    auto told = failing();
    told.facts.drafts.clear();
    told.has({.code = "B00.52"}).order({.drug = drug, .mg = 20, .per_day = 1}).for_lesion();
    EXPECT_THAT(spoken(decide(told)), IsEmpty()) << drug;
  }
}

TEST(Scope, CytomegalovirusIsLeftAlone) {
  auto told = failing();
  told.facts.drafts.clear();
  told.susceptibility("73574-6", "R", -3).order({.drug = valganciclovir, .mg = 900}).because("B25.9");
  EXPECT_THAT(spoken(decide(told)), IsEmpty());
}

TEST(Scope, GanciclovirsForHerpesOfTheLipsAreOfTheClass) {
  auto told = failing();
  told.facts.drafts.clear();
  told.susceptibility("73574-6", "R", -3).order({.drug = valganciclovir, .mg = 900}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("resistant-virus warning"));
}

TEST(Scope, MinorsGetNoAdultRule) {
  for (int years : {12, 17, 18}) {
    auto told = failing();
    told.man(years);
    const bool adult = years >= 18;
    EXPECT_EQ(ending(told, cds::rule_id::treatment_failure), adult ? "warning" : "quiet") << years;
    told.susceptibility("73574-6", "R", -3);
    EXPECT_EQ(ending(told, cds::rule_id::resistant_virus), adult ? "warning" : "quiet") << years;
    auto cream = failing();
    cream.man(years).facts.drafts.clear();
    cream.order({.drug = support::acyclovir_cream, .per_day = 5, .days = 4}).for_lesion();
    EXPECT_EQ(ending(cream, cds::rule_id::topical_acyclovir), adult ? "warning" : "quiet") << years;
  }
}

TEST(Scope, TheEveOfTheEighteenthBirthdayIsAMinor) {
  auto told = failing();
  const auto birth = [](int day) {
    const cds::day on = std::chrono::sys_days(std::chrono::year(2008) / 1 / day);
    return cds::date_time{on, on, std::nullopt};
  };
  told.facts.patient.birth = birth(20);
  EXPECT_EQ(ending(told, cds::rule_id::treatment_failure), "warning");
  told.facts.patient.birth = birth(21);
  EXPECT_EQ(ending(told, cds::rule_id::treatment_failure), "quiet");
}

TEST(Scope, EveryOrderIsJudgedForItself) {
  auto told = failing();
  told.has({.code = "B02.9", .onset = -2});
  told.order({.drug = valacyclovir, .mg = 1000, .per_day = 3, .days = 7}).for_condition(1);
  const auto decided = decide(told);
  EXPECT_EQ(ending(decided, cds::rule_id::treatment_failure, 0), "warning");
  EXPECT_EQ(ending(decided, cds::rule_id::treatment_failure, 1), "quiet");
  ASSERT_EQ(decided.recommendations.size(), 1u);
  EXPECT_THAT(decided.recommendations.front().drafts, ElementsAre(0u));
}

TEST(Scope, TwoOrdersWithOneFindingShareACard) {
  auto told = failing();
  told.order({.drug = valacyclovir, .mg = 1000, .days = 7}).for_lesion();
  const auto decided = decide(told);
  ASSERT_EQ(decided.recommendations.size(), 1u);
  EXPECT_THAT(decided.recommendations.front().drafts, ElementsAre(0u, 1u));
}

TEST(Scope, UnknownAgeIsSaid) {
  auto told = failing();
  told.facts.patient.birth.reset();
  EXPECT_THAT(spoken(decide(told)), Not(IsEmpty()));
}

TEST(Scope, NoOrderNoCard) {
  auto told = failing();
  told.facts.drafts.clear();
  const auto decided = decide(told);
  EXPECT_THAT(decided.orders, IsEmpty());
  EXPECT_THAT(decided.recommendations, IsEmpty());
}

} // namespace
