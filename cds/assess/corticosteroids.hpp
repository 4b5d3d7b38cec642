// Corticosteroids by mouth or vein as one daily dose of prednisone equivalent (pathway: immune).
#pragma once

#include "cds/facts.hpp"

namespace cds {

struct corticosteroid_use {
  const medication* told_by = nullptr; // one of the records; null when there is none
  double mg_per_day = 0;               // of prednisone equivalent, different corticosteroids added up
  double days = 0;                     // of the longest course, planned or so far
  bool readable = true;                // false: a dose could not be read, so that the sum may be too low
};

/// What is taken now or was within the last `reach` days. Orders, dispenses and statements of one drug are one intake,
/// at its highest dose; doses given on a ward are joined into a course over gaps of up to `reach` days.
corticosteroid_use assess_corticosteroids(const facts& chart, double reach);

} // namespace cds
