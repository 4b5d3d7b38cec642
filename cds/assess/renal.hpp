// Kidney function for dosing: creatinine, weight and creatinine clearance (pathway: renal, weight).
#pragma once

#include <optional>
#include <string_view>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

struct renal_state {
  const observation* creatinine = nullptr;   // newest usable, mg/dL
  double creatinine_hours = 0;               // most hours since
  const observation* weight = nullptr;       // newest usable, kg
  double weight_days = 0;                    // civil days since
  const observation* measured = nullptr;     // measured clearance, when it is newer than the creatinine
  std::optional<double> clearance_ml_min;    // Cockcroft-Gault with actual weight, or measured
  std::optional<double> clearance_ml_min_kg; // weight cancels; for the foscarnet table
  bool at_risk = false;                      // old enough or renal disease: an unknown clearance matters
  few<std::string_view, 4> missing;          // why clearance_ml_min is unknown
};

/// Adults of known age and sex only. `clearance_ml_min` uses a creatinine within the pathway's limits for dosing oral
/// drugs.
renal_state assess_renal(const facts& chart, const knowledge& known);

/// Cockcroft-Gault without weight, mL/min/kg.
double cockcroft_gault_per_kg(int age_years, double creatinine_mg_dl, bool female);

} // namespace cds
