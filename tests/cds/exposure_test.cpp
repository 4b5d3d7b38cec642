// Exposure, as treatment-failure shows it: courses that merge, how near to today they reach, dose and coverage.
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::acyclovir;
using support::famciclovir;
using support::told_course;
using support::valacyclovir;

constexpr auto rule = cds::rule_id::treatment_failure;

/// A lip lesion for 40 days, another order of valacyclovir, and no course yet.
chart untreated() { return chart().lip_lesion(-40).order({.drug = valacyclovir, .mg = 1000, .days = 7}).for_lesion(); }

std::function<void(chart&)> dispensed(std::initializer_list<std::pair<int, int>> courses, double mg = 1000) {
  std::vector<std::pair<int, int>> all(courses);
  return [all, mg](chart& c) {
    for (const auto& [from, days] : all) c.dispensed({.drug = valacyclovir, .mg = mg, .from = from, .days = days});
  };
}

TEST(Exposure, CoursesMergeOverShortGaps) {
  expect_endings(rule, untreated(),
                 {{"no gap", dispensed({{-12, 6}, {-6, 6}}), "warning"},
                  {"two days without", dispensed({{-14, 8}, {-4, 4}}), "warning"},
                  {"five days without", dispensed({{-14, 5}, {-4, 4}}), "quiet"},
                  {"overlapping", dispensed({{-12, 10}, {-8, 8}}), "warning"},
                  {"one inside the other", dispensed({{-12, 12}, {-9, 2}}), "warning"}});
}

TEST(Exposure, MustReachToNow) {
  expect_endings(rule, untreated(),
                 {{"to yesterday", dispensed({{-12, 12}}), "warning"},
                  {"beyond today", dispensed({{-12, 30}}), "warning"},
                  {"to the day before yesterday", dispensed({{-12, 11}}), "warning"},
                  {"to three days ago", dispensed({{-12, 10}}), "warning"},
                  {"to five days ago", dispensed({{-12, 8}}), "quiet"},
                  {"long over", dispensed({{-39, 10}}), "quiet"}});
}

TEST(Exposure, AOneDayCourseIsOneDay) {
  expect_endings(rule, untreated(),
                 {{"two weeks ago", dispensed({{-14, 1}}, 2000), "quiet"},
                  {"two days ago", dispensed({{-2, 1}}, 2000), "quiet"},
                  {"every six days", dispensed({{-18, 1}, {-12, 1}, {-6, 1}}, 2000), "quiet"}});
}

TEST(Exposure, EveryKindOfRecordCounts) {
  const told_course course{.drug = valacyclovir, .mg = 1000, .from = -12, .days = 12};
  auto active = course;
  active.days = 0;
  active.status = cds::medication::state::active;
  expect_endings(
      rule, untreated(),
      {{"administrations", [&](chart& c) { c.given(course); }, "warning"},
       {"a dispense", [&](chart& c) { c.dispensed(course); }, "warning"},
       {"a statement", [&](chart& c) { c.stated(course); }, "warning"},
       {"a finished request", [&](chart& c) { c.requested(course); }, "warning"},
       {"an open-ended active request", [&](chart& c) { c.requested(active); }, "warning"},
       {"all of them, once", [&](chart& c) { c.given(course).dispensed(course).requested(course); }, "warning"},
       {"only the draft", [](chart&) {}, "quiet"}});
}

TEST(Exposure, SeveralRecordsOfOneCourseAreNoHigherDose) {
  told_course course{.drug = valacyclovir, .mg = 300, .from = -12, .days = 12};
  auto told = untreated();
  told.given(course).dispensed(course).requested(course);
  EXPECT_EQ(ending(told, rule), "info") << "600 mg a day told three times is still 600 mg a day";
}

TEST(Exposure, OnlySystemicNucleosidesCount) {
  expect_endings(
      rule, untreated(),
      {{"acyclovir",
        [](chart& c) { c.dispensed({.drug = acyclovir, .mg = 400, .per_day = 5, .from = -12, .days = 12}); },
        "warning"},
       {"famciclovir", [](chart& c) { c.dispensed({.drug = famciclovir, .mg = 500, .from = -12, .days = 12}); },
        "warning"},
       {"cream",
        [](chart& c) { c.dispensed({.drug = support::acyclovir_cream, .per_day = 5, .from = -12, .days = 12}); },
        "quiet"},
       {"prednisone",
        [](chart& c) { c.dispensed({.drug = support::prednisone, .mg = 5, .per_day = 1, .from = -12, .days = 12}); },
        "quiet"}});
}

/// The dose that just reaches 80 % of the adequate daily dose, and one mg a dose less.
TEST(Exposure, AdequateDoseByDrugHostAndKidneys) {
  struct expected {
    std::string_view name, drug;
    double mg, per_day;
    bool compromised;
    double creatinine; // man of 40, 72 kg: clearance is 100 / creatinine
  };
  for (const auto& at :
       std::initializer_list<expected>{{"valacyclovir", valacyclovir, 400, 2, false, 1},
                                       {"acyclovir", acyclovir, 320, 3, false, 1},
                                       {"famciclovir", famciclovir, 200, 2, false, 1},
                                       {"valacyclovir, compromised", valacyclovir, 800, 2, true, 1},
                                       {"acyclovir, compromised", acyclovir, 320, 3, true, 1},
                                       {"famciclovir, compromised", famciclovir, 400, 2, true, 1},
                                       {"valacyclovir, clearance 25", valacyclovir, 200, 2, false, 4},
                                       {"valacyclovir, compromised, clearance 25", valacyclovir, 400, 2, true, 4}}) {
    for (double less : {0.0, 1.0}) {
      auto told = untreated();
      told.weight(72).creatinine(at.creatinine);
      if (at.compromised) told.has({.code = "D84.9"});
      told.dispensed({.drug = at.drug, .mg = at.mg - less, .per_day = at.per_day, .from = -12, .days = 12});
      EXPECT_EQ(ending(told, rule), less > 0 ? "info" : "warning") << at.name << " minus " << less;
    }
  }
}

TEST(Exposure, CoverageOfFourFifths) {
  expect_endings(rule, untreated(),
                 {{"10 of 10 days", dispensed({{-10, 10}}), "warning"},
                  {"8 of 10 days", dispensed({{-10, 5}, {-3, 3}}), "warning"},
                  {"7 of 10 days", dispensed({{-10, 3}, {-6, 1}, {-3, 3}}), "info"},
                  {"12 of 15 days", dispensed({{-15, 6}, {-7, 4}, {-2, 2}}), "warning"},
                  {"11 of 15 days", dispensed({{-15, 5}, {-7, 4}, {-2, 2}}), "info"}});
}

TEST(Exposure, DaysAreCountedFromTheFirstDose) {
  for (int day : {6, 7, 8}) {
    auto told = untreated();
    told.dispensed({.drug = valacyclovir, .mg = 1000, .from = -day, .days = 30});
    EXPECT_EQ(ending(told, rule), day < 7 ? "quiet" : "info") << day;
  }
}

TEST(Exposure, AnUnreadableDoseIsNotAdequate) {
  auto told = untreated();
  told.dispensed({.drug = valacyclovir, .mg = 0, .from = -12, .days = 12});
  EXPECT_NE(ending(told, rule), "quiet");
}

} // namespace
