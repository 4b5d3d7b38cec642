#include "fhir/timing.hpp"

#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

struct expected {
  std::optional<double> times_per_day, interval_hours, days;
  std::optional<int> administrations;
  std::vector<std::string> unread;
};

struct timing_case {
  std::string_view json;
  expected want;
};

void expect_timing(const timing_case& c) {
  SCOPED_TRACE(c.json);
  const sample::parsed text(c.json);
  fhir::report to;
  const auto got = fhir::read_timing(text.root(), to);
  const auto same = [](std::optional<double> a, std::optional<double> b) {
    return a.has_value() == b.has_value() && (!a || cds::about_equal(*a, *b));
  };
  EXPECT_TRUE(same(got.times_per_day, c.want.times_per_day)) << got.times_per_day.value_or(-1);
  EXPECT_TRUE(same(got.interval_hours, c.want.interval_hours)) << got.interval_hours.value_or(-1);
  EXPECT_TRUE(same(got.days, c.want.days)) << got.days.value_or(-1);
  EXPECT_EQ(got.administrations, c.want.administrations);
  EXPECT_EQ(got.unread, c.want.unread);
}

constexpr std::nullopt_t none = std::nullopt;

TEST(Timing, ReadsHowOften) {
  const timing_case cases[] = {
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'d'}}", {1, 24, none, none, {}}},
      {"{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}", {2, 12, none, none, {}}},
      {"{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}}", {3, 8, none, none, {}}},
      {"{'repeat':{'frequency':5,'period':1,'periodUnit':'d'}}", {5, none, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':8,'periodUnit':'h'}}", {3, 8, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':12,'periodUnit':'h'}}", {2, 12, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':12.0,'periodUnit':'h'}}", {2, 12, none, none, {}}},
      {"{'repeat':{'period':6,'periodUnit':'h'}}", {4, 6, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':480,'periodUnit':'min'}}", {3, 8, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':43200,'periodUnit':'s'}}", {2, 12, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':2,'periodUnit':'d'}}", {0.5, 48, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':48,'periodUnit':'h'}}", {0.5, 48, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'wk'}}", {1.0 / 7, 168, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'mo'}}", {1.0 / 30, 720, none, none, {}}},
      {"{'repeat':{'frequency':2,'frequencyMax':2,'period':1,'periodMax':1,'periodUnit':'d'}}",
       {2, 12, none, none, {}}},
      {"{'repeat':{'frequency':2,'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']}}",
       {2, 12, none, none, {}}},
      {"{'repeat':{'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']}}", {2, 12, none, none, {}}},
      {"{'repeat':{'timeOfDay':['08:00:00','14:00:00','20:00:00']}}", {3, 8, none, none, {}}},
      {"{'repeat':{'when':['MORN','HS']}}", {2, 12, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'d','when':['HS']}}", {1, 24, none, none, {}}},
      {"{'repeat':{'frequency':3,'period':1,'periodUnit':'d','when':['C']}}", {3, 8, none, none, {}}},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'d','dayOfWeek':['mon','tue','wed','thu','fri','sat','sun']}}",
       {1, 24, none, none, {}}},
      {"{'repeat':{'duration':1,'durationUnit':'h','frequency':1,'period':8,'periodUnit':'h'}}",
       {3, 8, none, none, {}}},
  };
  for (const auto& c : cases) expect_timing(c);
}

TEST(Timing, ReadsCodes) {
  const std::pair<std::string_view, double> codes[] = {
      {"QD", 1},     {"BID", 2},  {"TID", 3}, {"QID", 4},   {"QOD", 0.5},    {"AM", 1},        {"PM", 1},
      {"BED", 1},    {"Q1H", 24}, {"Q4H", 6}, {"Q6H", 4},   {"Q8H", 3},      {"Q12H", 2},      {"q24h", 1},
      {"Q48H", 0.5}, {"bid", 2},  {"QHS", 1}, {"DAILY", 1}, {"WK", 1.0 / 7}, {"MO", 1.0 / 30},
  };
  for (const auto& [code, times] : codes) {
    EXPECT_EQ(fhir::times_per_day_of(code), times) << code;
    const auto coded =
        "{'code':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation','code':'" +
        std::string(code) + "'}]}}";
    const sample::parsed text(coded);
    fhir::report to;
    EXPECT_EQ(fhir::read_timing(text.root(), to).times_per_day, times) << code;
    const sample::parsed in_words("{'code':{'text':'" + std::string(code) + "'}}");
    EXPECT_EQ(fhir::read_timing(in_words.root(), to).times_per_day, times) << code;
  }
  for (const auto text : {"", "Q", "QH", "Q0H", "Q8", "8H", "Q8HR", "QXH", "PRN", "twice daily", "Q123H"})
    EXPECT_FALSE(fhir::times_per_day_of(text)) << text;
}

TEST(Timing, CodeAndRepeatGoTogether) {
  const timing_case cases[] = {
      {"{'code':{'text':'BID'},'repeat':{'boundsDuration':{'value':7,'code':'d'}}}", {2, 12, 7, none, {}}},
      {"{'code':{'text':'BID'},'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}", {2, 12, none, none, {}}},
      {"{'code':{'text':'Q12H'},'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}", {2, 12, none, none, {}}},
      {"{'code':{'text':'take with food'},'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}",
       {2, 12, none, none, {}}},
      {"{'code':{'coding':[{'system':'http://"
       "local','code':'BID'}]},'repeat':{'frequency':3,'period':1,'periodUnit':'d'}}",
       {3, 8, none, none, {}}},
      {"{'code':{'text':'BID'},'repeat':{'frequency':3,'period':1,'periodUnit':'d'}}",
       {none, none, none, none, {"the timing code and its repeat disagree"}}},
      {"{'code':{'coding':[{'code':'BID'},{'code':'TID'}]}}", {none, none, none, none, {"the timing codes disagree"}}},
      {"{'code':{'coding':[{'system':'http://local','code':'BID'}]}}",
       {none, none, none, none, {"the timing code is not a known one"}}},
      {"{'code':{'text':'when it hurts'}}", {none, none, none, none, {"the timing code is not a known one"}}},
  };
  for (const auto& c : cases) expect_timing(c);
}

TEST(Timing, ReadsHowLong) {
  const timing_case cases[] = {
      {"{'repeat':{'boundsDuration':{'value':7,'unit':'d','code':'d'}}}", {none, none, 7, none, {}}},
      {"{'repeat':{'boundsDuration':{'value':1,'code':'d'},'frequency':2,'period':1,'periodUnit':'d'}}",
       {2, 12, 1, none, {}}},
      {"{'repeat':{'boundsDuration':{'value':24,'code':'h'},'frequency':1,'period':12,'periodUnit':'h'}}",
       {2, 12, 1, none, {}}},
      {"{'repeat':{'boundsDuration':{'value':2,'code':'wk'}}}", {none, none, 14, none, {}}},
      {"{'repeat':{'boundsDuration':{'value':3,'code':'mo'}}}", {none, none, 90, none, {}}},
      {"{'repeat':{'boundsRange':{'low':{'value':7,'code':'d'},'high':{'value':1,'code':'wk'}}}}",
       {none, none, 7, none, {}}},
      {"{'repeat':{'boundsRange':{'low':{'value':5,'code':'d'},'high':{'value':10,'code':'d'}}}}",
       {none, none, none, none, {"the length of the course is a range"}}},
      {"{'repeat':{'boundsDuration':{'value':7}}}",
       {none,
        none,
        none,
        none,
        {"the length of the course cannot be read: it has no unit; known are s, min, h, d, wk, mo, a"}}},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-01-07'}}}", {none, none, 7, none, {}}},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-01-01'}}}", {none, none, 1, none, {}}},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-01'}}}", {none, none, none, none, {}}},
      {"{'repeat':{'boundsPeriod':{'end':'2026-01-07'}}}",
       {none, none, none, none, {"the course has an end but no start"}}},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01-07','end':'2026-01-01'}}}",
       {none, none, none, none, {"the length of the course cannot be read from its period"}}},
      {"{'repeat':{'boundsPeriod':{'start':'2026-01','end':'2026-02'}}}",
       {none, none, none, none, {"the length of the course cannot be read from its period"}}},
  };
  for (const auto& c : cases) expect_timing(c);
}

TEST(Timing, CountsBothEndsOfAPeriod) {
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
      {"2026-01-02T08:00:00Z", "2026-01-01T08:00:00Z", none},
      {"2026", "2026-01-07", none},
  };
  for (const auto& c : cases)
    EXPECT_EQ(fhir::days_in(fhir::period{sample::at(c.start), sample::at(c.end)}), c.days) << c.start;
}

TEST(Timing, ReadsCounts) {
  const timing_case cases[] = {
      {"{'repeat':{'count':1}}", {none, none, none, 1, {}}},
      {"{'repeat':{'count':1,'frequency':1}}", {none, none, none, 1, {}}},
      {"{'repeat':{'count':2,'frequency':1,'period':12,'periodUnit':'h'}}", {2, 12, none, 2, {}}},
      {"{'repeat':{'count':2,'countMax':2}}", {none, none, none, 2, {}}},
      {"{'repeat':{'count':1,'frequency':2}}", {none, none, none, 1, {"the frequency has no period"}}},
      {"{'event':['2026-01-05']}", {none, none, none, 1, {}}},
      {"{'event':['2026-01-05','2026-01-06']}", {none, none, none, 2, {}}},
      {"{'repeat':{'count':14,'boundsDuration':{'value':7,'code':'d'},'frequency':2,'period':1,'periodUnit':'d'}}",
       {2, 12, 7, 14, {}}},
      {"{'repeat':{'count':2,'boundsDuration':{'value':7,'code':'d'},'frequency':2,'period':1,'periodUnit':'d'}}",
       {2, 12, none, none, {"the count and the length of the course disagree"}}},
      {"{'repeat':{'count':2,'countMax':4}}", {none, none, none, none, {"the count is a range"}}},
      {"{'repeat':{'countMax':4}}", {none, none, none, none, {"the count is a range"}}},
      {"{'repeat':{'count':0}}", {none, none, none, none, {"the count is not a plausible one"}}},
      {"{'repeat':{'count':99999999999}}", {none, none, none, none, {"the count is not a plausible one"}}},
  };
  for (const auto& c : cases) expect_timing(c);
}

TEST(Timing, GuessesNothing) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{'repeat':{'frequency':2}}", "the frequency has no period"},
      {"{'repeat':{'periodUnit':'d'}}", "the unit of the period has no period"},
      {"{'repeat':{'frequency':2,'period':1}}", "the period has no unit of time"},
      {"{'repeat':{'frequency':2,'period':1,'periodUnit':'day'}}", "the period has no unit of time"},
      {"{'repeat':{'frequency':2,'period':0,'periodUnit':'d'}}", "the period is not above zero"},
      {"{'repeat':{'frequency':2,'period':-1,'periodUnit':'d'}}", "the period is not above zero"},
      {"{'repeat':{'frequency':0,'period':1,'periodUnit':'d'}}", "the frequency is not above zero"},
      {"{'repeat':{'frequency':-2,'period':1,'periodUnit':'d'}}", "the frequency is not above zero"},
      {"{'repeat':{'frequency':'2','period':1,'periodUnit':'d'}}", "the frequency cannot be read"},
      {"{'repeat':{'frequency':1.5,'period':1,'periodUnit':'d'}}", "the frequency cannot be read"},
      {"{'repeat':{'frequency':2,'period':'1','periodUnit':'d'}}", "the period cannot be read"},
      {"{'repeat':{'frequency':2,'frequencyMax':3,'period':1,'periodUnit':'d'}}", "the frequency is a range"},
      {"{'repeat':{'frequencyMax':3,'period':1,'periodUnit':'d'}}", "the frequency is a range"},
      {"{'repeat':{'frequency':1,'period':4,'periodMax':6,'periodUnit':'h'}}", "the period is a range"},
      {"{'repeat':{'frequency':1,'periodMax':6,'periodUnit':'h'}}", "the period is a range"},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'d','dayOfWeek':['mon','wed','fri']}}",
       "it is for certain days of the week"},
      {"{'repeat':{'frequency':1,'period':1,'periodUnit':'d','timeOfDay':['08:00:00','20:00:00']}}",
       "the frequency and the times of day disagree"},
      {"{'repeat':{'frequency':3,'timeOfDay':['08:00:00','20:00:00']}}", "the frequency and the times of day disagree"},
      {"{'repeat':{'when':['C']}}", "the times of day cannot be counted"},
      {"{'repeat':{'period':1,'periodUnit':'d','when':['AC']}}", "the times of day cannot be counted"},
      {"{'code':{'text':'BID'},'repeat':{'frequency':2}}", "the frequency has no period"},
  };
  for (const auto& [json, reason] : cases) expect_timing({json, {none, none, none, none, {std::string(reason)}}});
}

} // namespace
