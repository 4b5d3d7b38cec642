// The small values: units as cards print them, dates as exact as they were written, days from an amount.
#include <string>

#include <gtest/gtest.h>

#include "cds/assess/medicines.hpp"
#include "cds/quantity.hpp"
#include "cds/time.hpp"

namespace {

using cds::unit;

TEST(Values, UnitsAsCardsPrintThem) {
  struct row {
    cds::quantity amount;
    std::string_view text;
  };
  for (const auto& at : std::initializer_list<row>{{{500, unit::milligram}, "500 mg"},
                                                   {{1500, unit::milligram}, "1.5 g"},
                                                   {{40, unit::milligram_per_kilogram}, "40 mg/kg"},
                                                   {{5, unit::millilitre}, "5 mL"},
                                                   {{1, unit::product_unit}, "1 tablet(s)"},
                                                   {{65, unit::kilogram}, "65 kg"},
                                                   {{1.1, unit::milligram_per_decilitre}, "1.1 mg/dL"},
                                                   {{4, unit::millimole_per_litre}, "4 mmol/L"},
                                                   {{97, unit::micromole_per_litre}, "97 umol/L"},
                                                   {{50, unit::millilitre_per_minute}, "50 mL/min"},
                                                   {{40, unit::cells_per_microlitre}, "40 /uL"},
                                                   {{2, unit::microgram_per_millilitre}, "2 ug/mL"},
                                                   {{80, unit::percent}, "80 %"}})
    EXPECT_EQ(cds::to_text(at.amount), at.text);
}

TEST(Values, DatesAreNoMoreExactThanTheyWereWritten) {
  using namespace std::chrono_literals;
  const auto on = [](auto date) { return cds::day(std::chrono::sys_days(date)); };
  EXPECT_EQ(cds::to_text(cds::date_time{on(2026y / 1 / 5), on(2026y / 1 / 5), {}}), "2026-01-05");
  EXPECT_EQ(cds::to_text(cds::date_time{on(2026y / 1 / 1), on(2026y / 1 / 31), {}}), "2026-01");
  EXPECT_EQ(cds::to_text(cds::date_time{on(2026y / 1 / 1), on(2026y / 12 / 31), {}}), "2026");
}

TEST(Values, DaysOfACourseFromItsAmount) {
  cds::drug tablets;
  tablets.strength_mg = 500;
  cds::dosage how;
  how.dose = cds::quantity{1000, unit::milligram};
  how.times_per_day = 2;
  EXPECT_EQ(cds::course_days(tablets, how, {}, cds::quantity{28, unit::product_unit}), 7);
  EXPECT_EQ(cds::course_days(tablets, how, {}, cds::quantity{14000, unit::milligram}), 7);
  EXPECT_EQ(cds::course_days({}, how, {}, cds::quantity{28, unit::product_unit}), std::nullopt);
  EXPECT_EQ(cds::course_days(tablets, how, {}, std::nullopt), std::nullopt);
  cds::drug liquid;
  liquid.concentration_mg_per_ml = 40;
  EXPECT_EQ(cds::course_days(liquid, how, {}, cds::quantity{350, unit::millilitre}), 7);
  EXPECT_EQ(cds::course_days({}, how, {}, cds::quantity{350, unit::millilitre}), std::nullopt);
  how.dose = cds::quantity{2, unit::product_unit};
  EXPECT_EQ(cds::course_days(tablets, how, {}, cds::quantity{28, unit::product_unit}), 7);
  EXPECT_EQ(cds::course_days({}, how, {}, cds::quantity{28, unit::product_unit}), 7);
  how.administrations = 14;
  EXPECT_EQ(cds::course_days(tablets, how, {}, std::nullopt), 7);
}

} // namespace
