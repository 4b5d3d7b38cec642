#include "fhir/proposals/course.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace {

using cds::dose_plan;
using fhir::proposals::course_of;
using fhir::proposals::form_of;

constexpr std::string_view tablet = "valacyclovir 500 MG Oral Tablet";

dose_plan by_days(double mg, double hours, double days) {
  return {.dose_mg = mg, .interval_hours = hours, .days = days};
}

struct course_case {
  dose_plan plan;
  std::optional<double> units;
  std::optional<double> days;
  std::string_view text;
};

TEST(Course, SaysAndCountsWhatIsTaken) {
  const course_case cases[] = {
      {by_days(2000, 12, 1), 8, 1, "Take 2 g (4 tablets of 500 mg) by mouth every 12 hours for 1 day, 2 doses in all"},
      {by_days(1000, 12, 7), 28, 7, "Take 1 g (2 tablets of 500 mg) by mouth every 12 hours for 7 days"},
      {by_days(500, 24, 90), 90, 90, "Take 500 mg (1 tablet of 500 mg) by mouth once a day for 90 days"},
      {by_days(500, 24, 0), std::nullopt, std::nullopt, "Take 500 mg (1 tablet of 500 mg) by mouth once a day"},
      {by_days(500, 48, 10), 5, 10, "Take 500 mg (1 tablet of 500 mg) by mouth every 48 hours for 10 days"},
      {by_days(250, 12, 7), std::nullopt, 7, "Take 250 mg by mouth every 12 hours for 7 days"},
      {by_days(750, 12, 7), std::nullopt, 7, "Take 750 mg by mouth every 12 hours for 7 days"},
      {by_days(500, 36, 10), std::nullopt, 10, "Take 500 mg (1 tablet of 500 mg) by mouth every 36 hours for 10 days"},
      {{.dose_mg = 1500, .administrations = 1},
       3,
       1,
       "Take 1.5 g (3 tablets of 500 mg) by mouth once, as a single dose"},
      {{.dose_mg = 500, .times_per_day = 5, .days = 5},
       25,
       5,
       "Take 500 mg (1 tablet of 500 mg) by mouth 5 times a day for 5 days"},
      {{.dose_mg = 500, .times_per_day = 1, .days = 5},
       5,
       5,
       "Take 500 mg (1 tablet of 500 mg) by mouth once a day for 5 days"},
      {{.dose_mg = 2000, .interval_hours = 12, .administrations = 2},
       8,
       1,
       "Take 2 g (4 tablets of 500 mg) by mouth every 12 hours for 1 day, 2 doses in all"},
      {{.dose_mg = 500, .interval_hours = 12, .administrations = 3},
       3,
       2,
       "Take 500 mg (1 tablet of 500 mg) by mouth every 12 hours for 2 days, 3 doses in all"},
  };
  for (const auto& c : cases) {
    const auto course = course_of(c.plan, form_of(500, tablet));
    EXPECT_EQ(to_text(course), c.text);
    EXPECT_EQ(course.units(), c.units) << c.text;
    EXPECT_EQ(course.days, c.days) << c.text;
  }
}

TEST(Course, CountsNothingOfAnUnknownProduct) {
  const auto plan = by_days(2000, 12, 1);
  for (const auto& form :
       {form_of(0, tablet), form_of(500, "valacyclovir 50 MG/ML Oral Suspension"), form_of(500, "")}) {
    const auto course = course_of(plan, form);
    EXPECT_EQ(course.units(), std::nullopt);
    EXPECT_EQ(to_text(course), "Take 2 g by mouth every 12 hours for 1 day, 2 doses in all");
  }
}

TEST(Course, NamesCapsules) {
  const auto course = course_of(by_days(200, 8, 5), form_of(200, "acyclovir 200 MG Oral Capsule"));
  EXPECT_EQ(to_text(course), "Take 200 mg (1 capsule of 200 mg) by mouth every 8 hours for 5 days");
}

} // namespace
