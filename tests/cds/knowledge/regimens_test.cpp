#include <gtest/gtest.h>

#include <algorithm>

#include "cds/quantity.hpp"
#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds::agent;
using cds::audience;
using cds::dose_plan;
using cds::purpose;
using knowledge_tests::embedded_knowledge;

constexpr auto competent = audience::immunocompetent;
constexpr auto compromised = audience::immunocompromised;
constexpr auto episodic = purpose::episodic;
constexpr auto suppressive = purpose::suppressive;

dose_plan every(double hours, double mg, double days) { return {mg, hours, 0, 0, days}; }
dose_plan times(int per_day, double mg, double days) { return {mg, 0, per_day, 0, days}; }
dose_plan once(double mg) { return {mg, 0, 0, 1, 1}; }

const cds::regimen& regimen(std::string_view id) {
  for (const auto& r : embedded_knowledge().regimens)
    if (r.id == id) return r;
  throw std::logic_error("no regimen " + std::string(id));
}

struct listed {
  const char* id;
  cds::agent agent;
  audience whom;
  purpose why;
  dose_plan plan;
  double most_days;
  bool preferred;
  bool one_day;
};

TEST(Regimens, AreThoseOfTheGuidance) {
  const listed all[] = {
      {"valacyclovir-one-day", agent::valacyclovir, competent, episodic, every(12, 2000, 1), 0, true, true},
      {"famciclovir-single-dose", agent::famciclovir, competent, episodic, once(1500), 0, false, true},
      {"acyclovir-five-times", agent::acyclovir, competent, episodic, times(5, 400, 5), 0, false, false},
      {"valacyclovir-immunocompromised", agent::valacyclovir, compromised, episodic, every(12, 1000, 7), 10, true,
       false},
      {"famciclovir-immunocompromised", agent::famciclovir, compromised, episodic, every(12, 500, 7), 10, false, false},
      {"acyclovir-immunocompromised", agent::acyclovir, compromised, episodic, every(8, 400, 7), 10, false, false},
      {"valacyclovir-suppression", agent::valacyclovir, competent, suppressive, every(24, 500, 0), 0, true, false},
      {"valacyclovir-suppression-frequent", agent::valacyclovir, competent, suppressive, every(24, 1000, 0), 0, false,
       false},
      {"acyclovir-suppression", agent::acyclovir, competent, suppressive, every(12, 400, 0), 0, false, false},
      {"famciclovir-suppression", agent::famciclovir, competent, suppressive, every(12, 250, 0), 0, false, false},
      {"valacyclovir-suppression-immunocompromised", agent::valacyclovir, compromised, suppressive, every(12, 500, 0),
       0, true, false},
      {"famciclovir-suppression-immunocompromised", agent::famciclovir, compromised, suppressive, every(12, 500, 0), 0,
       false, false},
  };
  EXPECT_EQ(embedded_knowledge().regimens.size(), std::size(all));
  for (const listed& l : all) {
    SCOPED_TRACE(l.id);
    const auto& r = regimen(l.id);
    EXPECT_EQ(r.agent, l.agent);
    EXPECT_EQ(r.whom, l.whom);
    EXPECT_EQ(r.why, l.why);
    EXPECT_EQ(r.plan, l.plan) << to_text(r.plan);
    EXPECT_DOUBLE_EQ(r.most_days, l.most_days);
    EXPECT_EQ(r.preferred, l.preferred);
    EXPECT_EQ(r.one_day, l.one_day);
    EXPECT_FALSE(r.bands.empty());
    EXPECT_FALSE(r.sources.empty());
  }
}

struct row {
  const char* id;
  double clearance;
  dose_plan plan;
};

// Both sides of every boundary: the dose at a boundary is that of the better kidneys, except where a label says
// otherwise.
TEST(Regimens, FollowTheRenalTables) {
  const row rows[] = {
      {"valacyclovir-one-day", 120, every(12, 2000, 1)},
      {"valacyclovir-one-day", 50, every(12, 2000, 1)},
      {"valacyclovir-one-day", 49.9, every(12, 1000, 1)},
      {"valacyclovir-one-day", 30, every(12, 1000, 1)},
      {"valacyclovir-one-day", 29.9, every(12, 500, 1)},
      {"valacyclovir-one-day", 10, every(12, 500, 1)},
      {"valacyclovir-one-day", 9.9, once(500)},
      {"valacyclovir-one-day", 0, once(500)},
      {"famciclovir-single-dose", 60, once(1500)},
      {"famciclovir-single-dose", 59.9, once(750)},
      {"famciclovir-single-dose", 40, once(750)},
      {"famciclovir-single-dose", 39.9, once(500)},
      {"famciclovir-single-dose", 20, once(500)},
      {"famciclovir-single-dose", 19.9, once(250)},
      {"acyclovir-five-times", 10.1, times(5, 400, 5)},
      {"acyclovir-five-times", 10, every(12, 200, 5)}, // the label's lower row is 0 to 10, inclusive
      {"acyclovir-five-times", 0, every(12, 200, 5)},
      {"acyclovir-immunocompromised", 10.1, every(8, 400, 7)},
      {"acyclovir-immunocompromised", 10, every(12, 200, 7)},
      {"acyclovir-suppression", 10.1, every(12, 400, 0)},
      {"acyclovir-suppression", 10, every(12, 200, 0)},
      {"valacyclovir-immunocompromised", 30, every(12, 1000, 7)},
      {"valacyclovir-immunocompromised", 29.9, every(24, 1000, 7)},
      {"valacyclovir-immunocompromised", 10, every(24, 1000, 7)},
      {"valacyclovir-immunocompromised", 9.9, every(24, 500, 7)},
      {"famciclovir-immunocompromised", 40, every(12, 500, 7)},
      {"famciclovir-immunocompromised", 39.9, every(24, 500, 7)},
      {"famciclovir-immunocompromised", 20, every(24, 500, 7)},
      {"famciclovir-immunocompromised", 19.9, every(24, 250, 7)},
      {"famciclovir-suppression-immunocompromised", 39.9, every(24, 500, 0)},
      {"famciclovir-suppression", 40, every(12, 250, 0)},
      {"famciclovir-suppression", 39.9, every(12, 125, 0)},
      {"famciclovir-suppression", 19.9, every(24, 125, 0)},
      {"valacyclovir-suppression", 30, every(24, 500, 0)},
      {"valacyclovir-suppression", 29.9, every(48, 500, 0)},
      {"valacyclovir-suppression-frequent", 30, every(24, 1000, 0)},
      {"valacyclovir-suppression-frequent", 29.9, every(24, 500, 0)},
      {"valacyclovir-suppression-immunocompromised", 30, every(12, 500, 0)},
      {"valacyclovir-suppression-immunocompromised", 29.9, every(24, 500, 0)},
  };
  for (const row& r : rows) {
    const auto& plan = plan_for(regimen(r.id), r.clearance);
    EXPECT_EQ(plan, r.plan) << r.id << " at " << r.clearance << ": " << to_text(plan);
  }
}

TEST(Regimens, NeverDoseWorseKidneysHigher) {
  for (const auto& r : embedded_knowledge().regimens)
    for (double clearance = 0; clearance < 150; clearance += 0.5)
      EXPECT_LE(daily_mg(plan_for(r, clearance)), daily_mg(plan_for(r, clearance + 0.5))) << r.id << ' ' << clearance;
}

TEST(Regimens, SignaturesMeanOtherDiseases) {
  struct expected {
    cds::agent agent;
    double mg;
    double times;
    cds::value_set means;
  };
  const expected all[] = {
      {agent::valacyclovir, 1000, 3, cds::value_set::zoster},
      {agent::famciclovir, 500, 3, cds::value_set::zoster},
      {agent::acyclovir, 800, 5, cds::value_set::zoster},
      {agent::valacyclovir, 2000, 4, cds::value_set::cytomegalovirus},
  };
  const auto& signatures = embedded_knowledge().signatures;
  ASSERT_EQ(signatures.size(), std::size(all));
  for (const expected& e : all)
    EXPECT_TRUE(std::any_of(signatures.begin(), signatures.end(), [&](const auto& s) {
      return s.agent == e.agent && s.dose_mg == e.mg && s.times_per_day == e.times && s.means == e.means;
    })) << e.mg;
}

// A signature must not be a listed orolabial dose, at any clearance: it would hide an order the rules must see.
TEST(Regimens, SignaturesAreNoListedDose) {
  for (const auto& s : embedded_knowledge().signatures)
    for (const auto& r : embedded_knowledge().regimens)
      for (const auto& band : r.bands)
        EXPECT_FALSE(s.agent == r.agent && s.dose_mg == band.plan.dose_mg &&
                     s.times_per_day == administrations_per_day(band.plan))
            << r.id;
}

TEST(Regimens, AdequateDosesFallWithTheKidneys) {
  struct expected {
    cds::agent agent;
    audience whom;
    double clearance;
    double mg;
  };
  const expected all[] = {
      {agent::valacyclovir, competent, 30, 1000},   {agent::valacyclovir, competent, 29.9, 500},
      {agent::valacyclovir, compromised, 30, 2000}, {agent::valacyclovir, compromised, 29.9, 1000},
      {agent::valacyclovir, compromised, 10, 1000}, {agent::valacyclovir, compromised, 9.9, 500},
      {agent::acyclovir, competent, 10.1, 1200},    {agent::acyclovir, competent, 10, 400},
      {agent::acyclovir, compromised, 10.1, 1200},  {agent::acyclovir, compromised, 9.9, 400},
      {agent::famciclovir, competent, 40, 500},     {agent::famciclovir, competent, 39.9, 250},
      {agent::famciclovir, competent, 19.9, 125},   {agent::famciclovir, compromised, 40, 1000},
      {agent::famciclovir, compromised, 39.9, 500}, {agent::famciclovir, compromised, 19.9, 250},
  };
  const auto adequate = [](const expected& e) {
    for (const auto& a : embedded_knowledge().adequate_doses) {
      if (a.agent != e.agent || a.whom != e.whom) continue;
      for (const auto& band : a.bands)
        if (cds::at_least(e.clearance, band.from)) return band.daily_mg;
    }
    return 0.0;
  };
  for (const expected& e : all) EXPECT_DOUBLE_EQ(adequate(e), e.mg) << name_of(e.agent) << ' ' << e.clearance;
}

TEST(Regimens, LabelAges) {
  struct expected {
    cds::agent agent;
    cds::route route;
    int years;
  };
  const expected all[] = {
      {agent::valacyclovir, cds::route::unknown, 12}, {agent::famciclovir, cds::route::unknown, 18},
      {agent::foscarnet, cds::route::unknown, 18},    {agent::acyclovir, cds::route::topical, 12},
      {agent::penciclovir, cds::route::unknown, 12},
  };
  const auto& ages = embedded_knowledge().label_ages;
  ASSERT_EQ(ages.size(), std::size(all));
  for (const expected& e : all)
    EXPECT_TRUE(std::any_of(ages.begin(), ages.end(), [&](const auto& a) {
      return a.agent == e.agent && a.route == e.route && a.years == e.years;
    })) << name_of(e.agent);
}

} // namespace
