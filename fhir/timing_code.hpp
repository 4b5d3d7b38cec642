// Timing.code: a frequency by its abbreviation, its code or its words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "fhir/report.hpp"

namespace fhir {

struct coded_timing {
  std::optional<double> times_per_day;
  bool once = false;      // one dose in all
  bool as_needed = false; // its words say so
  bool doubtful = false;  // its words are a range, a limit, or of certain days, whatever its code
  char moment = '\0';     // which one it names: a morning, p evening, b bedtime, m others

  bool says() const { return times_per_day || once; }
};

/// What `code` says; nothing when it is absent. An error when it says something that is not known, or two things.
tl::expected<coded_timing, std::string> read_timing_code(const json::value& code, report& to);

/// Administrations per day of a timing abbreviation: QD, BID, TID, QID, QOD, AM, PM, BED, Q8H ... in any case. WK and
/// MO are known only as codes: as words they may name a day.
std::optional<double> times_per_day_of(std::string_view abbreviation);

} // namespace fhir
