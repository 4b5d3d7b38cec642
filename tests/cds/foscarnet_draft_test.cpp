// The foscarnet draft of resistant-virus: when it may be offered, and at which dose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using testing::HasSubstr;

constexpr auto rule = cds::rule_id::resistant_virus;

std::string drafted(const chart& told) {
  for (const auto& offer : offers(found(told, rule)))
    if (offer.find("foscarnet") != std::string::npos) return offer;
  return "none";
}

TEST(FoscarnetDraft, WhatStandsInTheWayOfADraft) {
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
            "foscarnet"},
           {"foscarnet beside it",
            [](chart& c) {
              c.order({.drug = support::foscarnet, .mg = 1950, .per_day = 3});
              c.for_lesion();
            },
            "foscarnet is being ordered already"},
           {"foscarnet beside it that is not selected",
            [](chart& c) {
              c.order({.drug = support::foscarnet, .mg = 1950, .per_day = 3});
              c.facts.not_selected = {c.facts.drafts.back()};
              c.facts.drafts.pop_back();
            },
            "foscarnet is being ordered already"}}) {
    auto told = resistant();
    at.change(told);
    SCOPED_TRACE(at.name);
    EXPECT_EQ(ending(told, rule), "critical");
    EXPECT_EQ(drafted(told) == "none", !at.says.empty()) << drafted(told);
    EXPECT_THAT(words(found(told, rule)), HasSubstr(at.says));
  }
}

TEST(FoscarnetDraft, NoDraftForAHealthyHost) {
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

TEST(FoscarnetDraft, MildHostsMayGetADraft) {
  auto told = resistant();
  told.lab("24467-3", 450, cds::unit::cells_per_microlitre, 24);
  EXPECT_EQ(ending(told, rule), "warning");
  EXPECT_EQ(drafted(told), "foscarnet 30 mg/kg 1950 mg q8h");
}

// Clearance is (140 - age) / (72 x creatinine), times 0.85 for a woman, in mL/min/kg.
TEST(FoscarnetDraft, FoscarnetDoseByBand) {
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

TEST(FoscarnetDraft, FoscarnetDoseOfAWoman) {
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

TEST(FoscarnetDraft, NewestCreatinineCounts) {
  auto told = resistant(68, 1.0, 60);
  told.creatinine(2.0, 1);
  EXPECT_EQ(drafted(told), "foscarnet 35 mg/kg 2100 mg q24h");
}

} // namespace
