// Resistance: which results and codes count as what, for how long, and for which episode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using clinical = cds::condition::clinical;
using report = cds::observation::state;

constexpr auto rule = cds::rule_id::resistant_virus;

TEST(Resistance, WhichResultsCount) {
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

TEST(Resistance, LooksBackAYear) {
  for (const auto& [day, expected] : {std::pair{-364, "critical"}, {-367, "quiet"}}) {
    auto told = with_hiv();
    told.facts.conditions.items.back().onset = support::on_day(-400);
    told.susceptibility("73574-6", "R", day);
    EXPECT_EQ(ending(told, rule), expected) << day;
  }
}

TEST(Resistance, AnEarlierHealedEpisode) {
  auto told = with_hiv();
  told.has({.code = "B00.1", .onset = -120, .abated = -80, .status = clinical::resolved});
  told.susceptibility("73574-6", "R", -100);
  EXPECT_EQ(ending(told, rule), "info");
  EXPECT_THAT(offers(found(told, rule)), Not(Contains(HasSubstr("cancel"))));
  EXPECT_THAT(offers(found(told, rule)), Not(Contains(HasSubstr("foscarnet"))));
}

TEST(Resistance, AResultBeforeThisLesionWithoutHealingIsNoAllClear) {
  auto told = with_hiv();
  told.susceptibility("73574-6", "R", -100);
  EXPECT_NE(ending(told, rule), "quiet");
}

TEST(Resistance, ReportedIsNoProof) {
  for (const auto* code : {"Z16.33", "409798003"}) {
    auto told = with_hiv();
    told.has({.code = code, .onset = -10});
    EXPECT_EQ(ending(told, rule), "warning") << code;
    const auto all = offers(found(told, rule));
    EXPECT_THAT(all, Contains(HasSubstr("test 5859-4")));
    EXPECT_THAT(all, Not(Contains(HasSubstr("foscarnet"))));
  }
}

} // namespace
