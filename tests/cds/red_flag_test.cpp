// red-flag: herpes of the eye, brain or oesophagus, spread through the body, of eczema, or of a newborn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto rule = cds::rule_id::red_flag;

chart ordinary() {
  return chart().lip_lesion(0).order({.drug = support::valacyclovir, .mg = 2000, .days = 1}).for_lesion();
}

std::function<void(chart&)> has(std::string_view code,
                                cds::condition::clinical status = cds::condition::clinical::active) {
  return [code, status](chart& c) { c.has({.code = code, .onset = -1, .status = status}); };
}

TEST(RedFlag, EachFlag) {
  for (const auto* code : {"B00.0", "B00.3", "B00.4", "B00.50", "B00.51", "B00.52", "B00.53", "B00.59", "B00.7",
                           "13710008", "240477008", "186542001", "9389005", "186535001"})
    expect_endings(rule, ordinary(), {{code, has(code), "critical"}});
}

TEST(RedFlag, WhatIsNone) {
  expect_endings(rule, ordinary(),
                 {{"a cold sore", [](chart&) {}, "quiet"},
                  {"herpetic whitlow", has("43891009"), "quiet"},
                  {"keratitis, resolved", has("B00.52", cds::condition::clinical::resolved), "quiet"}});
}

TEST(RedFlag, EveryNucleosideByMouthOrOnTheSkin) {
  auto told = ordinary();
  has("B00.52")(told);
  struct drug {
    std::string_view code, ending;
  };
  for (const auto& at : std::initializer_list<drug>{{support::valacyclovir, "critical"},
                                                    {support::famciclovir, "critical"},
                                                    {support::acyclovir, "critical"},
                                                    {support::acyclovir_cream, "critical"},
                                                    {support::penciclovir_cream, "critical"},
                                                    {support::acyclovir_infusion, "quiet"}}) {
    told.facts.drafts.clear();
    told.order({.drug = at.code, .mg = 400}).for_lesion();
    EXPECT_EQ(ending(told, rule), at.ending) << at.code;
  }
}

TEST(RedFlag, NewbornsWithHerpes) {
  const auto born = [](int days_ago) {
    auto told = ordinary();
    told.facts.patient.birth = support::on_day(-days_ago);
    return told;
  };
  EXPECT_EQ(ending(born(3), rule), "critical");
  EXPECT_EQ(ending(born(27), rule), "critical");
  EXPECT_EQ(ending(born(60), rule), "quiet");
  auto coded = born(3);
  coded.facts.conditions.items.clear();
  coded.facts.drafts.front().conditions.clear();
  coded.has({.code = "P35.2", .onset = -1}).for_condition(0);
  EXPECT_EQ(ending(coded, rule), "critical");
}

TEST(RedFlag, ChildrenToo) {
  auto told = ordinary();
  told.man(6);
  has("B00.0")(told);
  EXPECT_EQ(ending(told, rule), "critical");
}

TEST(RedFlag, SendsToSomeoneToday) {
  auto told = ordinary();
  has("B00.52")(told);
  const auto card = found(told, rule);
  EXPECT_THAT(offers(card), Contains(testing::AnyOf("refer urgent", "*refer urgent")));
  EXPECT_THAT(words(card), HasSubstr("same-day"));
  EXPECT_THAT(words(card), HasSubstr("ophthalmolog"));
}

TEST(RedFlag, SilencesTheLesserRules) {
  auto told = chart().has({.code = "Z94.84"}).has({.code = "B00.4", .onset = -1});
  told.lip_lesion(0).order({.drug = support::valacyclovir, .mg = 2000, .days = 1}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("red-flag critical"));
  told.facts.drafts.clear();
  told.order({.drug = support::acyclovir_cream, .per_day = 5, .days = 4}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("red-flag critical"));
}

} // namespace
