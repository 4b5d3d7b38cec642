// Which of several results counts.
#include "cds/assess/observations.hpp"

#include <gtest/gtest.h>

#include "cds/assess/renal.hpp"
#include "tests/support/chart.hpp"

namespace {

using cds::value_set;
using state = cds::observation::state;

struct told {
  int day; // from today
  double value;
  bool unreadable = false;
  cds::observation::state status = state::final;
};

struct newest_case {
  const char* what;
  std::vector<told> results;
  double want; // 0: none counts
};

cds::observation result(value_set set, const told& t) {
  cds::observation o;
  o.sets = {set};
  o.status = t.status;
  o.effective = support::on_day(t.day);
  o.unreadable = t.unreadable;
  if (!t.unreadable && t.value > 0) o.value = cds::quantity{t.value, cds::unit::milligram_per_decilitre};
  return o;
}

double newest(value_set set, const std::vector<told>& results) {
  std::vector<cds::observation> all;
  for (const auto& t : results) all.push_back(result(set, t));
  const auto* found = cds::newest(all, set, support::chart().facts.now, 30);
  return found ? found->value->value : 0;
}

TEST(Observations, TheNewestCountsAndNoOlderOneBehindAnUnreadable) {
  const newest_case cases[] = {
      {"nothing", {}, 0},
      {"the newest", {{-3, 1}, {-1, 2}, {-2, 3}}, 2},
      {"within the limit", {{-30, 1}}, 1},
      {"beyond the limit", {{-31, 1}}, 0},
      {"only final ones", {{-3, 1}, {-1, 2, false, state::preliminary}}, 1},
      {"one that says it has no value changes nothing", {{-3, 1}, {-1, 0}}, 1},
      {"a newer one that cannot be read", {{-3, 1}, {-1, 0, true}}, 0},
      {"the same, listed first", {{-1, 0, true}, {-3, 1}}, 0},
      {"an older one that cannot be read", {{-3, 0, true}, {-1, 2}}, 2},
      {"a preliminary one that cannot be read", {{-3, 1}, {-1, 0, true, state::preliminary}}, 1},
      {"nothing but one that cannot be read", {{-1, 0, true}}, 0},
  };
  for (const auto& c : cases) EXPECT_EQ(newest(value_set::creatinine, c.results), c.want) << c.what;
  EXPECT_EQ(newest(value_set::body_weight, {{-3, 1}, {-1, 0, true}}), 1); // a mistyped weight leaves the one before
}

TEST(Observations, OfSeveralAtOneTimeTheSafeOneCountsInAnyOrder) {
  const struct {
    value_set set;
    double want;
  } cases[] = {{value_set::creatinine, 3},      {value_set::body_weight, 1}, {value_set::measured_clearance, 1},
               {value_set::cd4_count, 1},       {value_set::potassium, 1},   {value_set::calcium, 1},
               {value_set::neutrophil_count, 1}};
  for (const auto& c : cases) {
    EXPECT_EQ(newest(c.set, {{-1, 2}, {-1, 1}, {-1, 3}, {-2, 9}}), c.want);
    EXPECT_EQ(newest(c.set, {{-2, 0.5}, {-1, 3}, {-1, 1}, {-1, 2}}), c.want);
  }
  // One that cannot be read is not newer than its twin.
  EXPECT_EQ(newest(value_set::creatinine, {{-1, 0, true}, {-1, 2}}), 2);
  EXPECT_EQ(newest(value_set::creatinine, {{-1, 2}, {-1, 0, true}}), 2);
}

TEST(Observations, AMeasuredClearanceIsNoAnswerBehindAnUnreadableCreatinine) {
  auto told = support::chart().lab("2164-2", 60, cds::unit::millilitre_per_minute, 48);
  const auto clearance = [&] { return cds::assess_renal(told.facts, support::embedded_knowledge()).clearance_ml_min; };
  EXPECT_EQ(clearance(), 60);
  auto odd = result(value_set::creatinine, {0, 0, true});
  odd.effective = support::hours_ago(72);
  told.facts.labs.items.push_back(odd);
  EXPECT_EQ(clearance(), 60);
  told.facts.labs.items.back().effective = support::hours_ago(6);
  EXPECT_EQ(clearance(), std::nullopt);
}

} // namespace
