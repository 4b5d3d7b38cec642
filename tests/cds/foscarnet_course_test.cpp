// foscarnet-course: the right drug, for the right virus and host, for the right time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::foscarnet;
using support::valacyclovir;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto rule = cds::rule_id::foscarnet_course;
constexpr auto active = cds::medication::state::active;

/// Advanced HIV, a lip ulcer for 24 days, foscarnet ordered.
chart ordered(std::string_view drug = foscarnet) {
  auto told = with_hiv();
  told.facts.drafts.clear();
  return told.order({.drug = drug, .per_day = 3, .days = 14, .mg_per_kg = 40}).for_lesion();
}

/// The same on foscarnet for `days` days, the isolate resistant.
chart running(int days) {
  auto told = with_hiv().susceptibility("73574-6", "R", -20);
  told.facts.drafts.clear();
  return told.requested({.drug = foscarnet, .per_day = 3, .from = -days, .days = 0, .status = active, .mg_per_kg = 40});
}

void failing_therapy(chart& c) { c.given({.drug = valacyclovir, .mg = 1000, .from = -14, .days = 14}); }
void immunocompetent(chart& c) {
  std::erase_if(c.facts.conditions.items, [](const auto& o) { return o.sets.has(cds::value_set::hiv_infection); });
  c.facts.drafts[0].conditions = {0};
}

TEST(FoscarnetCourse, Isolates) {
  for (const auto drug : {foscarnet, support::cidofovir})
    expect_endings(
        rule, ordered(drug),
        {{"untested", [](chart&) {}, "warning"},
         {"resistant", [](chart& c) { c.susceptibility("73574-6", "R", -5); }, "quiet"},
         {"susceptible", [](chart& c) { c.susceptibility("73574-6", "S", -5); }, "warning"},
         {"intermediate", [](chart& c) { c.susceptibility("73574-6", "I", -5); }, "quiet"},
         {"ordered", [](chart& c) { c.service("73574-6", -2); }, "info"},
         {"culture ordered", [](chart& c) { c.service("5859-4", -2); }, "info"},
         {"preliminary", [](chart& c) { c.susceptibility("73574-6", "S", -2, cds::observation::state::preliminary); },
          "info"},
         {"untested, failing adequate therapy", failing_therapy, "info"},
         {"laboratory results unknown", [](chart& c) { c.facts.labs = {}; }, "not evaluable"},
         {"immunocompetent, untested", immunocompetent, "warning"},
         {"immunocompetent, resistant",
          [](chart& c) {
            immunocompetent(c);
            c.susceptibility("73574-6", "R", -5);
          },
          "warning"},
         {"17 years", [](chart& c) { c.man(17); }, "quiet"}});
}

TEST(FoscarnetCourse, WhatItSaysOfTheIsolate) {
  const auto untested = found(ordered(), rule);
  EXPECT_THAT(untested.summary, HasSubstr("test before escalating"));
  EXPECT_THAT(offers(untested), Contains("*test 5859-4"));
  auto told = ordered();
  failing_therapy(told);
  const auto now = found(told, rule);
  EXPECT_THAT(now.summary, HasSubstr("do not wait"));
  EXPECT_THAT(offers(now), Contains("*test 5859-4"));
  const auto susceptible = words(found(ordered().susceptibility("73574-6", "S", -5), rule));
  for (const auto* word : {"adherence", "absorption", "dose", "second pathogen", "intravenous acyclovir"})
    EXPECT_THAT(susceptible, HasSubstr(word));
  EXPECT_THAT(offers(found(ordered().susceptibility("73574-6", "S", -5), rule)), IsEmpty());
  auto pending = ordered().service("73574-6", -2);
  EXPECT_THAT(offers(found(pending, rule)), IsEmpty());
  EXPECT_THAT(words(found(pending, rule)), HasSubstr("2026-01-18"));
}

TEST(FoscarnetCourse, TheBoxedWarning) {
  for (const auto drug : {foscarnet, support::cidofovir}) {
    auto told = ordered(drug).susceptibility("73574-6", "R", -5);
    immunocompetent(told);
    const auto said = words(found(told, rule));
    EXPECT_THAT(said, HasSubstr("boxed warning limits " + std::string(drug == foscarnet ? "foscarnet" : "cidofovir")));
    auto unknown = told;
    unknown.facts.requests = {};
    EXPECT_EQ(ending(unknown, rule), "quiet"); // unknown is not none
  }
  auto on_it = running(6);
  immunocompetent(on_it.order({.drug = valacyclovir, .mg = 1000, .days = 7}));
  EXPECT_THAT(words(found_standing(on_it, rule)), HasSubstr("boxed warning"));
}

TEST(FoscarnetCourse, CidofovirInPregnancy) {
  const auto pregnant = [](chart& c) { c.woman(30).has({.code = "Z33.1"}).susceptibility("73574-6", "R", -5); };
  expect_endings(rule, ordered(support::cidofovir),
                 {{"by vein", pregnant, "critical"},
                  {"by an unknown route",
                   [&](chart& c) {
                     pregnant(c);
                     c.facts.drafts[0].dosage.route = c.facts.drafts[0].drug.route = cds::route::unknown;
                   },
                   "critical"},
                  {"on the skin",
                   [&](chart& c) {
                     pregnant(c);
                     c.facts.drafts[0].dosage.route = cds::route::topical;
                   },
                   "quiet"}});
}

TEST(FoscarnetCourse, DaysOfTreatment) {
  struct days {
    int count;
    std::string_view ending;
  };
  for (const auto& at :
       std::initializer_list<days>{{6, "quiet"}, {20, "quiet"}, {21, "info"}, {27, "info"}, {28, "warning"}}) {
    for (const auto hook : {cds::hook::order_sign, cds::hook::patient_view}) {
      auto told = running(at.count);
      told.facts.hook = hook;
      EXPECT_EQ(standing_ending(told, rule), at.ending) << at.count;
    }
    auto renewed = running(at.count).order({.drug = foscarnet, .per_day = 3, .mg_per_kg = 40}).for_lesion();
    EXPECT_EQ(ending(renewed, rule), at.ending) << at.count << ", renewed";
  }
}

TEST(FoscarnetCourse, HealedMeansStop) {
  auto told = running(10);
  auto& lesion = told.facts.conditions.items[told.lesion];
  lesion.status = cds::condition::clinical::resolved;
  lesion.abated = support::on_day(-1);
  without(told, cds::value_set::acyclovir_susceptibility);
  EXPECT_EQ(standing_ending(told, rule), "info");
  EXPECT_THAT(found_standing(told, rule).summary, HasSubstr("stop"));
}

TEST(FoscarnetCourse, ANucleosideBesideIt) {
  const auto beside = [](std::string_view drug, std::string_view reason) {
    return running(6).order({.drug = drug, .mg = 1000, .days = 7}).because(reason);
  };
  EXPECT_EQ(standing_ending(beside(valacyclovir, "B00.1"), rule), "warning");
  EXPECT_THAT(found_standing(beside(valacyclovir, "B00.1"), rule).summary, HasSubstr("duplicate"));
  EXPECT_THAT(found_standing(beside(valacyclovir, "B00.1"), rule).drafts, testing::ElementsAre(0u));
  EXPECT_EQ(standing_ending(beside(valacyclovir, "B00.9"), rule), "warning");
  EXPECT_EQ(standing_ending(beside(valacyclovir, "B02.9"), rule), "quiet");
  EXPECT_EQ(standing_ending(beside(valacyclovir, "A60.04"), rule), "quiet");
  EXPECT_EQ(standing_ending(beside(support::acyclovir_cream, "B00.1"), rule), "quiet");
  EXPECT_EQ(standing_ending(beside(support::prednisone, "B00.1"), rule), "quiet");
  auto renewed = running(6)
                     .order({.drug = foscarnet, .per_day = 3, .mg_per_kg = 40})
                     .for_lesion()
                     .order({.drug = valacyclovir, .mg = 1000, .days = 7})
                     .for_lesion();
  EXPECT_EQ(ending(renewed, rule), "warning");
  EXPECT_THAT(found(renewed, rule).drafts, testing::ElementsAre(0u, 1u));
}

} // namespace
