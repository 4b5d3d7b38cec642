// A hospital's modes: silent rules are evaluated and not shown, those switched off are not run, and neither hides
// another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cds/engine.hpp"
#include "cds/knowledge/read.hpp"
#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using cds::rule_id;
using cds::rule_mode;

cds::decision decide_with(const chart& told, std::vector<std::pair<rule_id, rule_mode>> modes) {
  auto known = cds_knowledge::read(cds_knowledge::embedded()).value();
  for (const auto& [id, mode] : modes)
    for (auto& rule : known.rules)
      if (rule.id == id) rule.mode = mode;
  return cds::evaluate(known, told.facts);
}

std::vector<std::string> cards_of(const cds::decision& decided) {
  std::vector<std::string> all;
  for (const auto& r : decided.recommendations) all.emplace_back(name_of(r.rule));
  return all;
}

const cds::outcome& outcome_of(const cds::decision& decided, rule_id id) {
  const auto& all = decided.orders.front().outcomes;
  return *std::find_if(all.begin(), all.end(), [&](const cds::outcome& o) { return o.rule == id; });
}

TEST(Modes, ASilentRuleIsRecordedAndNotShown) {
  const auto decided = decide_with(failing(), {{rule_id::treatment_failure, rule_mode::silent}});
  EXPECT_EQ(ending(decided, rule_id::treatment_failure), "warning");
  EXPECT_TRUE(outcome_of(decided, rule_id::treatment_failure).recommendation);
  EXPECT_THAT(cards_of(decided), testing::Not(testing::Contains("treatment-failure")));
  EXPECT_THAT(cards_of(decide(failing())), testing::Contains("treatment-failure"));
}

TEST(Modes, ARuleThatIsOffIsNotRun) {
  const auto decided = decide_with(failing(), {{rule_id::treatment_failure, rule_mode::off}});
  const auto& outcome = outcome_of(decided, rule_id::treatment_failure);
  EXPECT_EQ(outcome.verdict, cds::verdict::not_applicable);
  EXPECT_EQ(outcome.because, "switched off by the hospital");
  EXPECT_FALSE(outcome.recommendation);
  EXPECT_THAT(cards_of(decided), testing::Not(testing::Contains("treatment-failure")));
  EXPECT_EQ(decided.orders.front().outcomes.size(), decide(failing()).orders.front().outcomes.size());
}

TEST(Modes, WhatNobodyReadsKeepsNoOtherRuleQuiet) {
  auto told = failing();
  EXPECT_EQ(ending(told, rule_id::regimen_check), "quiet"); // failure comes first
  for (auto& draft : told.facts.drafts) {
    draft.dosage.dose = cds::quantity{2000, cds::unit::milligram};
    draft.dosage.days = 7;
  }
  EXPECT_EQ(ending(told, rule_id::regimen_check), "quiet");
  for (const auto mode : {rule_mode::silent, rule_mode::off}) {
    const auto decided = decide_with(told, {{rule_id::treatment_failure, mode}});
    EXPECT_NE(ending(decided, rule_id::regimen_check), "quiet");
    EXPECT_THAT(cards_of(decided), testing::Contains("regimen-check"));
  }
}

TEST(Modes, ASilentCriticalCardSilencesNothing) {
  auto told = resistant();
  told.facts.labs.items.erase(std::remove_if(told.facts.labs.items.begin(), told.facts.labs.items.end(),
                                             [](const auto& o) { return o.sets.has(cds::value_set::creatinine); }),
                              told.facts.labs.items.end());
  told.creatinine(9);
  told.facts.drafts.clear();
  told.order({.drug = support::valacyclovir, .mg = 2000, .per_day = 2, .days = 1}).for_lesion();
  EXPECT_EQ(ending(told, rule_id::renal_dose), "critical");
  EXPECT_THAT(cards_of(decide(told)), testing::Not(testing::Contains("renal-dose")));
  const auto decided = decide_with(told, {{rule_id::resistant_virus, rule_mode::silent}});
  EXPECT_THAT(cards_of(decided), testing::Contains("renal-dose"));
  EXPECT_THAT(cards_of(decided), testing::Not(testing::Contains("resistant-virus")));
}

TEST(Modes, OnlyShownRulesAddToWhatWasNotChecked) {
  auto told = failing();
  told.facts.patient.birth.reset();
  const auto all = decide(told);
  ASSERT_THAT(cards_of(all), testing::Contains("not-checked"));
  std::vector<std::pair<rule_id, rule_mode>> modes;
  for (const auto& o : all.orders.front().outcomes)
    if (o.verdict == cds::verdict::not_evaluable)
      modes.emplace_back(o.rule, modes.size() % 2 == 0 ? rule_mode::silent : rule_mode::off);
  EXPECT_THAT(cards_of(decide_with(told, modes)), testing::Not(testing::Contains("not-checked")));
  modes.pop_back();
  EXPECT_THAT(cards_of(decide_with(told, modes)), testing::Contains("not-checked"));
}

} // namespace
