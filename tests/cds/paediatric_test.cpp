// paediatric: the label age of each drug, and no dose for the young.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto rule = cds::rule_id::paediatric;

chart with_order(std::string_view drug, int years) {
  return chart().man(years).lip_lesion(0).order({.drug = drug, .mg = 1000}).for_lesion();
}

TEST(Paediatric, EachLabelAge) {
  struct expected {
    std::string_view name, drug;
    int years;
  };
  for (const auto& at : std::initializer_list<expected>{{"valacyclovir", support::valacyclovir, 12},
                                                        {"famciclovir", support::famciclovir, 18},
                                                        {"foscarnet", support::foscarnet, 18},
                                                        {"acyclovir cream", support::acyclovir_cream, 12},
                                                        {"acyclovir ointment", support::acyclovir_ointment, 12},
                                                        {"penciclovir cream", support::penciclovir_cream, 12}}) {
    EXPECT_EQ(ending(with_order(at.drug, at.years - 1), rule), "warning") << at.name;
    EXPECT_EQ(ending(with_order(at.drug, at.years), rule), "quiet") << at.name;
    EXPECT_EQ(ending(with_order(at.drug, 40), rule), "quiet") << at.name;
    EXPECT_EQ(ending(with_order(at.drug, 1), rule), "warning") << at.name;
  }
}

TEST(Paediatric, OralAcyclovirHasNoLabelAge) { EXPECT_EQ(ending(with_order(support::acyclovir, 9), rule), "quiet"); }

TEST(Paediatric, ABirthYearAloneIsTakenAsTheYounger) {
  auto told = with_order(support::valacyclovir, 12);
  const auto year = [](int number) {
    return cds::date_time{std::chrono::sys_days(std::chrono::year(number) / 1 / 1),
                          std::chrono::sys_days(std::chrono::year(number) / 12 / 31), std::nullopt};
  };
  told.facts.patient.birth = year(2014); // 11 or 12 years old in January 2026
  EXPECT_EQ(ending(told, rule), "warning");
  told.facts.patient.birth = year(2013);
  EXPECT_EQ(ending(told, rule), "quiet");
}

TEST(Paediatric, AnUnknownBirthDateIsNoAllClear) {
  auto told = with_order(support::valacyclovir, 9);
  told.facts.patient.birth.reset();
  EXPECT_EQ(ending(told, rule), "not evaluable");
  EXPECT_THAT(spoken(decide(told)), ElementsAre("not-checked info"));
}

TEST(Paediatric, ZosterIsLeftAlone) {
  auto told = chart().man(9).order({.drug = support::valacyclovir, .mg = 1000, .per_day = 3}).because("B02.9");
  EXPECT_THAT(spoken(decide(told)), IsEmpty());
}

TEST(Paediatric, SaysNoDoseAndNoClearance) {
  auto told = with_order(support::valacyclovir, 9);
  told.weight(28).creatinine(0.5);
  const auto card = found(told, rule);
  EXPECT_THAT(offers(card), IsEmpty());
  const auto said = words(card);
  for (const auto* number : {" mg", " g ", "ml/min", "mg/kg"})
    EXPECT_EQ(said.find(number), std::string::npos) << number << " in " << said;
  EXPECT_NE(said.find("12"), std::string::npos) << said;
}

} // namespace
