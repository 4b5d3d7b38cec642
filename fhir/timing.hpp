// FHIR Timing: how often, for how long, how many times.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fhir/report.hpp"

namespace fhir {

struct timing {
  std::optional<double> times_per_day;
  std::optional<double> interval_hours;       // only where a day divides into whole hours
  std::optional<double> days;                 // from bounds alone, or the days listed
  std::optional<int> administrations;         // count, or the events listed
  std::optional<cds::date_time> starts, ends; // of boundsPeriod
  std::optional<double> hours;                // one administration lasts so long, at least
  bool hours_unread = false;                  // how long one lasts is said and cannot be read
  bool as_needed = false;                     // the words of its code say so
  bool names_moments = false; // morning, bedtime, 08:00: two of these add up, they are not the same twice
  std::vector<std::string> unread;
};

/// Nothing is guessed: ranges, certain weekdays, and a code that contradicts the rest leave their part unknown, with a
/// line in `unread`.
timing read_timing(const json::value& written, report& to);

/// Days in a period, both ends included; nothing when an end is missing, vague or before the start.
std::optional<double> days_in(const period& p);

} // namespace fhir
