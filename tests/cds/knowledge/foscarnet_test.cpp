#include <gtest/gtest.h>

#include "cds/quantity.hpp"
#include "tests/cds/knowledge/seeded.hpp"

namespace {

struct cell {
  double mg_per_kg;
  double hours;
};

const cds::foscarnet_band* band_for(double clearance) {
  for (const auto& b : knowledge_tests::embedded_knowledge().foscarnet)
    if (cds::above(clearance, b.above) || (b.lowest_included && cds::at_least(clearance, b.above))) return &b;
  return nullptr;
}

void expect_cells(double clearance, cell q8h, cell q12h) {
  SCOPED_TRACE(clearance);
  const auto* band = band_for(clearance);
  ASSERT_NE(band, nullptr);
  EXPECT_TRUE(cds::at_most(clearance, band->up_to));
  EXPECT_DOUBLE_EQ(band->q8h.mg_per_kg, q8h.mg_per_kg);
  EXPECT_DOUBLE_EQ(band->q8h.interval_hours, q8h.hours);
  EXPECT_DOUBLE_EQ(band->q12h.mg_per_kg, q12h.mg_per_kg);
  EXPECT_DOUBLE_EQ(band->q12h.interval_hours, q12h.hours);
}

TEST(FoscarnetTable, HasSixRowsAndTheirBoundaries) {
  ASSERT_EQ(knowledge_tests::embedded_knowledge().foscarnet.size(), 6U);
  struct edge {
    double clearance;
    cell q8h;
    cell q12h;
  };
  const edge edges[] = {
      {9, {40, 8}, {40, 12}},    {1.4001, {40, 8}, {40, 12}},  {1.4, {30, 8}, {30, 12}},  {1.0001, {30, 8}, {30, 12}},
      {1.0, {35, 12}, {20, 12}}, {0.8001, {35, 12}, {20, 12}}, {0.8, {25, 12}, {35, 24}}, {0.6001, {25, 12}, {35, 24}},
      {0.6, {40, 24}, {25, 24}}, {0.5001, {40, 24}, {25, 24}}, {0.5, {35, 24}, {20, 24}}, {0.4, {35, 24}, {20, 24}},
  };
  for (const edge& e : edges) expect_cells(e.clearance, e.q8h, e.q12h);
  EXPECT_EQ(band_for(0.3999), nullptr);
  EXPECT_EQ(band_for(0), nullptr);
}

// Patients worked out by hand from the label's formula and table.
TEST(FoscarnetTable, GivesTheWorkedExamples) {
  struct patient {
    double age;
    bool female;
    double creatinine;
    double clearance;
    cell q8h;
    cell q12h;
  };
  const patient patients[] = {
      {30, false, 1.0, 1.5278, {40, 8}, {40, 12}},  {39, false, 1.0, 1.4028, {40, 8}, {40, 12}},
      {40, false, 1.0, 1.3889, {30, 8}, {30, 12}},  {45, false, 0.9, 1.4660, {40, 8}, {40, 12}},
      {45, true, 0.8, 1.4019, {40, 8}, {40, 12}},   {60, true, 1.1, 0.8586, {35, 12}, {20, 12}},
      {65, false, 1.3, 0.8013, {35, 12}, {20, 12}}, {70, true, 1.2, 0.6887, {25, 12}, {35, 24}},
      {72, false, 1.5, 0.6296, {25, 12}, {35, 24}}, {75, true, 1.4, 0.5481, {40, 24}, {25, 24}},
      {68, false, 2.0, 0.5000, {35, 24}, {20, 24}}, {80, true, 1.6, 0.4427, {35, 24}, {20, 24}},
      {25, true, 0.6, 2.2627, {40, 8}, {40, 12}},
  };
  const auto clearance = [](double age, bool female, double creatinine) {
    return (140 - age) / (72 * creatinine) * (female ? 0.85 : 1);
  };
  for (const patient& p : patients) {
    const double c = clearance(p.age, p.female, p.creatinine);
    EXPECT_NEAR(c, p.clearance, 0.00005);
    expect_cells(c, p.q8h, p.q12h);
  }
  EXPECT_EQ(band_for(clearance(85, false, 2.2)), nullptr); // 0.3472: not recommended
}

} // namespace
