// What rests on dates: how long ago, in the future, before a birthday; and that no local time zone is looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

#include "fhir/date.hpp"
#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::chrono::minutes tolerance{5};

/// 2026-01-20T15:00:00Z, for a patient at this offset.
cds::present at_offset(int hours) { return {sample::now(), fhir::day_at(sample::now(), std::chrono::hours{hours})}; }

struct comparison {
  std::string_view then;
  double hours; // the most that can have passed
  int days;     // from its first day to today
  bool future;
};

TEST(DatesCompared, WithNowInGreenwich) {
  const comparison cases[] = {
      {"2026-01-20T15:00:00Z", 0, 0, false},
      {"2026-01-20T14:59:59Z", 1.0 / 3600, 0, false},
      {"2026-01-20T15:05:00Z", -5.0 / 60, 0, false},
      {"2026-01-20T15:05:01Z", -301.0 / 3600, 0, true},
      {"2026-01-20T15:04:59.999Z", -299.0 / 3600, 0, false},
      {"2026-01-20T10:00:00-05:00", 0, 0, false},
      {"2026-01-20T10:05:00-05:00", -5.0 / 60, 0, false},
      {"2026-01-20T10:06:00-05:00", -0.1, 0, true},
      {"2026-01-20T20:30:00+05:30", 0, 0, false},
      {"2026-01-21T05:00:00+14:00", 0, -1, false},
      {"2026-01-20T03:00:00-12:00", 0, 0, false},
      {"2026-01-19T15:00:00Z", 24, 1, false},
      {"2026-01-17T15:00:00Z", 72, 3, false},
      {"2026-01-17T14:59:59Z", 72 + 1.0 / 3600, 3, false},
      {"2026-01-17T10:00:00-05:00", 72, 3, false},
      {"2026-01-18T00:00:00+09:00", 72, 2, false},
      {"2026-01-20T15:00", 24, 0, false},
      {"2026-01-20T23:59:59", 24, 0, false},
      {"2026-01-19T23:59:59", 48, 1, false},
      {"2026-01-21T00:00:00", 0, -1, true},
      {"2026-01-20", 24, 0, false},
      {"2026-01-19", 48, 1, false},
      {"2026-01-18", 72, 2, false},
      {"2026-01-17", 96, 3, false},
      {"2026-01-13", 24 * 8, 7, false},
      {"2026-01-21", 0, -1, true},
      {"2026-01", 24 * 20, 19, false},
      {"2025-12", 24 * 51, 50, false},
      {"2026-02", -24 * 11, -12, true},
      {"2026", 24 * 20, 19, false},
      {"2025", 24 * 385, 384, false},
      {"2024", 24 * 751, 750, false},
      {"2027", -24 * 345, -346, true},
      {"2024-02-29", 24 * 692, 691, false},
      {"2024-02-29T12:00:00Z", 24 * 691 + 3, 691, false},
      {"2024-02", 24 * 720, 719, false},
      {"2025-02", 24 * 354, 353, false},
      {"2016-12-31T23:59:60Z", 24 * 3306 + 15, 3307, false},
      {"2025-12-31T23:59:60Z", 24 * 19 + 15, 20, false},
      {"9999", -69889392, -2912059, true},
      {"0001", 24.0 * 739636, 739635, false},
  };
  const auto now = at_offset(0);
  for (const auto& c : cases) {
    SCOPED_TRACE(c.then);
    const auto then = sample::at(c.then);
    EXPECT_NEAR(cds::most_hours_since(then, now), c.hours, 1e-6);
    EXPECT_EQ(cds::days_between(then.first, now.today), c.days);
    EXPECT_EQ(cds::is_future(then, now, tolerance), c.future);
  }
}

TEST(DatesCompared, TheDayIsThePatients) {
  const struct {
    int offset;
    std::string_view then;
    double hours;
    bool future;
  } cases[] = {
      {13, "2026-01-21", 24, false},
      {13, "2026-01-20", 48, false},
      {13, "2026-01-22", 0, true},
      {9, "2026-01-21", 24, false},
      {8, "2026-01-21", 0, true},
      {0, "2026-01-21", 0, true},
      {-12, "2026-01-20", 24, false},
      {-12, "2026-01-21", 0, true},
      {13, "2026-02", -24 * 10, true},
      {13, "2026-01", 24 * 21, false},
      {-12, "2026-01-20T15:00:00Z", 0, false},
      {13, "2026-01-20T15:00:00Z", 0, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(fmt::format("{} at {}", c.then, c.offset));
    EXPECT_DOUBLE_EQ(cds::most_hours_since(sample::at(c.then), at_offset(c.offset)), c.hours);
    EXPECT_EQ(cds::is_future(sample::at(c.then), at_offset(c.offset), tolerance), c.future);
  }
}

TEST(DatesCompared, AgesOfBirthDatesOfEveryPrecision) {
  const struct {
    std::string_view birth, today;
    int youngest, oldest;
  } cases[] = {
      {"2008-01-20", "2026-01-20", 18, 18}, {"2008-01-21", "2026-01-20", 17, 17},
      {"2008-01-19", "2026-01-20", 18, 18}, {"2008-01", "2026-01-20", 17, 18},
      {"2008-01", "2026-01-31", 18, 18},    {"2008-02", "2026-01-20", 17, 17},
      {"2007-12", "2026-01-20", 18, 18},    {"2008", "2026-01-20", 17, 18},
      {"2008", "2026-12-31", 18, 18},       {"2007", "2026-01-20", 18, 19},
      {"2026", "2026-01-20", -1, 0},        {"2026-01-20", "2026-01-20", 0, 0},
      {"2008-02-29", "2026-02-28", 17, 17}, {"2008-02-29", "2026-03-01", 18, 18},
      {"2008-02-29", "2028-02-29", 20, 20}, {"2008-02-29", "2028-02-28", 19, 19},
      {"2008-02", "2026-02-28", 17, 18},    {"1926-01-20", "2026-01-20", 100, 100},
  };
  for (const auto& c : cases) {
    const auto age = cds::age_at(sample::at(c.birth), sample::at(c.today).first);
    EXPECT_EQ(age, (cds::age{c.youngest, c.oldest})) << c.birth << " on " << c.today;
  }
}

std::string observation(std::string_view members) {
  return fmt::format("{{'resourceType':'Observation','status':'final','subject':{{'reference':'Patient/p1'}},'code':{{"
                     "'coding':[{{'system':'http://loinc.org','code':'2160-0'}}]}},{}}}",
                     members);
}

TEST(DatesCompared, WhatLiesInTheFutureIsLeftOutAndSaid) {
  const struct {
    std::string_view members;
    bool future;
  } cases[] = {
      {"'effectiveDateTime':'2026-01-20T15:05:00Z'", false},
      {"'effectiveDateTime':'2026-01-20T15:05:01Z'", true},
      {"'effectiveDateTime':'2026-01-20'", false},
      {"'effectiveDateTime':'2026-01-21'", true},
      {"'effectiveDateTime':'2026-01'", false},
      {"'effectiveDateTime':'2026'", false},
      {"'effectiveDateTime':'2026-02'", true},
      {"'effectiveDateTime':'2027'", true},
      {"'effectivePeriod':{'start':'2026-01-19','end':'2026-01-22'}", false},
      {"'effectivePeriod':{'start':'2026-01-21'}", true},
      {"'effectivePeriod':{'end':'2026-01-21'}", true},
      {"'effectiveInstant':'2026-01-20T23:00:00+09:00'", false},
      {"'effectiveInstant':'2026-01-21T01:00:00+09:00'", true},
      {"'issued':'2026-01-20T16:00:00Z'", true},
  };
  for (const auto& c : cases) {
    const auto got = sample::read_one(data_kind::labs, observation(c.members));
    EXPECT_EQ(got->labs.items.size(), c.future ? 0U : 1U) << c.members;
    if (c.future)
      EXPECT_THAT(got.unread(), ElementsAre("prefetch.labs.entry[0].resource: the date lies in the future"))
          << c.members;
    else
      EXPECT_THAT(got.unread(), IsEmpty()) << c.members;
  }
}

/// Sets the time zone of the process and puts the old one back.
class local_zone {
 public:
  explicit local_zone(const char* name) {
    if (const char* old = std::getenv("TZ")) before_ = old;
    set(name);
  }
  ~local_zone() { set(before_ ? before_->c_str() : nullptr); }
  local_zone(const local_zone&) = delete;
  local_zone& operator=(const local_zone&) = delete;

 private:
  static void set(const char* name) {
    if (name)
      ::setenv("TZ", name, 1);
    else
      ::unsetenv("TZ");
    ::tzset();
  }
  std::optional<std::string> before_;
};

/// Everything that is read of times without and with an offset, as text.
std::string reading() {
  std::string all;
  for (const std::string_view text : {"2026", "2026-03", "2026-03-08", "2026-03-08T02:30:00", "2026-03-08T02:30",
                                      "2026-10-25T02:30:00", "2026-03-08T02:30:00Z", "2026-03-08T02:30:00-05:00"}) {
    const auto read = fhir::read_date(text);
    const auto& when = read->when;
    all += fmt::format("{} {} {} {}\n", cds::to_text(when.first), cds::to_text(when.last),
                       when.exact ? when.exact->time_since_epoch().count() : 0,
                       cds::is_future(when, at_offset(0), tolerance));
  }
  const auto got =
      sample::read({.draft_orders = {},
                    .data = {{data_kind::labs, sample::bundle({observation("'effectiveDateTime':'2026-01-20T09:00:00'"),
                                                               observation("'effectiveDateTime':'2026-01-21T00:30:00'"),
                                                               observation("'effectiveDateTime':'2026-01-19'")})}}});
  for (const auto& o : got->labs.items)
    all += fmt::format("{} {}\n", cds::to_text(*o.effective), cds::most_hours_since(*o.effective, got->now));
  return all + cds::to_text(got->now.today) + "\n" + fmt::format("{}", fmt::join(got.unread(), "\n"));
}

TEST(DatesCompared, NoLocalTimeZoneIsLookedAt) {
  const auto local_hour = [] {
    const std::time_t noon = 1768910400; // 2026-01-20T12:00:00Z
    return std::localtime(&noon)->tm_hour;
  };
  std::optional<std::string> usual;
  std::vector<int> hours;
  for (const auto zone : {"UTC0", "EST5EDT", "NZST-12NZDT", "XXX12", "YYY-14", "IST-5:30", "CET-1CEST", "ART3"}) {
    const local_zone set(zone);
    hours.push_back(local_hour());
    const auto read = reading();
    if (!usual) usual = read;
    EXPECT_EQ(read, *usual) << zone;
  }
  EXPECT_NE(hours.front(), hours[1]); // the zone was really set
}

} // namespace
