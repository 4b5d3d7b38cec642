// resistant-virus: what counts as a resistant isolate, and when a foscarnet draft may be offered at which dose.
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
using clinical = cds::condition::clinical;
using report = cds::observation::state;

constexpr auto rule = cds::rule_id::resistant_virus;

/// A man with advanced HIV and a lip ulcer for 24 days, recent creatinine and weight, and an order of famciclovir.
chart with_hiv(int years = 52) {
  return chart()
      .man(years)
      .has({.code = "B20", .onset = -900})
      .lab("24467-3", 40, cds::unit::cells_per_microlitre, 24 * 20)
      .lip_lesion(-24)
      .order({.drug = famciclovir, .mg = 500, .days = 10})
      .for_lesion();
}

chart resistant(int years = 52, double creatinine = 1.1, double kg = 65) {
  return with_hiv(years)
      .susceptibility("73574-6", "R", -16)
      .susceptibility("42317-8", "S", -16)
      .creatinine(creatinine)
      .weight(kg);
}

std::string drafted(const chart& told) {
  for (const auto& offer : offers(found(told, rule)))
    if (offer.find("foscarnet") != std::string::npos) return offer;
  return "none";
}

TEST(ResistantVirus, WhichResultsCount) {
  const auto numeric = [](double value, std::optional<double> high) {
    return [=](chart& c) {
      c.lab("9416-9", value, cds::unit::microgram_per_millilitre, 24 * 16);
      c.facts.labs.items.back().reference_high = high;
    };
  };
  const auto coded = [](cds::value_set meaning) {
    return [=](chart& c) {
      c.susceptibility("1-8", "I", -16);
      c.facts.labs.items.back().interpretation = {};
      c.facts.labs.items.back().coded_value = {meaning};
    };
  };
  const auto result = [](std::string_view loinc, std::string_view letter, report status = report::final) {
    return [=](chart& c) { c.susceptibility(loinc, letter, -16, status); };
  };
  expect_endings(rule, with_hiv(),
                 {{"no result", [](chart&) {}, "quiet"},
                  {"R", result("73574-6", "R"), "critical"},
                  {"R under another code", result("1-8", "R"), "critical"},
                  {"S", result("73574-6", "S"), "quiet"},
                  {"I", result("73574-6", "I"), "quiet"},
                  {"R to foscarnet only", result("42317-8", "R"), "quiet"},
                  {"preliminary R", result("73574-6", "R", report::preliminary), "quiet"},
                  {"registered R", result("73574-6", "R", report::registered), "quiet"},
                  {"resistant as a coded value", coded(cds::value_set::resistant), "critical"},
                  {"susceptible as a coded value", coded(cds::value_set::susceptible), "quiet"},
                  {"above the laboratory's range", numeric(8, 2.0), "critical"},
                  {"within the laboratory's range", numeric(1, 2.0), "quiet"},
                  {"a number without a range", numeric(50, {}), "quiet"}});
}

TEST(ResistantVirus, LooksBackAYear) {
  for (const auto& [day, expected] : {std::pair{-364, "critical"}, {-367, "quiet"}}) {
    auto told = with_hiv();
    told.facts.conditions.items.back().onset = support::on_day(-400);
    told.susceptibility("73574-6", "R", day);
    EXPECT_EQ(ending(told, rule), expected) << day;
  }
}

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

TEST(ResistantVirus, WhatStandsInTheWayOfADraft) {
  struct obstacle {
    std::string_view name;
    std::function<void(chart&)> change;
    std::string_view says; // empty: nothing stands in the way
  };
  const auto without = [](cds::value_set kind) {
    return [kind](chart& c) {
      std::erase_if(c.facts.labs.items, [&](const auto& o) { return o.sets.has(kind); });
      std::erase_if(c.facts.vitals.items, [&](const auto& o) { return o.sets.has(kind); });
    };
  };
  const auto creatinine = without(cds::value_set::creatinine);
  const auto weight = without(cds::value_set::body_weight);
  for (const auto& at : std::initializer_list<obstacle>{
           {"nothing", [](chart&) {}, ""},
           {"age 18", [](chart& c) { c.man(18); }, ""},
           {"creatinine of 72 h",
            [&](chart& c) {
              creatinine(c);
              c.creatinine(1.1, 72);
            },
            ""},
           {"creatinine of 73 h",
            [&](chart& c) {
              creatinine(c);
              c.creatinine(1.1, 73);
            },
            "creatinine"},
           {"no creatinine", creatinine, "creatinine"},
           {"weight of 7 d",
            [&](chart& c) {
              weight(c);
              c.weight(65, 7);
            },
            ""},
           {"weight of 8 d",
            [&](chart& c) {
              weight(c);
              c.weight(65, 8);
            },
            "weight"},
           {"no weight", weight, "weight"},
           {"clearance 0.39",
            [&](chart& c) {
              c.man(68);
              creatinine(c);
              c.creatinine(2.56);
            },
            "clearance"},
           {"foscarnet-resistant",
            [](chart& c) {
              c.facts.labs.items.clear();
              c.lab("24467-3", 40, cds::unit::cells_per_microlitre, 24)
                  .creatinine(1.1)
                  .susceptibility("73574-6", "R", -16)
                  .susceptibility("42317-8", "R", -16);
            },
            "foscarnet"},
           {"allergy", [](chart& c) { c.allergic_to("33562"); }, "allerg"},
           {"intravenous pentamidine",
            [](chart& c) {
              c.requested({.drug = "7994",
                           .mg = 300,
                           .per_day = 1,
                           .from = -2,
                           .days = 0,
                           .status = cds::medication::state::active});
              c.facts.requests.items.back().dosage.route = cds::route::intravenous;
            },
            "pentamidine"},
           {"pregnant", [](chart& c) { c.woman(30).has({.code = "77386006", .onset = -60}); }, "pregnan"},
           {"on foscarnet",
            [](chart& c) {
              c.requested({.drug = support::foscarnet,
                           .mg = 1950,
                           .per_day = 3,
                           .from = -1,
                           .days = 0,
                           .status = cds::medication::state::active});
            },
            "foscarnet"}}) {
    auto told = resistant();
    at.change(told);
    SCOPED_TRACE(at.name);
    EXPECT_EQ(ending(told, rule), "critical");
    EXPECT_EQ(drafted(told) == "none", !at.says.empty()) << drafted(told);
    EXPECT_THAT(words(found(told, rule)), HasSubstr(at.says));
  }
}

TEST(ResistantVirus, NoDraftForAHealthyHost) {
  for (const auto* host : {"none", "unknown"}) {
    auto told = resistant();
    std::erase_if(told.facts.conditions.items,
                  [](const auto& c) { return !c.sets.has(cds::value_set::hsv_orolabial); });
    told.facts.drafts.front().conditions = {0};
    if (std::string_view(host) == "unknown") told.facts.requests = {};
    SCOPED_TRACE(host);
    EXPECT_EQ(ending(told, rule), "warning");
    EXPECT_EQ(drafted(told), "none");
  }
}

TEST(ResistantVirus, MildHostsMayGetADraft) {
  auto told = resistant();
  told.lab("24467-3", 450, cds::unit::cells_per_microlitre, 24);
  EXPECT_EQ(ending(told, rule), "warning");
  EXPECT_EQ(drafted(told), "foscarnet 30 mg/kg 1950 mg q8h");
}

// Clearance is (140 - age) / (72 x creatinine), times 0.85 for a woman, in mL/min/kg.
TEST(ResistantVirus, FoscarnetDoseByBand) {
  struct band {
    int years;
    double creatinine, kg;
    std::string_view draft;
  };
  for (const auto& at :
       std::initializer_list<band>{{30, 1.0, 70, "foscarnet 40 mg/kg 2800 mg q8h"},    // 1.528
                                   {39, 1.0, 80, "foscarnet 40 mg/kg 3200 mg q8h"},    // 1.403
                                   {77, 0.6249, 60, "foscarnet 40 mg/kg 2400 mg q8h"}, // just above 1.4
                                   {77, 0.625, 60, "foscarnet 30 mg/kg 1800 mg q8h"},  // 1.4
                                   {77, 0.6251, 60, "foscarnet 30 mg/kg 1800 mg q8h"}, // just below
                                   {40, 1.0, 80, "foscarnet 30 mg/kg 2400 mg q8h"},    // 1.389
                                   {52, 1.1, 65, "foscarnet 30 mg/kg 1950 mg q8h"},    // 1.111
                                   {68, 0.999, 60, "foscarnet 30 mg/kg 1800 mg q8h"},  // just above 1.0
                                   {68, 1.0, 60, "foscarnet 35 mg/kg 2100 mg q12h"},   // 1.0
                                   {68, 1.001, 60, "foscarnet 35 mg/kg 2100 mg q12h"}, // just below
                                   {68, 1.249, 60, "foscarnet 35 mg/kg 2100 mg q12h"}, // just above 0.8
                                   {68, 1.25, 60, "foscarnet 25 mg/kg 1500 mg q12h"},  // 0.8
                                   {72, 1.5, 70, "foscarnet 25 mg/kg 1750 mg q12h"},   // 0.630
                                   {32, 2.499, 60, "foscarnet 25 mg/kg 1500 mg q12h"}, // just above 0.6
                                   {32, 2.5, 60, "foscarnet 40 mg/kg 2400 mg q24h"},   // 0.6
                                   {68, 1.999, 60, "foscarnet 40 mg/kg 2400 mg q24h"}, // just above 0.5
                                   {68, 2.0, 82, "foscarnet 35 mg/kg 2850 mg q24h"},   // 0.5, and 2870 rounds to 2850
                                   {68, 2.499, 60, "foscarnet 35 mg/kg 2100 mg q24h"}, // just above 0.4
                                   {68, 2.5, 60, "foscarnet 35 mg/kg 2100 mg q24h"},   // 0.4
                                   {68, 2.501, 60, "none"},                            // just below 0.4
                                   {85, 2.2, 70, "none"}})                             // 0.347
    EXPECT_EQ(drafted(resistant(at.years, at.creatinine, at.kg)), at.draft)
        << "age " << at.years << ", creatinine " << at.creatinine;
}

TEST(ResistantVirus, FoscarnetDoseOfAWoman) {
  struct band {
    int years;
    double creatinine, kg;
    std::string_view draft;
  };
  for (const auto& at : std::initializer_list<band>{{60, 1.1, 65, "foscarnet 35 mg/kg 2300 mg q12h"},    // 0.859; 2275
                                                    {70, 1.2, 58, "foscarnet 25 mg/kg 1450 mg q12h"},    // 0.689
                                                    {75, 1.4, 55, "foscarnet 40 mg/kg 2200 mg q24h"},    // 0.548
                                                    {80, 1.6, 50, "foscarnet 35 mg/kg 1750 mg q24h"}}) { // 0.443
    auto told = resistant(at.years, at.creatinine, at.kg);
    told.woman(at.years).has({.code = "60001007", .recorded = -1});
    EXPECT_EQ(drafted(told), at.draft) << at.years;
  }
}

TEST(ResistantVirus, NewestCreatinineCounts) {
  auto told = resistant(68, 1.0, 60);
  told.creatinine(2.0, 1);
  EXPECT_EQ(drafted(told), "foscarnet 35 mg/kg 2100 mg q24h");
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
  EXPECT_THAT(words(found(resistant(), rule)), Not(HasSubstr("cidofovir")));
}

TEST(ResistantVirus, AnEarlierHealedEpisode) {
  auto told = with_hiv();
  told.has({.code = "B00.1", .onset = -120, .abated = -80, .status = clinical::resolved});
  told.susceptibility("73574-6", "R", -100);
  EXPECT_EQ(ending(told, rule), "info");
  EXPECT_THAT(offers(found(told, rule)), Not(Contains(HasSubstr("cancel"))));
  EXPECT_THAT(offers(found(told, rule)), Not(Contains(HasSubstr("foscarnet"))));
}

TEST(ResistantVirus, AResultBeforeThisLesionWithoutHealingIsNoAllClear) {
  auto told = with_hiv();
  told.susceptibility("73574-6", "R", -100);
  EXPECT_NE(ending(told, rule), "quiet");
}

TEST(ResistantVirus, ReportedIsNoProof) {
  for (const auto* code : {"Z16.33", "409798003"}) {
    auto told = with_hiv();
    told.has({.code = code, .onset = -10});
    EXPECT_EQ(ending(told, rule), "warning") << code;
    const auto all = offers(found(told, rule));
    EXPECT_THAT(all, Contains(HasSubstr("test 5859-4")));
    EXPECT_THAT(all, Not(Contains(HasSubstr("foscarnet"))));
  }
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
