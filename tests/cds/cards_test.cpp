// From outcomes to cards: what could not be checked, what is merged, what is silenced, and what each hook runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::foscarnet;
using support::told_order;
using support::valacyclovir;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto active = cds::medication::state::active;
constexpr told_order one_day{.drug = valacyclovir, .mg = 2000, .days = 1};

const cds::recommendation* card_of(const cds::decision& decided, cds::rule_id rule) {
  for (const auto& card : decided.recommendations)
    if (card.rule == rule) return &card;
  return nullptr;
}

TEST(NotChecked, NamesEachCheckAndWhatWasMissing) {
  const auto told = chart().man(70).lip_lesion(0).order(one_day).for_lesion();
  const auto decided = decide(told);
  EXPECT_THAT(spoken(decided), ElementsAre("not-checked info"));
  const auto* card = card_of(decided, cds::rule_id::not_checked);
  ASSERT_NE(card, nullptr);
  EXPECT_THAT(card->summary, HasSubstr("One check"));
  EXPECT_THAT(words(*card), HasSubstr("dose too high for these kidneys: a recent creatinine, weight"));
  EXPECT_THAT(card->drafts, ElementsAre(0u));
}

TEST(NotChecked, SaysWhyAnOrderCouldNotBeRead) {
  auto told = chart().creatinine(1).weight(80).lip_lesion(0).order({.drug = valacyclovir, .days = 1}).for_lesion();
  told.facts.drafts[0].dosage.unread = {"dose unit unknown"};
  const auto decided = decide(told);
  const auto* card = card_of(decided, cds::rule_id::not_checked);
  ASSERT_NE(card, nullptr);
  EXPECT_THAT(words(*card), HasSubstr("dose unit unknown"));
  EXPECT_THAT(card->summary, HasSubstr("2 checks"));
  told.facts.hook = cds::hook::order_select;
  EXPECT_THAT(spoken(decide(told)), IsEmpty());
}

TEST(Merging, TheSameFindingOfTwoOrdersIsOneCard) {
  auto told = chart().weight(72).creatinine(4).lip_lesion(0).order(one_day).for_lesion().order(one_day).for_lesion();
  const auto decided = decide(told);
  const auto* card = card_of(decided, cds::rule_id::renal_dose);
  ASSERT_NE(card, nullptr);
  EXPECT_THAT(card->drafts, ElementsAre(0u, 1u));
  EXPECT_THAT(offers(*card), testing::SizeIs(2));
  EXPECT_THAT(spoken(decided), ElementsAre("renal-dose warning"));
}

TEST(Merging, DifferentFindingsStayApart) {
  auto told = chart().weight(72).creatinine(4).lip_lesion(0).order(one_day).for_lesion();
  told.order({.drug = support::famciclovir, .mg = 1500, .per_day = 1, .once = true}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("renal-dose warning", "renal-dose warning"));
}

TEST(Merging, WhatIsNotKnownOfOneOrderIsNotLost) {
  auto told = chart().creatinine(1).weight(80).lip_lesion(0).order(one_day).for_lesion().order(one_day).for_lesion();
  told.facts.drafts[0].dosage.dose.reset();
  told.facts.drafts[1].dosage.times_per_day.reset();
  std::string all;
  for (const auto& card : decide(told).recommendations) all += words(card);
  EXPECT_THAT(all, HasSubstr("the dose in mg"));
  EXPECT_THAT(all, HasSubstr("how often it is taken"));
}

TEST(Silencing, CriticalResistanceAndRedFlagsSilenceTheRest) {
  auto told = chart().has({.code = "Z94.84"}).weight(72).creatinine(4).lip_lesion(0).order(one_day).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("regimen-check warning", "renal-dose warning"));
  auto red = told;
  red.has({.code = "B00.52", .onset = -1});
  EXPECT_THAT(spoken(decide(red)), ElementsAre("red-flag critical"));
  auto proven = told;
  proven.susceptibility("73574-6", "R", 0);
  EXPECT_THAT(spoken(decide(proven)), ElementsAre("resistant-virus critical"));
  EXPECT_EQ(ending(proven, cds::rule_id::renal_dose), "warning"); // evaluated, not shown
}

TEST(Silencing, AWarningSilencesNothing) {
  auto told = chart().weight(72).creatinine(4).lip_lesion(0).order(one_day).for_lesion();
  told.susceptibility("73574-6", "R", 0);
  EXPECT_THAT(spoken(decide(told)), ElementsAre("resistant-virus warning", "renal-dose warning"));
}

TEST(Silencing, OnlyTheOrderItself) {
  auto told = chart().has({.code = "Z94.84"}).weight(72).creatinine(4).lip_lesion(0);
  told.susceptibility("73574-6", "R", 0).order(one_day).for_lesion();
  told.order({.drug = foscarnet, .per_day = 3, .mg_per_kg = 40}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), Contains("foscarnet-dose critical"));
}

/// A severe host with a resistant isolate, on foscarnet and on valacyclovir.
chart treated() {
  return with_hiv()
      .susceptibility("73574-6", "R", -16)
      .creatinine(1.1)
      .weight(65)
      .requested({.drug = valacyclovir, .mg = 1000, .from = -20, .days = 0, .status = active});
}

TEST(PatientView, TellsOfAResistantResultWithAnActiveNucleoside) {
  auto told = treated();
  told.facts.drafts.clear();
  told.facts.hook = cds::hook::patient_view;
  const auto decided = decide(told);
  ASSERT_THAT(spoken(decided), ElementsAre("resistant-virus critical"));
  EXPECT_THAT(offers(decided.recommendations[0]), Not(Contains(HasSubstr("cancel"))));
  EXPECT_TRUE(decided.recommendations[0].drafts.empty());
  EXPECT_TRUE(decided.orders.empty());
  for (const auto hook : {cds::hook::order_sign, cds::hook::order_select}) {
    told.facts.hook = hook;
    EXPECT_THAT(spoken(decide(told)), IsEmpty());
  }
}

TEST(PatientView, LooksPastANucleosideForAnotherDisease) {
  auto told = with_hiv().susceptibility("73574-6", "R", -16).creatinine(1.1).weight(65);
  told.facts.drafts.clear();
  told.facts.hook = cds::hook::patient_view;
  told.requested({.drug = support::valganciclovir, .mg = 900, .per_day = 1, .from = -20, .days = 0, .status = active});
  EXPECT_THAT(spoken(decide(told)), IsEmpty());
  told.requested({.drug = valacyclovir, .mg = 1000, .from = -20, .days = 0, .status = active});
  EXPECT_THAT(spoken(decide(told)), ElementsAre("resistant-virus critical"));
}

TEST(PatientView, ChecksRunningFoscarnet) {
  auto told = treated();
  told.facts.drafts.clear();
  told.facts.hook = cds::hook::patient_view;
  told.requested({.drug = foscarnet, .per_day = 3, .from = -30, .days = 0, .status = active, .mg_per_kg = 40});
  EXPECT_THAT(spoken(decide(told)), testing::IsSupersetOf({"foscarnet-dose critical", "foscarnet-safety warning",
                                                           "foscarnet-course warning", "resistant-virus critical"}));
  for (const auto& card : decide(told).recommendations)
    EXPECT_THAT(offers(card), Not(Contains(testing::AnyOf(HasSubstr("cancel"), HasSubstr("change"))))) << card.summary;
}

TEST(PatientView, IsQuietWithoutAntivirals) {
  auto told = chart().lip_lesion(-5);
  told.facts.hook = cds::hook::patient_view;
  EXPECT_THAT(spoken(decide(told)), IsEmpty());
}

TEST(OrderSelect, RunsTheSameRules) {
  for (auto told : {failing(), resistant(), with_hiv()}) {
    const auto signed_now = essence(decide(told));
    told.facts.hook = cds::hook::order_select;
    EXPECT_EQ(essence(decide(told)), signed_now);
  }
}

} // namespace
