// foscarnet-safety: how fast the order lets foscarnet run, held against 1 mg/kg/min.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cds/assess/infusion.hpp"
#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using cds::unit;
using support::foscarnet;
using testing::HasSubstr;
using testing::Not;

constexpr auto rule = cds::rule_id::foscarnet_safety;
constexpr auto per_min = unit::milligram_per_minute, per_kg_min = unit::milligram_per_kilogram_per_minute,
               ml_min = unit::millilitre_per_minute;

/// 80 kg, everything measured and normal an hour ago.
chart measured() {
  auto told = chart().has({.code = "Z94.84"}).weight(80).creatinine(1.0, 1);
  told.lab("2823-3", 4.0, unit::millimole_per_litre, 1).lab("17861-6", 9.0, unit::milligram_per_decilitre, 1);
  told.lab("19123-9", 2.0, unit::milligram_per_decilitre, 1).lab("2777-1", 3.5, unit::milligram_per_decilitre, 1);
  told.lab("11524-6", 0, unit::percent, 1);
  told.facts.labs.items.back().value.reset();
  return told;
}

chart ordered(cds::infusion how, cds::quantity dose = {40, unit::milligram_per_kilogram}) {
  auto told = measured().order({.drug = foscarnet, .per_day = 3, .days = 14, .mg_per_kg = 40});
  told.facts.drafts.back().dosage.dose = dose;
  told.facts.drafts.back().dosage.infusion = how;
  return told;
}

cds::infusion rate(double value, cds::unit in) { return {.rate = cds::quantity{value, in}, .hours = {}}; }
cds::infusion over(double hours) { return {.rate = {}, .hours = hours}; }
cds::quantity mg(double value) { return {value, unit::milligram}; }
cds::quantity mg_kg(double value) { return {value, unit::milligram_per_kilogram}; }

TEST(FoscarnetRate, IsHeldAgainstTheLimit) {
  const struct {
    cds::infusion how;
    cds::quantity dose;
    std::string_view ending;
  } cases[] = {
      {{}, mg_kg(40), "info"},
      {rate(0.999, per_kg_min), mg_kg(40), "info"},
      {rate(1, per_kg_min), mg_kg(40), "info"},
      {rate(60.0 / 60, per_kg_min), mg_kg(40), "info"},
      {rate(1.001, per_kg_min), mg_kg(40), "warning"},
      {rate(79.9, per_min), mg_kg(40), "info"},
      {rate(80, per_min), mg_kg(40), "info"},
      {rate(80.1, per_min), mg_kg(40), "warning"},
      {rate(3.33, ml_min), mg_kg(40), "info"},                                        // 24 mg/mL
      {rate(80.0 / 24, ml_min), mg_kg(40), "info"},                                   //
      {rate(3.34, ml_min), mg_kg(40), "warning"},                                     //
      {over(1), mg_kg(59.9), "info"},                                                 //
      {over(1), mg_kg(60), "info"},                                                   //
      {over(1), mg_kg(60.1), "warning"},                                              //
      {over(2), mg_kg(120), "info"},                                                  //
      {over(1.999), mg_kg(120), "warning"},                                           //
      {over(1), mg(4799), "info"},                                                    // 80 kg
      {over(1), mg(4800), "info"},                                                    //
      {over(1), mg(4801), "warning"},                                                 //
      {over(1), {200, unit::millilitre}, "info"},                                     // 24 mg/mL
      {over(1), {201, unit::millilitre}, "warning"},                                  //
      {{.rate = cds::quantity{0.5, per_kg_min}, .hours = 0.5}, mg_kg(40), "warning"}, // the faster part counts
      {{.rate = cds::quantity{1.5, per_kg_min}, .hours = 2}, mg_kg(40), "warning"},
  };
  for (const auto& c : cases) {
    const auto told = ordered(c.how, c.dose);
    EXPECT_EQ(ending(told, rule), c.ending) << essence(decide(told)) << cds::to_text(c.dose);
  }
}

TEST(FoscarnetRate, IsNamedInTheCard) {
  const auto fast = found(ordered(rate(120, per_min)), rule);
  EXPECT_EQ(fast.summary, "Foscarnet may run in at 1.5 mg/kg/min as ordered; the label's fastest is 1");
  EXPECT_THAT(words(fast), HasSubstr("the order allows 1.5 mg/kg/min (120 mg/min)"));
  EXPECT_THAT(words(fast), HasSubstr("weight"));
  EXPECT_THAT(words(found(ordered(over(0.5)), rule)), HasSubstr("(40 mg/kg over 30 minutes)"));
  EXPECT_THAT(words(found(ordered(rate(5, ml_min)), rule)), HasSubstr("(5 ml/min at 24 mg/ml)"));
}

TEST(FoscarnetRate, IsSaidToBeUnknown) {
  const auto unread = found(ordered({.rate = {}, .hours = {}, .unread = true}), rule);
  EXPECT_EQ(unread.indicator, cds::indicator::info);
  EXPECT_THAT(words(unread), HasSubstr("not all that the order says of its rate could be read"));
  EXPECT_THAT(words(found(ordered({}), rule)), Not(HasSubstr("of its rate")));

  auto unweighed = ordered(rate(120, per_min));
  unweighed.facts.vitals.items.clear();
  EXPECT_EQ(ending(unweighed, rule), "info");
  EXPECT_THAT(words(found(unweighed, rule)), HasSubstr("whether 120 mg/min stays within 1 mg/kg/min is not known"));

  auto unmixed = ordered(rate(5, ml_min));
  unmixed.facts.drafts.back().drug.concentration_mg_per_ml = 0;
  EXPECT_EQ(ending(unmixed, rule), "info");
  EXPECT_THAT(words(found(unmixed, rule)), HasSubstr("of its rate"));
}

TEST(FoscarnetRate, OfARunningOrderSpeaksToo) {
  auto told = measured();
  told.requested({.drug = foscarnet,
                  .per_day = 3,
                  .from = -2,
                  .days = 0,
                  .status = cds::medication::state::active,
                  .mg_per_kg = 40});
  auto& infusion = told.facts.requests.items.back().dosage.infusion;
  EXPECT_EQ(standing_ending(told, rule), "quiet");
  infusion.rate = cds::quantity{1, per_kg_min};
  EXPECT_EQ(standing_ending(told, rule), "quiet");
  infusion.rate = cds::quantity{1.1, per_kg_min};
  EXPECT_EQ(standing_ending(told, rule), "warning");
}

TEST(FoscarnetRate, ComesAfterWhatIsCritical) {
  auto told = ordered(rate(2, per_kg_min)).order({.drug = support::pentamidine, .mg = 300, .per_day = 1});
  const auto card = found(told, rule);
  EXPECT_EQ(card.indicator, cds::indicator::critical);
  EXPECT_THAT(words(card), HasSubstr("the order allows 2 mg/kg/min"));
}

TEST(FoscarnetRate, OfOtherDrugsIsNoConcern) {
  auto told = chart().order({.drug = support::valacyclovir, .mg = 2000, .days = 1}).because("B00.1");
  const auto before = essence(decide(told));
  told.facts.drafts.back().dosage.infusion = rate(500, per_min);
  EXPECT_EQ(essence(decide(told)), before);
}

} // namespace
