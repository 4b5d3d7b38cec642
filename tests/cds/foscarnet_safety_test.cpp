// foscarnet-safety: what must be measured and when, what is low or rising, and what must not run beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using cds::unit;
using cds::value_set;
using support::foscarnet;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto rule = cds::rule_id::foscarnet_safety;
constexpr auto active = cds::medication::state::active;

struct test {
  std::string_view name;
  std::string_view result; // LOINC
  double normal;
  cds::unit unit;
  value_set kind;
  std::string_view order; // LOINC
};
const std::vector<test> tests = {
    {"creatinine", "2160-0", 1.0, unit::milligram_per_decilitre, value_set::creatinine, "51990-0"},
    {"potassium", "2823-3", 4.0, unit::millimole_per_litre, value_set::potassium, "51990-0"},
    {"calcium", "17861-6", 9.0, unit::milligram_per_decilitre, value_set::calcium, "17861-6"},
    {"magnesium", "19123-9", 2.0, unit::milligram_per_decilitre, value_set::magnesium, "19123-9"},
    {"phosphate", "2777-1", 3.5, unit::milligram_per_decilitre, value_set::phosphate, "2777-1"},
    {"ecg", "11524-6", 0, unit::percent, value_set::ecg, "11524-6"},
};

void add(chart& c, const test& t, double hours) {
  c.lab(t.result, t.normal, t.unit, hours);
  if (t.kind == value_set::ecg) c.facts.labs.items.back().value.reset();
}

/// Severely immunocompromised, 80 kg, everything normal an hour ago, foscarnet ordered.
chart complete() {
  auto told = chart().has({.code = "Z94.84"}).weight(80);
  for (const auto& t : tests) add(told, t, 1);
  return told.order({.drug = foscarnet, .per_day = 3, .days = 14, .mg_per_kg = 40});
}

/// The same, on foscarnet for `days` days.
chart running(int days) {
  auto told = complete();
  told.facts.drafts.clear();
  return told.requested({.drug = foscarnet, .per_day = 3, .from = -days, .days = 0, .status = active, .mg_per_kg = 40});
}

TEST(FoscarnetSafety, NothingMissing) {
  const auto card = found(complete(), rule);
  EXPECT_EQ(card.indicator, cds::indicator::info);
  EXPECT_THAT(card.suggestions, IsEmpty());
  EXPECT_THAT(words(card), HasSubstr("750 to 1000 ml"));
  EXPECT_THAT(words(card), HasSubstr("1 mg/kg/min"));
  EXPECT_EQ(standing_ending(running(3), rule), "quiet");
}

// How to give a drug that the dose card says not to give would contradict it; what is wrong is still told.
TEST(FoscarnetSafety, SaysNothingOfHowToGiveWhatIsNotRecommended) {
  auto kidneys = complete();
  kidneys.lab("2160-0", 5.0, unit::milligram_per_decilitre, 0.5);
  EXPECT_EQ(ending(kidneys, cds::rule_id::foscarnet_dose), "critical");
  EXPECT_EQ(ending(kidneys, rule), "quiet");
  kidneys.lab("2823-3", 3.0, unit::millimole_per_litre, 0.5);
  EXPECT_EQ(ending(kidneys, rule), "warning");
}

TEST(FoscarnetSafety, EachTestBeforeTheFirstDose) {
  for (const auto& t : tests) {
    const auto with = [&](double hours) {
      auto told = complete();
      without(told, t.kind);
      if (hours > 0) add(told, t, hours);
      return told;
    };
    EXPECT_EQ(ending(with(72), rule), "info") << t.name;
    for (double hours : {73.0, 0.0}) {
      const auto card = found(with(hours), rule);
      EXPECT_EQ(card.indicator, cds::indicator::warning) << t.name;
      EXPECT_THAT(offers(card), testing::ElementsAre("*test " + std::string(t.order))) << t.name;
      EXPECT_THAT(words(card), HasSubstr(std::string(t.name))) << t.name;
    }
    auto pending = with(0).service(t.order, -1);
    EXPECT_EQ(ending(pending, rule), "warning") << t.name;
    EXPECT_THAT(offers(found(pending, rule)), IsEmpty()) << t.name;
    auto on_its_way = with(1);
    on_its_way.facts.labs.items.back().status = cds::observation::state::preliminary;
    EXPECT_THAT(offers(found(on_its_way, rule)), IsEmpty()) << t.name;
    auto forgotten = with(24 * 30);
    forgotten.facts.labs.items.back().status = cds::observation::state::preliminary;
    EXPECT_THAT(offers(found(forgotten, rule)), Not(IsEmpty())) << t.name;
  }
}

TEST(FoscarnetSafety, EachTestOnTherapy) {
  for (const auto& t : tests)
    for (int days : {4, 5}) {
      auto told = running(10);
      without(told, t.kind);
      add(told, t, 24.0 * days);
      EXPECT_EQ(standing_ending(told, rule), days == 4 ? "quiet" : "warning") << t.name << " " << days << " days ago";
    }
}

TEST(FoscarnetSafety, AValueThatCannotBeReadIsNoResult) {
  auto told = complete();
  without(told, value_set::potassium);
  add(told, tests[1], 1);
  told.facts.labs.items.back().value.reset();
  EXPECT_EQ(ending(told, rule), "warning");
}

TEST(FoscarnetSafety, LowValues) {
  struct low {
    std::string_view code;
    value_set kind;
    double value;
    cds::unit unit;
    bool is_low;
  };
  const auto mg = unit::milligram_per_decilitre, mmol = unit::millimole_per_litre;
  for (const auto& at : std::initializer_list<low>{{"2823-3", value_set::potassium, 3.5, mmol, false},
                                                   {"2823-3", value_set::potassium, 3.4, mmol, true},
                                                   {"17861-6", value_set::calcium, 8.5, mg, false},
                                                   {"17861-6", value_set::calcium, 8.4, mg, true},
                                                   {"2000-8", value_set::calcium, 2.12, mmol, false},
                                                   {"2000-8", value_set::calcium, 2.11, mmol, true},
                                                   {"1995-0", value_set::calcium, 1.12, mmol, false},
                                                   {"1995-0", value_set::calcium, 1.11, mmol, true},
                                                   {"1995-0", value_set::calcium, 4.5, mg, false},
                                                   {"1995-0", value_set::calcium, 4.4, mg, true},
                                                   {"19123-9", value_set::magnesium, 1.7, mg, false},
                                                   {"19123-9", value_set::magnesium, 1.6, mg, true},
                                                   {"2601-3", value_set::magnesium, 0.7, mmol, false},
                                                   {"2601-3", value_set::magnesium, 0.69, mmol, true},
                                                   {"2777-1", value_set::phosphate, 2.5, mg, false},
                                                   {"2777-1", value_set::phosphate, 2.4, mg, true},
                                                   {"14879-1", value_set::phosphate, 0.8, mmol, false},
                                                   {"14879-1", value_set::phosphate, 0.79, mmol, true}}) {
    auto told = complete();
    without(told, at.kind);
    told.lab(at.code, at.value, at.unit, 2);
    EXPECT_EQ(ending(told, rule), at.is_low ? "warning" : "info") << at.code << " " << at.value;
    if (at.is_low) {
      EXPECT_THAT(words(found(told, rule)), HasSubstr("low: ")) << at.code;
    }
  }
}

TEST(FoscarnetSafety, IonizedCalciumIsPreferred) {
  const auto ionized = [](double value, double hours) {
    return [=](chart& c) { c.lab("1995-0", value, unit::millimole_per_litre, hours); };
  };
  expect_endings(rule, complete(),
                 {{"low, older than a normal total", ionized(1.0, 48), "warning"},
                  {"normal, newer", ionized(1.2, 0.5), "info"},
                  {"low, but too old", ionized(1.0, 96), "info"},
                  {"normal, with a low total",
                   [&](chart& c) {
                     without(c, value_set::calcium);
                     c.lab("17861-6", 7.9, unit::milligram_per_decilitre, 1);
                     ionized(1.2, 48)(c);
                   },
                   "info"}});
}

TEST(FoscarnetSafety, CreatinineSinceTheStart) {
  struct rise {
    double before, now;
    std::string_view ending;
  };
  for (const auto& at : std::initializer_list<rise>{{0.9, 1.4, "critical"},
                                                    {1.1, 1.59, "quiet"},
                                                    {1.1, 1.6, "critical"},
                                                    {0.6, 0.9, "critical"},
                                                    {0.6, 0.89, "quiet"},
                                                    {1.4, 0.9, "quiet"}}) {
    auto told = running(6);
    without(told, value_set::creatinine);
    told.creatinine(at.before, 24 * 6 + 12).creatinine(at.now, 6);
    EXPECT_EQ(standing_ending(told, rule), at.ending) << at.before << " to " << at.now;
  }
  auto without_baseline = running(6);
  without(without_baseline, value_set::creatinine);
  without_baseline.creatinine(0.9, 24 * 5).creatinine(1.4, 6);
  EXPECT_EQ(standing_ending(without_baseline, rule), "critical");
}

TEST(FoscarnetSafety, NoCreatinineSinceTheStart) {
  for (int days : {3, 4, 10}) {
    auto told = running(days);
    without(told, value_set::creatinine);
    told.creatinine(1.0, 24 * days + 20);
    const auto card = found_standing(told, rule);
    EXPECT_EQ(standing_ending(told, rule), days < 4 ? "quiet" : "critical") << days;
    if (days >= 4) {
      EXPECT_THAT(card.summary, HasSubstr("No creatinine since foscarnet began"));
    }
  }
}

TEST(FoscarnetSafety, WhatMustNotRunBesideIt) {
  const auto inhaled = [](chart& c) {
    c.requested({.drug = support::pentamidine, .mg = 300, .per_day = 1, .from = -9, .days = 0, .status = active});
    c.facts.requests.items.back().dosage.route = cds::route::other;
  };
  const auto by_vein = [](chart& c) {
    c.requested({.drug = support::pentamidine, .mg = 300, .per_day = 1, .from = -9, .days = 0, .status = active});
    c.facts.requests.items.back().dosage.route = cds::route::intravenous;
  };
  const auto low_calcium = [](chart& c) {
    without(c, value_set::calcium);
    c.lab("17861-6", 8.0, unit::milligram_per_decilitre, 1);
  };
  expect_endings(
      rule, complete(),
      {{"pentamidine by vein", by_vein, "critical"},
       {"pentamidine by an unknown route",
        [](chart& c) {
          c.requested({.drug = support::pentamidine, .mg = 300, .per_day = 1, .from = -9, .days = 0, .status = active});
        },
        "critical"},
       {"pentamidine ordered with it",
        [](chart& c) { c.order({.drug = support::pentamidine, .mg = 300, .per_day = 1}); }, "critical"},
       {"pentamidine inhaled", inhaled, "warning"},
       {"seizures", [](chart& c) { c.has({.code = "G40.909"}); }, "info"},
       {"low calcium", low_calcium, "warning"},
       {"seizures and low calcium",
        [&](chart& c) {
          low_calcium(c);
          c.has({.code = "G40.909"});
        },
        "critical"},
       {"seizures long over and low calcium",
        [&](chart& c) {
          low_calcium(c);
          c.has({.code = "G40.909", .status = cds::condition::clinical::resolved});
        },
        "warning"},
       {"pregnancy", [](chart& c) { c.woman(30).has({.code = "Z33.1"}); }, "warning"},
       {"17 years", [](chart& c) { c.man(17); }, "quiet"},
       {"no laboratory results supplied", [](chart& c) { c.facts.labs = {}; }, "not evaluable"}});
}

TEST(FoscarnetSafety, NamesWhatInteracts) {
  auto told = complete()
                  .requested({.drug = support::tenofovir, .per_day = 1, .from = -90, .days = 0, .status = active})
                  .requested({.drug = support::cidofovir, .per_day = 1, .from = -3, .days = 0, .status = active})
                  .requested({.drug = "6813", .per_day = 1, .from = -3, .days = 0, .status = active});
  const auto said = words(found(told, rule));
  EXPECT_THAT(said, HasSubstr("tenofovir"));
  EXPECT_THAT(said, HasSubstr("cidofovir"));
  EXPECT_THAT(said, HasSubstr("methadone"));
  EXPECT_EQ(ending(told, rule), "warning");
  EXPECT_EQ(ending(complete().dispensed({.drug = support::tenofovir, .per_day = 1, .from = -90, .days = 30}), rule),
            "info");
}

TEST(FoscarnetSafety, HydrationAndWhatIsNotKnown) {
  auto weak_heart = complete().has({.code = "I50"});
  EXPECT_THAT(words(found(weak_heart, rule)), HasSubstr("heart failure"));
  auto partial = complete().woman(40);
  partial.facts.conditions = {};
  partial.facts.dispenses = {};
  partial.because("B00.1");
  const auto said = words(found(partial, rule));
  EXPECT_THAT(said, HasSubstr("conditions were not supplied"));
  EXPECT_THAT(said, HasSubstr("medication data were not supplied"));
  EXPECT_THAT(said, HasSubstr("pregnancy"));
}

} // namespace
