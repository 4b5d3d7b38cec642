// Where the herpes is: which statement of the site wins, seen through the rule that speaks.
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::acyclovir;
using support::famciclovir;
using support::valacyclovir;
using clinical = cds::condition::clinical;

/// Twelve days of valacyclovir and another order of 1 g every 12 hours, with no herpes in the chart and no reason.
chart no_site() {
  return chart()
      .given({.drug = valacyclovir, .mg = 1000, .from = -12, .days = 12})
      .order({.drug = valacyclovir, .mg = 1000, .days = 7});
}

std::string site(const chart& told) {
  const auto decided = decide(told);
  if (ending(decided, cds::rule_id::confirm_indication) != "quiet")
    return "unspecified " + ending(decided, cds::rule_id::confirm_indication);
  if (ending(decided, cds::rule_id::treatment_failure) != "quiet") return "lips";
  return decided.recommendations.empty() ? "elsewhere" : "something spoke";
}

void expect_sites(const std::vector<row>& rows) {
  for (const auto& row : rows) {
    auto told = no_site();
    row.change(told);
    EXPECT_EQ(site(told), row.ending) << row.name << "\n" << essence(decide(told));
  }
}

TEST(Site, EachReason) {
  for (const auto& [code, expected] : {std::pair{"B00.1", "lips"},
                                       {"B00.2", "lips"},
                                       {"1475003", "lips"},
                                       {"57920007", "lips"},
                                       {"A60.04", "elsewhere"},
                                       {"33839006", "elsewhere"},
                                       {"B02.9", "elsewhere"},
                                       {"B02.29", "elsewhere"},
                                       {"4740000", "elsewhere"},
                                       {"B25.9", "elsewhere"},
                                       {"B00.9", "unspecified info"},
                                       {"88594005", "unspecified info"}}) {
    auto by_code = no_site();
    by_code.because(code);
    EXPECT_EQ(site(by_code), expected) << code << " as reasonCode";
    auto by_reference = no_site();
    by_reference.has({.code = code, .onset = -13}).for_condition(0);
    EXPECT_EQ(site(by_reference), expected) << code << " as reasonReference";
    auto as_diagnosis = no_site();
    as_diagnosis.has({.code = code, .onset = -13, .encounter = true});
    EXPECT_EQ(site(as_diagnosis), expected) << code << " as encounter diagnosis";
    auto on_the_list = no_site();
    on_the_list.has({.code = code, .onset = -13});
    EXPECT_EQ(site(on_the_list), expected) << code << " on the problem list";
  }
}

TEST(Site, TheNearestStatementWins) {
  expect_sites(
      {{"reasonReference over reasonCode",
        [](chart& c) { c.has({.code = "B00.1", .onset = -13}).for_condition(0).because("B02.9"); }, "lips"},
       {"reasonReference over reasonCode, reversed",
        [](chart& c) { c.has({.code = "B02.9", .onset = -13}).for_condition(0).because("B00.1"); }, "elsewhere"},
       {"reasonCode over encounter diagnosis",
        [](chart& c) { c.has({.code = "B00.1", .onset = -13, .encounter = true}).because("A60.04"); }, "elsewhere"},
       {"reasonCode over encounter diagnosis, reversed",
        [](chart& c) { c.has({.code = "A60.04", .onset = -13, .encounter = true}).because("B00.1"); }, "lips"},
       {"encounter diagnosis over problem list",
        [](chart& c) {
          c.has({.code = "B00.1", .onset = -13}).has({.code = "A60.04", .onset = -13, .encounter = true});
        },
        "elsewhere"},
       {"encounter diagnosis over problem list, reversed",
        [](chart& c) {
          c.has({.code = "A60.04", .onset = -13}).has({.code = "B00.1", .onset = -13, .encounter = true});
        },
        "lips"},
       {"a resolved disease does not count",
        [](chart& c) {
          c.has({.code = "A60.04", .onset = -400, .status = clinical::resolved}).has({.code = "B00.1", .onset = -13});
        },
        "lips"},
       {"two active sites",
        [](chart& c) { c.has({.code = "B00.1", .onset = -13}).has({.code = "B02.9", .onset = -3}); },
        "unspecified info"},
       {"twice the same site",
        [](chart& c) { c.has({.code = "B00.1", .onset = -13}).has({.code = "1475003", .onset = -13}); }, "lips"}});
}

TEST(Site, DosesThatMeanAnotherDisease) {
  struct signature {
    std::string_view name, drug;
    double mg, per_day;
  };
  for (const auto& at : std::initializer_list<signature>{{"zoster", valacyclovir, 1000, 3},
                                                         {"zoster", famciclovir, 500, 3},
                                                         {"zoster", acyclovir, 800, 5},
                                                         {"cytomegalovirus", valacyclovir, 2000, 4}}) {
    auto told = chart()
                    .has({.code = "B00.1", .onset = -13})
                    .given({.drug = valacyclovir, .mg = 1000, .from = -12, .days = 12})
                    .order({.drug = at.drug, .mg = at.mg, .per_day = at.per_day, .days = 7});
    EXPECT_EQ(site(told), "elsewhere") << at.name << " dose of " << at.drug << " without a reason";
    told.for_condition(0);
    EXPECT_EQ(site(told), "lips") << "a reason wins over the dose of " << at.drug;
  }
}

TEST(Site, ReducedZosterDosesNeedAReason) {
  expect_sites(
      {{"only zoster", [](chart& c) { c.has({.code = "B02.9", .onset = -3}); }, "elsewhere"},
       {"zoster and cold sores",
        [](chart& c) { c.has({.code = "B02.9", .onset = -3}).has({.code = "B00.1", .onset = -4000}); },
        "unspecified info"},
       {"zoster and cold sores, reason zoster",
        [](chart& c) { c.has({.code = "B02.9", .onset = -3}).has({.code = "B00.1", .onset = -4000}).for_condition(0); },
        "elsewhere"}});
}

} // namespace
