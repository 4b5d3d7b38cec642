// Several dosage instructions of one order: repeated, in steps, or at once.
#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

std::string read(const std::string& array) { return sample::told(sample::instructions_of("[" + array + "]").dosage); }

constexpr std::string_view differ = "; there are several dosage instructions that differ";
constexpr std::string_view in_steps = "; the dosage changes in steps: a taper or a loading dose";

const std::string dose = "'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}]";
const std::string twice_daily = "'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}";

std::string instruction(const std::string& members) { return "{" + members + "}"; }
std::string at(std::string_view moment) {
  return instruction(dose + ",'timing':{'code':{'text':'" + std::string(moment) + "'}}");
}
/// 500 mg twice daily, or as `how` says, for so many days (0: not said), as the step `sequence`.
std::string step(int sequence, int days, const std::string& how = dose, int frequency = 2) {
  const auto bounds = days == 0 ? "" : ",'boundsDuration':{'value':" + std::to_string(days) + ",'code':'d'}";
  return instruction("'sequence':" + std::to_string(sequence) + "," + how + ",'timing':{'repeat':{'frequency':" +
                     std::to_string(frequency) + ",'period':1,'periodUnit':'d'" + bounds + "}}");
}
std::string dated(int sequence, std::string_view start, std::string_view end, int frequency = 2) {
  return instruction("'sequence':" + std::to_string(sequence) + "," + dose + ",'timing':{'repeat':{'frequency':" +
                     std::to_string(frequency) + ",'period':1,'periodUnit':'d','boundsPeriod':{'start':'" +
                     std::string(start) + "','end':'" + std::string(end) + "'}}}");
}

const std::string one = instruction(dose + "," + twice_daily);
const std::string gram = "'doseAndRate':[{'doseQuantity':{'value':1,'code':'g'}}]";

TEST(DosageSteps, TheSameSaidTwiceCountsOnce) {
  const std::string same =
      "{'text':'other words','doseAndRate':[{'doseQuantity':{'value':0.5,'code':'g'}}],'timing':{'code':{'text':"
      "'Q12H'}}}";
  EXPECT_EQ(read(one + "," + one), "500 mg, 2 a day, every 12 h");
  EXPECT_EQ(read(one + "," + same), "500 mg, 2 a day, every 12 h");
  EXPECT_EQ(read(step(1, 7) + "," + step(1, 7)), "500 mg, 2 a day, every 12 h, 7 days");
  EXPECT_EQ(read("{'text':'1 g twice daily'},{'text':'1 g twice daily'}"), "1000 mg, 2 a day, every 12 h");
  EXPECT_EQ(read("{'text':'a'},{'text':'b'}"), "; the dosage is free text: not all of it is understood");
}

TEST(DosageSteps, WhatAddsUpIsUnknown) {
  const std::string cases[] = {
      at("AM") + "," + at("PM"),
      at("AM") + "," + at("AM"),
      at("in the morning") + "," + at("in the morning"),
      at("QD") + "," + at("BID"),
      one + ",{'text':'free'}",
      one + "," + one + "," + at("QD"),
      one + "," + instruction("'asNeededBoolean':true," + dose + "," + twice_daily),
      one + "," + instruction(gram + "," + twice_daily),
      "{'text':'1 g in the morning'},{'text':'1 g at bedtime'}",
      "{'text':'1 g twice daily'},{'text':'1 g every 12 hours'}",
      step(1, 7) + "," + step(1, 5),
      instruction("'sequence':1," + dose + ",'timing':{'repeat':{'timeOfDay':['07:00:00']}}") + "," +
          instruction("'sequence':1," + dose + ",'timing':{'repeat':{'timeOfDay':['18:00:00']}}"),
  };
  for (const auto& c : cases) EXPECT_EQ(read(c), differ) << c;
}

TEST(DosageSteps, StepsOfOneDosageAreOneCourse) {
  const std::pair<std::string, std::string_view> cases[] = {
      {step(1, 7) + "," + step(2, 7), "500 mg, 2 a day, every 12 h, 14 days"},
      {step(2, 3) + "," + step(1, 4) + "," + step(3, 5), "500 mg, 2 a day, every 12 h, 12 days"},
      {step(1, 7) + "," + step(2, 0), "500 mg, 2 a day, every 12 h"}, // open at its end
      {dated(1, "2026-01-01", "2026-01-07") + "," + dated(2, "2026-01-08", "2026-01-10"),
       "500 mg, 2 a day, every 12 h, 10 days"},
      {dated(1, "2026-01-01", "2026-01-07") + "," + dated(2, "2026-01-07", "2026-01-10"),
       "500 mg, 2 a day, every 12 h, 10 days"},
  };
  for (const auto& [array, want] : cases) EXPECT_EQ(read(array), want) << array;
  const auto read = sample::instructions_of("[" + dated(2, "2026-01-08", "2026-01-10") + "," +
                                            dated(1, "2026-01-01", "2026-01-07") + "]");
  EXPECT_EQ(read.starts, sample::at("2026-01-01"));
  EXPECT_EQ(read.ends, sample::at("2026-01-10"));
}

TEST(DosageSteps, ATaperIsUnknown) {
  const std::string cases[] = {
      step(1, 1, gram) + "," + step(2, 6),              // loading dose
      step(1, 5) + "," + step(2, 5, dose, 1),           // taper
      step(1, 7, gram, 1) + "," + step(2, 7),           // the same a day, in other parts
      step(1, 0) + "," + step(2, 0),                    // numbered, not in sequence?
      step(1, 0) + "," + step(2, 7),                    //
      step(1, 7) + "," + one,                           //
      step(1, 7) + "," + step(1, 7) + "," + step(2, 7), //
      dated(1, "2026-01-01", "2026-01-07") + "," + dated(2, "2026-01-05", "2026-01-10"), // at once
      dated(1, "2026-01-01", "2026-01-07") + "," + dated(2, "2026-01-20", "2026-01-30"), // with a gap
      dated(1, "2026-01-01", "2026-01-07") + "," + step(2, 7),                           //
      step(1, 7) + "," + instruction("'sequence':2,'asNeededBoolean':true," + dose + "," + twice_daily),
      step(1, 7) + "," + instruction("'sequence':2,'text':'1 g'"),
      instruction("'sequence':1," + dose +
                  ",'timing':{'repeat':{'when':['MORN'],'boundsDuration':{'value':7,'code':'d'}}}") +
          "," + instruction("'sequence':2," + dose + ",'timing':{'repeat':{'when':['EVE']}}"),
      instruction("'sequence':1," + gram + ",'timing':{'repeat':{'count':1}}") + "," +
          instruction("'sequence':2," + gram + ",'timing':{'repeat':{'count':1}}"),
  };
  for (const auto& c : cases) EXPECT_EQ(read(c), in_steps) << c;
}

} // namespace
