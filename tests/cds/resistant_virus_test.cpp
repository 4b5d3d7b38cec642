// resistant-virus: how loudly, for which orders, and what it offers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::famciclovir;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto rule = cds::rule_id::resistant_virus;

TEST(ResistantVirus, IndicatorByHost) {
  auto told = chart().lip_lesion(-24).order({.drug = famciclovir, .mg = 500, .days = 10}).for_lesion();
  told.susceptibility("73574-6", "R", -16);
  expect_endings(rule, told,
                 {{"none", [](chart&) {}, "warning"},
                  {"unknown", [](chart& c) { c.facts.requests = {}; }, "warning"},
                  {"mild", [](chart& c) { c.has({.code = "D84.9"}); }, "warning"},
                  {"severe", [](chart& c) { c.has({.code = "Z94.84"}); }, "critical"}});
}

TEST(ResistantVirus, EveryOrderOfTheClass) {
  for (auto drug : {support::valacyclovir, support::famciclovir, support::acyclovir, support::acyclovir_infusion,
                    support::valganciclovir, support::acyclovir_cream, support::penciclovir_cream}) {
    auto told = resistant();
    told.facts.drafts.clear();
    told.order({.drug = drug, .mg = 500, .days = 10}).for_lesion();
    EXPECT_EQ(ending(told, rule), "critical") << drug;
  }
  for (auto drug : {support::docosanol_cream, support::prednisone}) {
    auto told = resistant();
    told.facts.drafts.clear();
    told.order({.drug = drug, .mg = 500, .days = 10}).for_lesion();
    EXPECT_EQ(ending(told, rule), "quiet") << drug;
  }
}

TEST(ResistantVirus, Offers) {
  const auto all = offers(found(resistant(), rule));
  for (const auto* wanted : {"*cancel", "foscarnet 30 mg/kg 1950 mg q8h"}) EXPECT_THAT(all, Contains(wanted));
  EXPECT_THAT(all, Contains(testing::StartsWith("*refer")));
  for (const auto* test : {"17861-6", "19123-9", "2777-1", "11524-6"}) EXPECT_THAT(all, Contains(HasSubstr(test)));
  for (const auto& offer : all) EXPECT_THAT(offer, Not(HasSubstr("oral")));
}

TEST(ResistantVirus, BaselineTestsDoneInThreeDaysAreNotRepeated) {
  for (const auto* code : {"17861-6", "19123-9", "2777-1"}) {
    for (const auto& [hours, repeated] : {std::pair{71.0, false}, {73.0, true}}) {
      auto told = resistant();
      told.lab(code, 2, cds::unit::milligram_per_decilitre, hours);
      const auto all = offers(found(told, rule));
      SCOPED_TRACE(std::string(code) + " " + std::to_string(hours));
      if (repeated)
        EXPECT_THAT(all, Contains(HasSubstr(code)));
      else
        EXPECT_THAT(all, Not(Contains(HasSubstr(code))));
    }
  }
}

TEST(ResistantVirus, InteractingDrugsAreNamed) {
  for (const auto& [code, name] :
       {std::pair{"300195", "tenofovir"}, {"3008", "cyclosporine"}, {"42316", "tacrolimus"}}) {
    auto told = resistant();
    told.requested(
        {.drug = code, .mg = 300, .per_day = 1, .from = -100, .days = 0, .status = cds::medication::state::active});
    EXPECT_THAT(words(found(told, rule)), HasSubstr(name));
    told.facts.requests.items.back().status = cds::medication::state::stopped;
    told.facts.requests.items.back().end = support::on_day(-50);
    EXPECT_THAT(words(found(told, rule)), Not(HasSubstr(name))) << "stopped 50 days ago";
  }
}

TEST(ResistantVirus, CidofovirGelIsOnlyTold) {
  auto told = resistant();
  told.allergic_to("33562");
  EXPECT_THAT(words(found(told, rule)), HasSubstr("cidofovir"));
  for (const auto& offer : offers(found(told, rule))) EXPECT_THAT(offer, Not(HasSubstr("cidofovir")));
}

TEST(ResistantVirus, GenitalOrdersAreLeftAlone) {
  auto told = resistant();
  told.facts.drafts.clear();
  told.order({.drug = famciclovir, .mg = 500, .days = 10}).because("A60.04");
  EXPECT_EQ(ending(told, rule), "quiet");
}

TEST(ResistantVirus, SilencesTheLesserRules) {
  auto told = resistant();
  told.facts.drafts.clear();
  told.order({.drug = support::valacyclovir, .mg = 2000, .days = 1}).for_lesion();
  EXPECT_THAT(spoken(decide(told)), ElementsAre("resistant-virus critical"));
}

} // namespace
