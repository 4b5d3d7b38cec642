#include "fhir/date.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include <string_view>

namespace {

struct good {
  std::string_view text;
  std::string_view first, last; // civil days
  std::string_view utc;         // empty: not an exact time
};

std::string utc_text(cds::instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time{at - day};
  char text[16];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return cds::to_text(day) + text;
}

TEST(Date, ReadsEveryPrecision) {
  const good cases[] = {
      {"2026", "2026-01-01", "2026-12-31", ""},
      {"2024", "2024-01-01", "2024-12-31", ""},
      {"0001", "0001-01-01", "0001-12-31", ""},
      {"9999", "9999-01-01", "9999-12-31", ""},
      {"2026-01", "2026-01-01", "2026-01-31", ""},
      {"2026-02", "2026-02-01", "2026-02-28", ""},
      {"2024-02", "2024-02-01", "2024-02-29", ""},
      {"2000-02", "2000-02-01", "2000-02-29", ""},
      {"1900-02", "1900-02-01", "1900-02-28", ""},
      {"2026-04", "2026-04-01", "2026-04-30", ""},
      {"2026-12", "2026-12-01", "2026-12-31", ""},
      {"2026-01-05", "2026-01-05", "2026-01-05", ""},
      {"2024-02-29", "2024-02-29", "2024-02-29", ""},
      {"2000-02-29", "2000-02-29", "2000-02-29", ""},
      {"2026-12-31", "2026-12-31", "2026-12-31", ""},
      {"2026-01-05T10:30:00Z", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30:00+00:00", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30:00-00:00", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30:00-05:00", "2026-01-05", "2026-01-05", "2026-01-05T15:30:00"},
      {"2026-01-05T10:30:00+05:30", "2026-01-05", "2026-01-05", "2026-01-05T05:00:00"},
      {"2026-01-05T23:30:00-05:00", "2026-01-05", "2026-01-05", "2026-01-06T04:30:00"},
      {"2026-01-05T00:30:00+14:00", "2026-01-05", "2026-01-05", "2026-01-04T10:30:00"},
      {"2025-12-31T22:00:00-08:00", "2025-12-31", "2025-12-31", "2026-01-01T06:00:00"},
      {"2024-02-29T23:59:59-12:00", "2024-02-29", "2024-02-29", "2024-03-01T11:59:59"},
      {"2026-01-05T10:30:00.5Z", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30:00.123456789Z", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30:59.999+01:00", "2026-01-05", "2026-01-05", "2026-01-05T09:30:59"},
      {"2026-01-05T10:30Z", "2026-01-05", "2026-01-05", "2026-01-05T10:30:00"},
      {"2026-01-05T10:30+02:00", "2026-01-05", "2026-01-05", "2026-01-05T08:30:00"},
      {"2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31", "2017-01-01T00:00:00"},
      {"2026-01-05T00:00:00Z", "2026-01-05", "2026-01-05", "2026-01-05T00:00:00"},
      {"2026-01-05T23:59:59Z", "2026-01-05", "2026-01-05", "2026-01-05T23:59:59"},
      {"2026-01-05T10:30:00", "2026-01-05", "2026-01-05", ""},
      {"2026-01-05T10:30", "2026-01-05", "2026-01-05", ""},
      {"2026-03-08T02:30:00-05:00", "2026-03-08", "2026-03-08", "2026-03-08T07:30:00"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const auto read = fhir::read_date(c.text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(cds::to_text(read->when.first), c.first);
    EXPECT_EQ(cds::to_text(read->when.last), c.last);
    EXPECT_EQ(read->when.exact ? utc_text(*read->when.exact) : "", c.utc);
    EXPECT_EQ(read->offset.has_value(), !c.utc.empty());
  }
}

TEST(Date, KeepsTheWritersOffset) {
  const std::pair<std::string_view, int> cases[] = {{"2026-01-05T10:30:00Z", 0},
                                                    {"2026-01-05T10:30:00-05:00", -300},
                                                    {"2026-01-05T10:30:00+05:45", 345},
                                                    {"2026-01-05T10:30:00+14:00", 840},
                                                    {"2026-01-05T10:30:00-03:30", -210}};
  for (const auto& [text, minutes] : cases)
    EXPECT_EQ(fhir::read_date(text)->offset, std::chrono::minutes{minutes}) << text;
}

TEST(Date, RefusesWithAReasonThatDoesNotRepeatTheText) {
  constexpr std::string_view year = "the date does not begin with a year of four digits";
  constexpr std::string_view month = "the month is not 01 to 12";
  constexpr std::string_view two = "the day is not two digits";
  constexpr std::string_view none = "the month has no such day";
  constexpr std::string_view after = "the day is not followed by `T` and a time";
  constexpr std::string_view hour = "the hour is not 00 to 23";
  constexpr std::string_view minute = "the minute is not 00 to 59";
  constexpr std::string_view second = "the second is not 00 to 60";
  constexpr std::string_view offset = "the offset is not `+hh:mm` or `-hh:mm` of at most 14 hours";
  constexpr std::string_view missing = "the time is not followed by `Z` or an offset";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", year},
      {"26", year},
      {"0000", year},
      {"abcd", year},
      {" 2026", year},
      {"-2026", year},
      {"05/01/2026", year},
      {"2026-", month},
      {"2026-1", month},
      {"2026-00", month},
      {"2026-13", month},
      {"20260105", month},
      {"2026/01/05", month},
      {"2026 ", month},
      {"2026-01-", two},
      {"2026-01-5", two},
      {"2026-01x", two},
      {"2026-01-00", none},
      {"2026-01-32", none},
      {"2026-02-29", none},
      {"2100-02-29", none},
      {"2026-04-31", none},
      {"2026-01-05 ", after},
      {"2026-01-05 10:30:00Z", after},
      {"2026-01-05t10:30:00Z", after},
      {"2026-01-05T", hour},
      {"2026-01-05T24:00:00Z", hour},
      {"2026-01-05T9:30:00Z", hour},
      {"2026-01-05T10Z", hour},
      {"2026-01-05T10:60:00Z", minute},
      {"2026-01-05T10:3Z", minute},
      {"2026-01-05T10:30:61Z", second},
      {"2026-01-05T10:30:1Z", second},
      {"2026-01-05T10:30:00.Z", second},
      {"2026-01-05T10:30:00z", missing},
      {"2026-01-05T10:30:00ZZ", missing},
      {"2026-01-05T10:30:00 -05:00", missing},
      {"2026-01-05T10:30:00-0500", offset},
      {"2026-01-05T10:30:00-05", offset},
      {"2026-01-05T10:30:00+15:00", offset},
      {"2026-01-05T10:30:00+14:01", offset},
      {"2026-01-05T10:30:00-05:60", offset},
      {"2026-01-05T10:30:00-05:00 ", offset},
  };
  for (const auto& [text, reason] : cases) {
    const auto read = fhir::read_date(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), reason) << text;
  }
}

TEST(Date, DayOfAnInstantDependsOnTheOffset) {
  const auto at = *fhir::read_date("2026-01-05T02:00:00Z")->when.exact;
  EXPECT_EQ(cds::to_text(fhir::day_at(at, std::chrono::minutes{0})), "2026-01-05");
  EXPECT_EQ(cds::to_text(fhir::day_at(at, std::chrono::minutes{-300})), "2026-01-04");
  EXPECT_EQ(cds::to_text(fhir::day_at(at, std::chrono::minutes{22 * 60})), "2026-01-06");
}

TEST(Date, AcceptsTheDaysOfTheCalendarAndNoOthers) {
  using namespace std::chrono;
  const auto two = [](unsigned n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  for (const int y : {1900, 1999, 2000, 2023, 2024, 2026, 2028, 2100})
    for (unsigned m = 0; m <= 13; ++m)
      for (unsigned d = 0; d <= 32; ++d) {
        const auto text = std::to_string(y) + "-" + two(m) + "-" + two(d);
        const bool exists = year_month_day{year{y}, month{m}, day{d}}.ok();
        EXPECT_EQ(fhir::read_date(text).has_value(), exists) << text;
        if (!exists) continue;
        EXPECT_EQ(cds::to_text(fhir::read_date(text)->when.first), text);
      }
}

TEST(Date, EveryPlaceCutOffOrDoubledIsReadAsWrittenOrRefused) {
  const std::string whole = "2026-01-05T10:30:00-05:00";
  const std::initializer_list<std::size_t> dates = {4, 7, 10, 16, 19, 25}; // where a date may end
  for (std::size_t end = 0; end <= whole.size(); ++end)
    EXPECT_EQ(fhir::read_date(whole.substr(0, end)).has_value(), std::count(dates.begin(), dates.end(), end) == 1)
        << end;
  for (std::size_t at = 0; at < whole.size(); ++at)
    EXPECT_FALSE(fhir::read_date(whole.substr(0, at) + whole[at] + whole.substr(at))) << at;
}

} // namespace
