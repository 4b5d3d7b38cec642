// treatment-failure: which exposure, day and host make a card, and what the card offers.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::famciclovir;
using support::foscarnet;
using support::valacyclovir;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;
using clinical = cds::condition::clinical;

constexpr auto rule = cds::rule_id::treatment_failure;

void severe(chart& c) { c.has({.code = "Z94.84"}); }
void mild(chart& c) { c.has({.code = "D84.9"}); }
void host_unknown(chart& c) { c.facts.requests = {}; }
/// Valacyclovir 500 mg a day is under every adequate dose.
chart underdosed(int days) {
  auto told = failing(days);
  for (auto& dose : told.facts.administrations.items) dose.dosage.dose->value = 250;
  return told;
}

TEST(TreatmentFailure, AdequateExposureByDayAndHost) {
  struct expected {
    int days;
    std::string_view severe, mild, none, unknown;
  };
  for (const auto& at : std::initializer_list<expected>{{6, "quiet", "quiet", "quiet", "not evaluable"},
                                                        {7, "warning", "warning", "info", "info"},
                                                        {9, "warning", "warning", "info", "info"},
                                                        {10, "warning", "warning", "warning", "warning"},
                                                        {21, "warning", "warning", "warning", "warning"}}) {
    SCOPED_TRACE(at.days);
    expect_endings(rule, failing(at.days),
                   {{"severe", severe, at.severe},
                    {"mild", mild, at.mild},
                    {"none", [](chart&) {}, at.none},
                    {"unknown", host_unknown, at.unknown}});
  }
}

TEST(TreatmentFailure, InadequateExposureByDayAndHost) {
  for (int days : {6, 7, 9, 10, 21}) {
    SCOPED_TRACE(days);
    const std::string_view other = days < 7 ? "quiet" : "info";
    expect_endings(rule, underdosed(days),
                   {{"severe", severe, days < 7 ? "quiet" : "warning"},
                    {"mild", mild, other},
                    {"none", [](chart&) {}, other},
                    {"unknown", host_unknown, days < 7 ? "not evaluable" : "info"}});
  }
}

TEST(TreatmentFailure, UnknownLesionIsAskedAbout) {
  for (int days : {6, 7, 10, 21}) {
    auto told = failing(days);
    auto& lesion = told.facts.conditions.items.front();
    lesion.status = clinical::unknown;
    lesion.onset = support::on_day(-400);
    const std::string_view asked = days < 7 ? "quiet" : "info";
    SCOPED_TRACE(days);
    expect_endings(rule, told, {{"none", [](chart&) {}, asked}, {"severe", severe, asked}});
    if (days >= 7) {
      EXPECT_THAT(words(found(told, rule)), HasSubstr("heal"));
    }
  }
}

TEST(TreatmentFailure, WhatSilencesIt) {
  expect_endings(
      rule, failing(),
      {{"nothing", [](chart&) {}, "warning"},
       {"no exposure", [](chart& c) { c.facts.administrations.items.clear(); }, "quiet"},
       {"resolved", [](chart& c) { c.facts.conditions.items[0].status = clinical::resolved; }, "quiet"},
       {"inactive", [](chart& c) { c.facts.conditions.items[0].status = clinical::inactive; }, "quiet"},
       {"remission", [](chart& c) { c.facts.conditions.items[0].status = clinical::remission; }, "quiet"},
       {"recurrence", [](chart& c) { c.facts.conditions.items[0].status = clinical::recurrence; }, "warning"},
       {"relapse", [](chart& c) { c.facts.conditions.items[0].status = clinical::relapse; }, "warning"},
       {"abated yesterday", [](chart& c) { c.facts.conditions.items[0].abated = support::on_day(-1); }, "quiet"},
       {"abated today", [](chart& c) { c.facts.conditions.items[0].abated = support::on_day(0); }, "quiet"},
       {"abates tomorrow", [](chart& c) { c.facts.conditions.items[0].abated = support::on_day(1); }, "warning"},
       {"susceptible isolate", [](chart& c) { c.susceptibility("73574-6", "S", -3); }, "quiet"},
       {"resistant isolate", [](chart& c) { c.susceptibility("73574-6", "R", -3); }, "quiet"},
       {"intermediate isolate", [](chart& c) { c.susceptibility("73574-6", "I", -3); }, "warning"},
       {"on foscarnet",
        [](chart& c) {
          c.requested({.drug = foscarnet,
                       .mg = 2400,
                       .per_day = 3,
                       .from = -2,
                       .days = 0,
                       .status = cds::medication::state::active});
        },
        "quiet"},
       {"foscarnet months ago",
        [](chart& c) { c.given({.drug = foscarnet, .mg = 2400, .per_day = 3, .from = -100, .days = 5}); }, "warning"}});
}

TEST(TreatmentFailure, OffersOfAWarning) {
  EXPECT_THAT(offers(found(failing(), rule)), UnorderedElementsAre("*test 5859-4", "*test 1-8", "refer", "cancel"));
  auto host = failing();
  severe(host);
  const auto all = offers(found(host, rule));
  for (const auto* wanted : {"*test 5859-4", "*test 1-8", "*test 256-8", "refer urgent", "cancel"})
    EXPECT_THAT(all, Contains(wanted));
  EXPECT_EQ(all.size(), 5u);
}

TEST(TreatmentFailure, OffersOfAnInfo) {
  EXPECT_THAT(offers(found(failing(7), rule)), UnorderedElementsAre("test 5859-4", "test 1-8"));
}

// A susceptibility test is run on a cultured virus: once it is on its way, so is the culture.
TEST(TreatmentFailure, TestsOnTheirWayAreNotAskedForTwice) {
  using order = cds::service_request::state;
  using report = cds::observation::state;
  struct pending {
    std::string_view name;
    std::function<void(chart&)> change;
    bool culture, susceptibility; // offered all the same
  };
  for (const auto& at : std::initializer_list<pending>{
           {"culture ordered", [](chart& c) { c.service("5859-4", -2); }, false, true},
           {"both ordered", [](chart& c) { c.service("5859-4", -2).service("1-8", -2); }, false, false},
           {"susceptibility ordered", [](chart& c) { c.service("1-8", -2); }, false, false},
           {"registered", [](chart& c) { c.susceptibility("73574-6", "I", -2, report::registered); }, false, false},
           {"preliminary", [](chart& c) { c.susceptibility("73574-6", "I", -2, report::preliminary); }, false, false},
           {"ordered and revoked", [](chart& c) { c.service("5859-4", -2, order::revoked); }, true, true}}) {
    SCOPED_TRACE(at.name);
    auto told = failing();
    at.change(told);
    const auto card = found(told, rule);
    const auto all = offers(card);
    EXPECT_EQ(ending(told, rule), "warning");
    EXPECT_EQ(std::count(all.begin(), all.end(), "*test 5859-4"), at.culture ? 1 : 0);
    EXPECT_EQ(std::count(all.begin(), all.end(), "*test 1-8"), at.susceptibility ? 1 : 0);
    if (!at.culture) {
      EXPECT_THAT(words(card), HasSubstr("2026-01-18")) << "the card says since when";
    }
  }
}

TEST(TreatmentFailure, ReferralWithinThirtyDaysIsNotRepeated) {
  for (const auto& [day, offered] : {std::pair{-1, false}, {-29, false}, {-31, true}}) {
    auto told = failing();
    told.service("306284005", day);
    SCOPED_TRACE(day);
    if (offered)
      EXPECT_THAT(offers(found(told, rule)), Contains("refer"));
    else
      EXPECT_THAT(offers(found(told, rule)), Not(Contains("refer")));
  }
}

TEST(TreatmentFailure, OnlyASevereHostIsToldOfEmpiricFoscarnet) {
  const auto says = [](chart told, const std::function<void(chart&)>& host) {
    host(told);
    return words(found(told, rule));
  };
  EXPECT_THAT(says(failing(), severe), HasSubstr("empiric"));
  EXPECT_THAT(says(underdosed(12), severe), Not(HasSubstr("empiric")));
  for (const auto& host : std::initializer_list<std::function<void(chart&)>>{mild, [](chart&) {}, host_unknown})
    for (const auto& told : {failing(), failing(7), underdosed(12)})
      EXPECT_THAT(says(told, host), Not(HasSubstr("foscarnet")));
}

TEST(TreatmentFailure, NeverOffersAnotherDrug) {
  auto told = failing();
  severe(told);
  told.creatinine(0.9).weight(72);
  for (const auto& offer : offers(found(told, rule))) {
    EXPECT_THAT(offer, Not(HasSubstr("foscarnet")));
    EXPECT_THAT(offer, Not(HasSubstr("oral")));
    EXPECT_THAT(offer, Not(HasSubstr("change")));
  }
}

TEST(TreatmentFailure, LinesThatDependOnTheCourse) {
  struct line {
    std::string_view name;
    chart told;
    std::string_view says;
    bool said;
  };
  const auto with = [](chart told, const std::function<void(chart&)>& change) {
    change(told);
    return told;
  };
  const auto switched = [](chart& c) {
    c.facts.drafts.clear();
    c.order({.drug = famciclovir, .mg = 500, .days = 7}).for_lesion();
  };
  const auto pregnant = [](chart& c) { c.woman(30).has({.code = "77386006", .onset = -200}); };
  const auto history = [](int courses) {
    return [courses](chart& c) {
      for (int i = 0; i < courses; ++i)
        c.dispensed({.drug = valacyclovir, .mg = 2000, .from = -300 + 30 * i, .days = 1});
    };
  };
  for (const auto& at :
       std::initializer_list<line>{{"same drug", failing(), "switch", false},
                                   {"another drug of the class", with(failing(), switched), "switch", true},
                                   {"13 days covered", failing(13), "weeks", false},
                                   {"14 days covered", failing(14), "weeks", true},
                                   {"day 20", failing(20), "biopsy", false},
                                   {"day 21", failing(21), "biopsy", true},
                                   {"day 21, severe host", with(failing(21), severe), "biopsy", false},
                                   {"not pregnant", failing(), "obstetric", false},
                                   {"pregnant", with(failing(), pregnant), "obstetric", true},
                                   {"5 courses and this one", with(failing(), history(5)), "12 months", true},
                                   {"3 courses and this one", with(failing(), history(3)), "12 months", false}}) {
    SCOPED_TRACE(at.name);
    const auto said = words(found(at.told, rule));
    ASSERT_NE(said, "");
    if (at.said)
      EXPECT_THAT(said, HasSubstr(at.says));
    else
      EXPECT_THAT(said, Not(HasSubstr(at.says)));
  }
}

TEST(TreatmentFailure, NegativeCultureIsSaidFirst) {
  for (const auto* code : {"5859-4", "16130-7"}) {
    auto told = failing();
    told.lab(code, 1, cds::unit::percent, 48);
    auto& result = told.facts.labs.items.back();
    result.value.reset();
    result.interpretation.add(cds::value_set::not_detected);
    const auto card = found(told, rule);
    ASSERT_FALSE(card.why.empty());
    EXPECT_THAT(card.why.front(), HasSubstr("no herpes simplex")) << code;
  }
}

TEST(TreatmentFailure, SummaryLeadsWithTheDay) {
  const auto card = found(failing(12), rule);
  EXPECT_THAT(card.summary, HasSubstr("12"));
  EXPECT_LE(card.summary.size(), 139u);
}

} // namespace
