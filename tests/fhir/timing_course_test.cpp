// Timing: bounds, counts and listed times.
#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

std::string read(std::string_view timing) {
  const sample::parsed text(timing);
  fhir::report to;
  return sample::told(fhir::read_timing(text.root(), to));
}

struct timing_case {
  std::string_view json, want;
};

void expect_timings(const std::vector<timing_case>& cases) {
  for (const auto& c : cases) EXPECT_EQ(read(c.json), c.want) << c.json;
}

TEST(TimingCourse, ReadsHowLong) {
  expect_timings({
      {"{'repeat':{'boundsDuration':{'value':7,'unit':'d','code':'d'}}}", "7 days"},
      {"{'repeat':{'boundsDuration':{'value':7,'unit':'days'}}}", "7 days"},
      {"{'repeat':{'boundsQuantity':{'value':7,'code':'d'}}}", "7 days"}, // DSTU2
      {"{'repeat':{'boundsDuration':{'value':24,'code':'h'},'period':12,'periodUnit':'h'}}",
       "2 a day, every 12 h, 1 days"},
      {"{'repeat':{'boundsDuration':{'value':2,'code':'wk'}}}", "14 days"},
      {"{'repeat':{'boundsDuration':{'value':3,'code':'mo'}}}", "90 days"},
      {"{'repeat':{'boundsDuration':{'value':7,'comparator':'<=','code':'d'}}}",
       "; the length of the course cannot be read: it is given only as a bound"},
      {"{'repeat':{'boundsDuration':{'value':7}}}",
       "; the length of the course cannot be read: it has no unit; known are s, min, h, d, wk, mo, a"},
      {"{'repeat':{'boundsDuration':{'value':0,'code':'d'}}}",
       "; the length of the course cannot be read: its value is not above zero"},
      {"{'repeat':{'boundsRange':{'low':{'value':7,'code':'d'},'high':{'value':1,'code':'wk'}}}}", "7 days"},
      {"{'repeat':{'boundsRange':{'low':{'value':5,'code':'d'},'high':{'value':10,'code':'d'}}}}",
       "; the length of the course is a range"},
      {"{'repeat':{'boundsRange':{'high':{'value':10,'code':'d'}}}}", "; the length of the course is a range"},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-01-07'}}}",
       "7 days, from 2026-01-01, until 2026-01-07"},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-01-01'}}}",
       "1 days, from 2026-01-01, until 2026-01-01"},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01'}}}", "from 2026-01-01"},
      {"{'repeat':{'boundsPeriod':{}}}", ""},
      {"{'repeat':{'boundsPeriod':{'end':'2026-01-07'}}}", "until 2026-01-07; the course has an end but no start"},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-07','end':'2026-01-01'}}}",
       "from 2026-01-07, until 2026-01-01; the length of the course cannot be read from its period"},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01','end':'2026-02'}}}",
       "from 2026-01, until 2026-02; the length of the course cannot be read from its period"},
      {"{'repeat':{'boundsDuration':{'value':7,'code':'d'},'boundsPeriod':{'start':'2026-01-01'}}}",
       "from 2026-01-01; the course has several bounds"},
  });
}

TEST(TimingCourse, CountsBothEndsOfAPeriod) {
  const struct {
    std::string_view start, end;
    std::optional<double> days;
  } cases[] = {
      {"2024-02-28", "2024-03-01", 3},
      {"2026-02-28", "2026-03-01", 2},
      {"2026-01-01T08:00:00Z", "2026-01-08T08:00:00Z", 7},
      {"2026-01-01T08:00:00Z", "2026-01-01T20:00:00Z", 1},
      {"2026-01-01T08:00:00Z", "2026-01-07T20:00:00Z", 7},
      {"2026-01-01T00:00:00Z", "2026-01-07T23:59:59Z", 7},
      {"2026-01-01T08:00:00-05:00", "2026-01-07", 7},
      {"2026-01-01", "2026-01-07T08:00:00Z", 7},
      {"2026-01-02T08:00:00Z", "2026-01-01T08:00:00Z", std::nullopt},
      {"2026", "2026-01-07", std::nullopt},
  };
  for (const auto& c : cases)
    EXPECT_EQ(fhir::days_in(fhir::period{sample::at(c.start), sample::at(c.end)}), c.days) << c.start;
}

TEST(TimingCourse, ReadsCounts) {
  constexpr std::string_view implausible = "; the count is not a plausible one", range = "; the count is a range";
  expect_timings({
      {"{'repeat':{'count':1}}", "1 in all"},
      {"{'repeat':{'count':1,'frequency':1}}", "1 in all"},
      {"{'repeat':{'count':1,'frequency':1,'period':1,'periodUnit':'d'}}", "1 a day, every 24 h, 1 in all"},
      {"{'repeat':{'count':2,'frequency':1,'period':12,'periodUnit':'h'}}", "2 a day, every 12 h, 2 in all"},
      {"{'repeat':{'count':2,'countMax':2}}", "2 in all"},
      {"{'repeat':{'count':14,'boundsDuration':{'value':7,'code':'d'},'frequency':2,'period':1,'periodUnit':'d'}}",
       "2 a day, every 12 h, 7 days, 14 in all"},
      {"{'repeat':{'count':2,'boundsDuration':{'value':7,'code':'d'},'frequency':2,'period':1,'periodUnit':'d'}}",
       "2 a day, every 12 h; the count and the length of the course disagree"},
      {"{'repeat':{'count':1,'frequency':2,'period':1,'periodUnit':'d'}}", "; the count and the frequency disagree"},
      {"{'repeat':{'count':1,'frequency':2}}", "1 in all; the frequency has no period"},
      {"{'repeat':{'count':2,'countMax':4}}", range},
      {"{'repeat':{'count':2,'countMax':'4'}}", range},
      {"{'repeat':{'countMax':4}}", range},
      {"{'repeat':{'count':0}}", implausible},
      {"{'repeat':{'count':-1}}", implausible},
      {"{'repeat':{'count':1.5}}", implausible},
      {"{'repeat':{'count':99999999999}}", implausible},
  });
}

TEST(TimingCourse, ReadsListedTimes) {
  constexpr std::string_view unread = "; the times listed cannot be read";
  expect_timings({
      {"{'event':['2026-01-05']}", "1 in all"},
      {"{'event':['2026-01-05T08:00:00Z']}", "1 in all"},
      {"{'event':['2026-01-05','2026-01-06']}", "1 a day, every 24 h, 2 in all"},
      {"{'event':['2026-01-05','2026-01-07','2026-01-09']}", "0.5 a day, every 48 h, 3 in all"},
      {"{'event':['2026-01-05','2026-01-06','2026-01-09']}", "3 in all"},
      // evenings are tomorrow in UTC: the doses of one day stay 12 hours apart
      {"{'event':['2026-01-05T08:00:00-05:00','2026-01-05T20:00:00-05:00']}", "2 a day, every 12 h, 2 in all"},
      {"{'event':['2026-01-05T13:00:00Z','2026-01-06T01:00:00Z']}", "2 a day, every 12 h, 2 in all"},
      {"{'event':['2026-01-06T01:00:00Z','2026-01-05T13:00:00Z']}", "2 a day, every 12 h, 2 in all"},
      {"{'event':['2026-01-05T08:00:00Z','2026-01-05T14:00:00Z','2026-01-05T22:00:00Z']}", "3 in all"},
      {"{'event':['2026-01-05','2026-01-05T20:00:00Z']}", "2 in all"},
      {"{'event':['2026-01-05'],'repeat':{'count':1}}", "1 in all"},
      {"{'event':['2026-01-05','2026-01-05']}", unread},
      {"{'event':['2026-01']}", unread},
      {"{'event':['tomorrow']}", unread},
      {"{'event':[5]}", unread},
      {"{'event':[]}", ""},
      {"{'event':['2026-01-05'],'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}",
       "; times are listed beside another timing"},
      {"{'event':['2026-01-05','2026-01-06'],'repeat':{'count':14}}", "; times are listed beside another timing"},
      {"{'event':['2026-01-05'],'code':{'text':'BID'}}", "; times are listed beside another timing"},
  });
}

TEST(TimingCourse, AnExtensionMayChangeAllOfIt) {
  EXPECT_EQ(read("{'modifierExtension':[{'url':'http://x','valueBoolean':true}],'repeat':{'count':1}}"),
            "; an extension changes the meaning of the timing");
}

} // namespace
