// Points in time as charts state them: never more exact than they were written.
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>

namespace cds {

using day = std::chrono::sys_days;        // a civil day, in the offset its writer used
using instant = std::chrono::sys_seconds; // an exact point, UTC

/// A date or time of known precision: a year, a month, a day, or an exact instant (`exact`, UTC) with its civil day.
/// `first` and `last` are the civil days it may fall on, inclusive; equal for a day or better.
struct date_time {
  day first{};
  day last{};
  std::optional<instant> exact;

  friend bool operator==(const date_time&, const date_time&) = default;
};

/// The clock of one evaluation: an exact instant and the civil day it is for the patient.
struct present {
  instant at{};
  day today{};

  friend bool operator==(const present&, const present&) = default;
};

/// Whole civil days from `from` to `to`; negative when `to` is earlier.
int days_between(day from, day to);

/// The most hours that can have passed since `then` (the safe side for "is this result recent enough?").
/// A date without a time of day counts from the first moment of its first day.
double most_hours_since(const date_time& then, const present& now);

/// True when every moment `then` can mean lies after `now` by more than `tolerance`.
bool is_future(const date_time& then, const present& now, std::chrono::minutes tolerance);

/// Completed years from birth to today; when the birth date is only a month or a year, `youngest` and `oldest` differ.
struct age {
  int youngest = 0;
  int oldest = 0;

  friend bool operator==(const age&, const age&) = default;
};
age age_at(const date_time& birth, day today);

/// `2026-01-05`
std::string to_text(day d);
void append(std::string& out, day d);
/// `2026-01-05`, `2026-01`, `2026`: as exact as it was written, to the day.
std::string to_text(const date_time& d);
void append(std::string& out, const date_time& d);

} // namespace cds
