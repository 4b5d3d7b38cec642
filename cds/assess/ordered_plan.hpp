// The draft order as a dose plan in mg, compared with the recognised regimens (pathway: dose, regimen-check).
#pragma once

#include <optional>
#include <string_view>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

struct ordered_plan {
  std::optional<double> dose_mg;
  std::optional<double> times_per_day; // unknown for a single dose
  bool single = false;
  std::optional<double> days;       // of the course, without refills
  few<std::string_view, 3> missing; // what could not be read: `dose`, `frequency`, `length of the course`

  bool readable() const { return missing.empty(); }
  double daily_mg() const { return *dose_mg * (single ? 1.0 : *times_per_day); }
};
ordered_plan read_plan(const draft_order& draft, double weight_kg);

/// Same dose, same frequency (within the knowledge's tolerance), whatever the length.
bool same_dosing(const ordered_plan& ordered, const dose_plan& listed, double tolerance);
/// And a length the plan allows: exactly its days, or up to `most_days`.
bool same_course(const ordered_plan& ordered, const dose_plan& listed, double most_days, double tolerance);
/// The regimen's usual plan or one of its renal reductions.
bool matches(const ordered_plan& ordered, const regimen& r, double tolerance);

} // namespace cds
