// Timing.repeat and Timing.event: how often, for how long, how many times.
#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

struct timing_case {
  std::string_view repeat, want; // the members of `repeat`
};

std::string read(std::string_view timing) {
  const sample::parsed text(timing);
  fhir::report to;
  return sample::told(fhir::read_timing(text.root(), to));
}

void expect_repeats(const std::vector<timing_case>& cases) {
  for (const auto& c : cases) EXPECT_EQ(read("{'repeat':{" + std::string(c.repeat) + "}}"), c.want) << c.repeat;
}

TEST(TimingRepeat, ReadsHowOften) {
  expect_repeats({
      {"'frequency':1,'period':1,'periodUnit':'d'", "1 a day, every 24 h"},
      {"'frequency':2,'period':1,'periodUnit':'d'", "2 a day, every 12 h"},
      {"'frequency':3,'period':1,'periodUnit':'d'", "3 a day, every 8 h"},
      {"'frequency':5,'period':1,'periodUnit':'d'", "5 a day"},
      {"'frequency':7,'period':1,'periodUnit':'d'", "7 a day"},
      {"'frequency':1,'period':8,'periodUnit':'h'", "3 a day, every 8 h"},
      {"'frequency':1,'period':12,'periodUnit':'h'", "2 a day, every 12 h"},
      {"'frequency':1,'period':12.0,'periodUnit':'h'", "2 a day, every 12 h"},
      {"'frequency':2,'period':24,'periodUnit':'h'", "2 a day, every 12 h"},
      {"'frequency':1,'period':36,'periodUnit':'h'", "0.667 a day, every 36 h"},
      {"'period':6,'periodUnit':'h'", "4 a day, every 6 h"},
      {"'frequency':1,'period':480,'periodUnit':'min'", "3 a day, every 8 h"},
      {"'frequency':1,'period':43200,'periodUnit':'s'", "2 a day, every 12 h"},
      {"'frequency':1,'period':0.5,'periodUnit':'d'", "2 a day, every 12 h"},
      {"'frequency':1,'period':2,'periodUnit':'d'", "0.5 a day, every 48 h"},
      {"'frequency':1,'period':48,'periodUnit':'h'", "0.5 a day, every 48 h"},
      {"'frequency':3,'period':1,'periodUnit':'wk'", "0.429 a day, every 56 h"},
      {"'frequency':1,'period':1,'periodUnit':'wk'", "0.143 a day, every 168 h"},
      {"'frequency':1,'period':1,'periodUnit':'mo'", "0.033 a day, every 720 h"},
      {"'frequency':2,'frequencyMax':2,'period':1,'periodMax':1,'periodUnit':'d'", "2 a day, every 12 h"},
      {"'frequency':2,'period':1,'periodUnits':'d'", "2 a day, every 12 h"}, // DSTU2
  });
}

TEST(TimingRepeat, CountsTimesAndEventsOfTheDay) {
  constexpr std::string_view disagree = "at moments; the frequency and the times of day disagree";
  constexpr std::string_view uncounted = "at moments; the times of day cannot be counted";
  expect_repeats({
      {"'timeOfDay':['08:00:00']", "1 a day, every 24 h, at moments"},
      {"'timeOfDay':['08:00:00','14:00:00','20:00:00']", "3 a day, every 8 h, at moments"},
      {"'frequency':2,'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']",
       "2 a day, every 12 h, at moments"},
      {"'frequency':2,'timeOfDay':['08:00:00','20:00:00']", "2 a day, every 12 h, at moments"},
      {"'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']", "2 a day, every 12 h, at moments"},
      {"'frequency':1,'period':12,'periodUnit':'h','timeOfDay':['08:00:00','20:00:00']",
       "2 a day, every 12 h, at moments"},
      {"'frequency':7,'period':1,'periodUnit':'wk','timeOfDay':['08:00:00']", "1 a day, every 24 h, at moments"},
      {"'frequency':1,'period':1,'periodUnit':'wk','timeOfDay':['08:00:00']", "0.143 a day, every 168 h, at moments"},
      {"'frequency':1,'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']", disagree},
      {"'frequency':2,'period':1,'periodUnit':'wk','timeOfDay':['08:00:00','20:00:00']", disagree},
      {"'frequency':3,'timeOfDay':['08:00:00','20:00:00']", disagree},
      {"'frequency':1,'period':8,'periodUnit':'h','timeOfDay':['08:00:00']", disagree},
      {"'timeOfDay':['08:00:00','08:00:00']", uncounted},
      {"'timeOfDay':['08:00','08:00:00']", uncounted},
      {"'timeOfDay':['08:00:00'],'when':['HS']", uncounted},
      {"'when':['MORN','HS']", "2 a day, every 12 h, at moments"},
      {"'when':['MORN','NOON','EVE','HS']", "4 a day, every 6 h, at moments"},
      {"'when':['CM','CD','CV']", "3 a day, every 8 h, at moments"},
      {"'when':['ACM','PCV']", "2 a day, every 12 h, at moments"},
      {"'when':['WAKE','PHS']", "2 a day, every 12 h, at moments"},
      {"'when':['AFT','NIGHT']", "2 a day, every 12 h, at moments"},
      {"'when':'HS','frequency':1,'period':1,'periodUnits':'d'", "1 a day, every 24 h, at moments"}, // DSTU2
      {"'when':['ACM'],'offset':30", "1 a day, every 24 h, at moments"},
      {"'frequency':1,'period':1,'periodUnit':'d','when':['HS'],'offset':30", "1 a day, every 24 h, at moments"},
      {"'frequency':1,'period':2,'periodUnit':'d','when':['HS']", "0.5 a day, every 48 h, at moments"},
      {"'frequency':3,'period':1,'periodUnit':'d','when':['C']", "3 a day, every 8 h, at moments"},
      {"'frequency':4,'period':1,'periodUnit':'d','when':['AC','HS']", "4 a day, every 6 h, at moments"},
      {"'frequency':1,'period':8,'periodUnit':'h','when':['MORN']", disagree},
      {"'frequency':1,'period':1,'periodUnit':'d','when':['MORN','EVE']", disagree},
      {"'frequency':1,'period':12,'periodUnit':'h','when':['HS']", disagree},
      {"'when':['C']", uncounted},
      {"'when':['AC']", uncounted},
      {"'when':['PC','HS']", uncounted},
      {"'when':['MORN','CM']", uncounted},
      {"'when':['HS','HS']", uncounted},
      {"'when':['IMD']", uncounted},
      {"'when':['hs']", uncounted},
      {"'period':1,'periodUnit':'d','when':['AC']", uncounted},
  });
}

TEST(TimingRepeat, CertainWeekdaysHaveNoDailyRate) {
  constexpr std::string_view certain = "; it is for certain days of the week";
  const std::string all = "'dayOfWeek':['mon','tue','wed','thu','fri','sat','sun']";
  const std::string daily = "'frequency':1,'period':1,'periodUnit':'d',",
                    weekly = "'frequency':1,'period':1,'periodUnit':'wk',";
  const std::pair<std::string, std::string_view> cases[] = {
      {daily + all, "1 a day, every 24 h"},
      {"'frequency':2,'period':1,'periodUnit':'d'," + all, "2 a day, every 12 h"},
      {"'frequency':7,'period':1,'periodUnit':'wk'," + all, "1 a day, every 24 h"},
      {weekly + all, certain},
      {daily + "'dayOfWeek':['mon','wed','fri']", certain},
      {weekly + "'dayOfWeek':['mon']", certain},
      {daily + "'dayOfWeek':['mon','mon','wed','thu','fri','sat','sun']", certain},
      {daily + "'dayOfWeek':['mon','tue','wed','thu','fri','sat','Sunday']", certain},
      {daily + "'dayOfWeek':['sat','sun']", certain},
      {"'dayOfWeek':['tue']", certain},
      {"'timeOfDay':['08:00:00']," + all, "1 a day, every 24 h, at moments"},
  };
  for (const auto& [repeat, want] : cases) EXPECT_EQ(read("{'repeat':{" + repeat + "}}"), want) << repeat;
}

TEST(TimingRepeat, GuessesNothing) {
  expect_repeats({
      {"", ""},
      {"'frequency':2", "; the frequency has no period"},
      {"'periodUnit':'d'", "; the unit of the period has no period"},
      {"'frequency':2,'period':1", "; the period has no unit of time"},
      {"'frequency':2,'period':1,'periodUnit':'day'", "; the period has no unit of time"},
      {"'frequency':2,'period':1,'periodUnit':'D'", "; the period has no unit of time"},
      {"'frequency':2,'period':0,'periodUnit':'d'", "; the period is not above zero"},
      {"'frequency':2,'period':-1,'periodUnit':'d'", "; the period is not above zero"},
      {"'frequency':2,'period':1e300,'periodUnit':'d'", "; the period is not a plausible one"},
      {"'frequency':2,'period':1e-9,'periodUnit':'d'", "; the period is not a plausible one"},
      {"'frequency':0,'period':1,'periodUnit':'d'", "; the frequency is not above zero"},
      {"'frequency':-2,'period':1,'periodUnit':'d'", "; the frequency is not above zero"},
      {"'frequency':'2','period':1,'periodUnit':'d'", "; the frequency cannot be read"},
      {"'frequency':1.5,'period':1,'periodUnit':'d'", "; the frequency cannot be read"},
      {"'frequency':2,'period':'1','periodUnit':'d'", "; the period cannot be read"},
      {"'frequency':2,'frequencyMax':3,'period':1,'periodUnit':'d'", "; the frequency is a range"},
      {"'frequency':2,'frequencyMax':'3','period':1,'periodUnit':'d'", "; the frequency is a range"},
      {"'frequencyMax':3,'period':1,'periodUnit':'d'", "; the frequency is a range"},
      {"'frequency':1,'period':4,'periodMax':6,'periodUnit':'h'", "; the period is a range"},
      {"'frequency':1,'period':4,'periodMax':'6','periodUnit':'h'", "; the period is a range"},
      {"'frequency':1,'periodMax':6,'periodUnit':'h'", "; the period is a range"},
  });
}

TEST(TimingRepeat, ReadsHowLongAnAdministrationLasts) {
  expect_repeats({
      {"'duration':1,'durationUnit':'h','frequency':1,'period':8,'periodUnit':'h'", "3 a day, every 8 h, over 1 h"},
      {"'duration':90,'durationUnit':'min'", "over 1.5 h"},
      {"'duration':1,'durationMax':2,'durationUnit':'h'", "over 1 h"}, // the fastest that is allowed
      {"'duration':1,'durationUnits':'h'", "over 1 h"},                // DSTU2
      {"'duration':1", "over an unknown time"},
      {"'durationMax':2,'durationUnit':'h'", "over an unknown time"},
      {"'duration':0,'durationUnit':'h'", "over an unknown time"},
      {"'duration':1,'durationUnit':'hour'", "over an unknown time"},
  });
}

} // namespace
