// confirm-indication: a systemic nucleoside for herpes of no particular site.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto rule = cds::rule_id::confirm_indication;

TEST(ConfirmIndication, EachDrug) {
  struct expected {
    std::string_view drug, ending;
  };
  for (const auto& at : std::initializer_list<expected>{{support::valacyclovir, "info"},
                                                        {support::famciclovir, "info"},
                                                        {support::acyclovir, "info"},
                                                        {support::acyclovir_cream, "quiet"},
                                                        {support::penciclovir_cream, "quiet"}}) {
    auto told = chart().order({.drug = at.drug, .mg = 400, .days = 7}).because("B00.9");
    EXPECT_EQ(ending(told, rule), at.ending) << at.drug;
  }
}

TEST(ConfirmIndication, SpeaksAlone) {
  auto told = chart()
                  .has({.code = "Z94.84"})
                  .has({.code = "B00.9", .onset = -13})
                  .given({.drug = support::valacyclovir, .mg = 1000, .from = -12, .days = 12})
                  .susceptibility("73574-6", "R", -2)
                  .order({.drug = support::valacyclovir, .mg = 2000, .days = 1})
                  .for_condition(1);
  const auto decided = decide(told);
  EXPECT_THAT(spoken(decided), ElementsAre("confirm-indication info"));
  EXPECT_THAT(offers(decided.recommendations.front()), IsEmpty());
}

TEST(ConfirmIndication, QuietWhenTheSiteIsKnown) {
  EXPECT_EQ(ending(failing(), rule), "quiet");
  auto genital = chart().order({.drug = support::valacyclovir, .mg = 500, .days = 3}).because("A60.04");
  EXPECT_EQ(ending(genital, rule), "quiet");
}

TEST(ConfirmIndication, MinorsAreNotAsked) {
  auto told = chart().man(15).order({.drug = support::valacyclovir, .mg = 500, .days = 3}).because("B00.9");
  EXPECT_EQ(ending(told, rule), "quiet");
}

} // namespace
