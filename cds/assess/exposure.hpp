// How long the patient has been on a nucleoside antiviral, how steadily and at what dose (pathway: exposure).
#pragma once

#include <optional>
#include <vector>

#include "cds/assess/immune.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

enum class adequacy : unsigned char { unknown, inadequate, adequate };

/// The run of courses that reaches (nearly) to today. Absent when there is none in the data that was supplied.
struct exposure_run {
  cds::agent agent = agent::none; // of the latest covered day: the one that is failing, if any is
  day first{};
  std::optional<instant> first_dose; // when its time is known
  day last{};
  int elapsed_days = 0;                  // from the first dose to today
  int covered_days = 0;                  // days with a dose, as far as known; planned days when only requests exist
  std::optional<double> coverage;        // covered / elapsed; unknown when only requests exist
  std::optional<double> mean_daily_mg;   // over covered days
  adequacy adequate = adequacy::unknown; // dose and coverage together
  std::vector<const medication*> from;   // the courses it was read from, newest first
};

struct exposure {
  struct dates {
    day first{};
    day last{};
  };
  std::optional<exposure_run> run;
  std::vector<dates> runs; // in the look-back, oldest first
  int total_days = 0;      // in the look-back
  int courses = 0;         // runs in the look-back
  bool complete = false;   // all four kinds of medication data were supplied
};

/// `clearance_ml_min` selects the adequate dose; without it normal renal function is assumed.
exposure assess_exposure(const facts& chart, const knowledge& known, immune_level host,
                         std::optional<double> clearance_ml_min, double weight_kg);

} // namespace cds
