// topical-acyclovir: creams and ointments, how loudly for which host, and the oral course offered instead.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using support::acyclovir_cream;
using support::acyclovir_ointment;
using support::valacyclovir;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto rule = cds::rule_id::topical_acyclovir;

chart with(std::string_view drug) {
  return chart().lip_lesion(0).order({.drug = drug, .per_day = 5, .days = 4}).for_lesion();
}

TEST(TopicalAcyclovir, EachTopicalDrug) {
  struct expected {
    std::string_view drug, ending;
  };
  for (const auto& at : std::initializer_list<expected>{{acyclovir_cream, "info"},
                                                        {acyclovir_ointment, "info"},
                                                        {support::penciclovir_cream, "quiet"},
                                                        {support::docosanol_cream, "quiet"},
                                                        {support::acyclovir, "quiet"}})
    EXPECT_EQ(ending(with(at.drug), rule), at.ending) << at.drug;
}

TEST(TopicalAcyclovir, Sites) {
  const auto because = [](std::string_view code) {
    return ending(chart().order({.drug = acyclovir_cream, .per_day = 5, .days = 4}).because(code), rule);
  };
  EXPECT_EQ(because("B00.1"), "info");
  EXPECT_EQ(ending(chart().order({.drug = acyclovir_cream, .per_day = 5, .days = 4}), rule), "info")
      << "no herpes listed";
  EXPECT_EQ(because("A60.04"), "quiet");
  EXPECT_EQ(because("B02.9"), "quiet");
}

TEST(TopicalAcyclovir, Hosts) {
  expect_endings(rule, with(acyclovir_cream),
                 {{"none", [](chart&) {}, "info"},
                  {"mild", [](chart& c) { c.has({.code = "D84.9"}); }, "info"},
                  {"severe", [](chart& c) { c.has({.code = "Z94.84"}); }, "warning"},
                  {"unknown", [](chart& c) { c.facts.requests = {}; }, "info"}});
}

TEST(TopicalAcyclovir, SuspectedFailure) {
  const auto after = [](int days, double mg) {
    auto told = with(acyclovir_cream);
    told.facts.conditions.items.front().onset = support::on_day(-days);
    told.given({.drug = valacyclovir, .mg = mg, .from = -days, .days = days});
    return ending(told, rule);
  };
  EXPECT_EQ(after(6, 1000), "info");
  EXPECT_EQ(after(7, 1000), "warning");
  EXPECT_EQ(after(12, 1000), "warning");
  EXPECT_EQ(after(12, 250), "info") << "the exposure is not adequate";
}

TEST(TopicalAcyclovir, OffersTheOralReference) {
  const auto healthy = found(with(acyclovir_cream), rule);
  EXPECT_THAT(offers(healthy), Contains(HasSubstr("oral 2 g every 12 hours for 1 day")));
  EXPECT_THAT(offers(healthy), Contains(HasSubstr("cancel")));
  for (const auto* code : {"D84.9", "Z94.84"}) {
    auto told = with(acyclovir_cream);
    told.has({.code = code});
    EXPECT_THAT(offers(found(told, rule)), Contains(HasSubstr("oral 1 g every 12 hours for 7 days")));
    EXPECT_THAT(words(found(told, rule)), Not(HasSubstr("2 g")));
  }
}

TEST(TopicalAcyclovir, TheReplacementIsOneSuggestion) {
  const auto card = found(with(acyclovir_cream), rule);
  const auto both = std::count_if(card.suggestions.begin(), card.suggestions.end(),
                                  [](const cds::suggestion& s) { return s.actions.size() == 2; });
  EXPECT_EQ(both, 1) << "withdrawing the cream and ordering the tablets belong together";
}

TEST(TopicalAcyclovir, TheReplacementFollowsTheKidneys) {
  auto told = with(acyclovir_cream);
  told.weight(72).creatinine(4);
  EXPECT_THAT(offers(found(told, rule)), Contains(HasSubstr("oral 500 mg every 12 hours for 1 day"))); // 25 mL/min
  auto old = with(acyclovir_cream);
  old.man(70);
  EXPECT_THAT(offers(found(old, rule)), Not(Contains(HasSubstr("oral")))) << "no dose without a clearance at 70";
  EXPECT_EQ(ending(old, rule), "info");
}

} // namespace
