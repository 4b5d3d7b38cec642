// Changes that must not matter, and data that must not go missing silently.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::told_order;
using support::valacyclovir;
using testing::IsEmpty;
using testing::Not;

struct sample {
  std::string_view name;
  chart told;
};

chart with_resistance() {
  return failing()
      .has({.code = "B20", .onset = -900})
      .lab("24467-3", 40, cds::unit::cells_per_microlitre, 24 * 20)
      .susceptibility("73574-6", "R", -5)
      .susceptibility("42317-8", "S", -5)
      .creatinine(1.1)
      .creatinine(0.8, 24 * 40)
      .weight(65)
      .weight(70, 300);
}

chart first_day(std::string_view drug, const told_order& order) {
  auto told = chart().lip_lesion(0);
  auto written = order;
  written.drug = drug;
  return told.order(written).for_lesion();
}

chart recurring(chart told) {
  for (int i = 1; i <= 8; ++i)
    told.has({.code = "B00.1", .onset = -30 * i, .abated = 5 - 30 * i, .status = cds::condition::clinical::resolved});
  return told;
}

/// Day 6 of foscarnet, kidneys failing, potassium low, calcium unknown, and valacyclovir ordered beside it.
chart running_foscarnet() {
  return first_day(valacyclovir, {.mg = 1000, .days = 7})
      .has({.code = "Z94.84"})
      .creatinine(0.9, 24 * 7)
      .creatinine(1.4)
      .weight(80)
      .lab("2823-3", 3.1, cds::unit::millimole_per_litre, 5)
      .requested({.drug = support::foscarnet,
                  .per_day = 3,
                  .from = -6,
                  .days = 0,
                  .status = cds::medication::state::active,
                  .mg_per_kg = 30});
}

/// One chart for each rule that can fire.
std::vector<sample> samples() {
  const told_order week{.mg = 500, .days = 7};
  return {{"treatment-failure", failing().has({.code = "Z94.84"}).service("306284005", -3)},
          {"treatment-failure by dispenses", chart()
                                                 .lip_lesion(-12)
                                                 .dispensed({.drug = valacyclovir, .mg = 1000, .from = -12, .days = 6})
                                                 .dispensed({.drug = valacyclovir, .mg = 1000, .from = -6, .days = 6})
                                                 .order({.drug = valacyclovir, .mg = 1000, .days = 7})
                                                 .for_lesion()},
          {"resistant-virus", with_resistance()},
          {"regimen-check",
           first_day(valacyclovir, {.mg = 2000, .days = 1}).has({.code = "D84.9"}).creatinine(4).weight(72)},
          {"topical-acyclovir", first_day(support::acyclovir_cream, {.per_day = 5, .days = 4}).has({.code = "Z94.0"})},
          {"red-flag", first_day(valacyclovir, week).has({.code = "B00.52", .onset = -1})},
          {"paediatric", first_day(valacyclovir, week).man(9)},
          {"confirm-indication", chart().has({.code = "B00.9"}).order({.drug = valacyclovir, .mg = 500, .days = 7})},
          {"renal-dose", first_day(valacyclovir, {.mg = 2000, .days = 1}).creatinine(4).weight(72)},
          {"recurrence-pattern", recurring(first_day(valacyclovir, {.mg = 2000, .days = 1}))},
          {"foscarnet ordered", first_day(support::foscarnet, {.per_day = 3, .days = 14, .mg_per_kg = 40})
                                    .has({.code = "Z94.84"})
                                    .creatinine(1.1)
                                    .weight(65)},
          {"foscarnet running", running_foscarnet()},
          {"nothing", first_day(valacyclovir, {.mg = 2000, .days = 1})}};
}

template<class Change> void for_each_set(cds::facts& facts, Change change) {
  change("conditions", facts.conditions);
  change("medications", facts.requests);
  change("dispenses", facts.dispenses);
  change("administrations", facts.administrations);
  change("statements", facts.statements);
  change("labs", facts.labs);
  change("vitals", facts.vitals);
  change("serviceRequests", facts.service_requests);
  change("allergies", facts.allergies);
}

void expect_same(const chart& changed, const sample& original) {
  EXPECT_EQ(essence(decide(changed)), essence(decide(original.told))) << original.name;
}

TEST(Metamorphic, TheSamplesDiffer) {
  std::vector<std::string> all;
  for (const auto& sample : samples()) all.push_back(essence(decide(sample.told)));
  std::sort(all.begin(), all.end());
  const auto twice = std::adjacent_find(all.begin(), all.end());
  EXPECT_EQ(twice, all.end()) << *twice;
}

TEST(Metamorphic, OrderOfResources) {
  for (const auto& sample : samples()) {
    auto told = sample.told;
    for_each_set(told.facts, [](std::string_view, auto& set) { std::reverse(set.items.begin(), set.items.end()); });
    for (auto& draft : told.facts.drafts)
      for (auto& index : draft.conditions) index = told.facts.conditions.items.size() - 1 - index;
    expect_same(told, sample);
  }
}

TEST(Metamorphic, EveryResourceTwice) {
  for (const auto& sample : samples()) {
    auto told = sample.told;
    for_each_set(told.facts, [](std::string_view, auto& set) {
      const auto once = set.items;
      set.items.insert(set.items.end(), once.begin(), once.end());
    });
    expect_same(told, sample);
  }
}

TEST(Metamorphic, ResourcesThatSayNothing) {
  for (const auto& sample : samples()) {
    auto told = sample.told;
    for_each_set(told.facts, [](std::string_view, auto& set) {
      set.items.insert(set.items.begin(), typename std::decay_t<decltype(set.items)>::value_type());
    });
    for (auto& draft : told.facts.drafts)
      for (auto& index : draft.conditions) ++index;
    expect_same(told, sample);
  }
}

TEST(Metamorphic, AnUnrelatedOrderBesideIt) {
  for (const auto& sample : samples()) {
    auto told = sample.told;
    told.order({.drug = support::prednisone, .mg = 5, .per_day = 1, .days = 5});
    EXPECT_EQ(spoken(decide(told)), spoken(decide(sample.told))) << sample.name;
  }
}

TEST(Metamorphic, TheSameTwice) {
  for (const auto& sample : samples()) expect_same(sample.told, sample);
}

TEST(Metamorphic, AMissingSetNeverClears) {
  for (const auto& sample : samples()) {
    if (spoken(decide(sample.told)).empty()) continue;
    for (auto state : {cds::supply::missing, cds::supply::failed}) {
      auto names = sample.told;
      for_each_set(names.facts, [&](std::string_view name, auto&) {
        auto told = sample.told;
        for_each_set(told.facts, [&](std::string_view other, auto& set) {
          if (other != name) return;
          set.items.clear();
          set.state = state;
        });
        if (name == "conditions")
          for (auto& draft : told.facts.drafts) {
            draft.reason_unresolved = !draft.conditions.empty();
            draft.conditions.clear();
          }
        EXPECT_THAT(spoken(decide(told)), Not(IsEmpty())) << sample.name << " without " << name;
      });
    }
  }
}

/// For a plain order each kind of data that could hold a failing course, a resistant isolate or a weak host is needed.
TEST(Metamorphic, WhatCouldNotBeCheckedIsSaid) {
  const auto plain = first_day(valacyclovir, {.mg = 2000, .days = 1});
  EXPECT_THAT(spoken(decide(plain)), IsEmpty());
  auto names = plain;
  for_each_set(names.facts, [&](std::string_view name, auto&) {
    if (name == "vitals" || name == "serviceRequests" || name == "allergies" || name == "conditions") return;
    auto told = plain;
    for_each_set(told.facts, [&](std::string_view other, auto& set) {
      if (other == name) set.state = cds::supply::missing;
    });
    EXPECT_THAT(spoken(decide(told)), testing::ElementsAre("not-checked info")) << "without " << name;
  });
}

TEST(Metamorphic, WorstComesFirst) {
  auto told = failing();
  told.order({.drug = valacyclovir, .mg = 2000, .days = 1}).because("B00.9");
  told.has({.code = "B20"}).susceptibility("73574-6", "R", -5);
  const auto decided = decide(told);
  EXPECT_TRUE(std::is_sorted(decided.recommendations.begin(), decided.recommendations.end(),
                             [](const auto& a, const auto& b) { return a.indicator > b.indicator; }));
  EXPECT_EQ(decided.recommendations.size(), 2u);
}

TEST(Metamorphic, SummariesFitACard) {
  for (const auto& sample : samples())
    for (const auto& one : decide(sample.told).recommendations) {
      EXPECT_LE(one.summary.size(), 139u) << one.summary;
      EXPECT_FALSE(one.summary.empty());
      EXPECT_FALSE(one.why.empty()) << one.summary;
    }
}

} // namespace
