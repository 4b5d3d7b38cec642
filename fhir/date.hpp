// FHIR date, dateTime and instant as points of known precision.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "cds/time.hpp"
#include "fhir/reason.hpp"

namespace fhir {

/// A date as written, with the offset its writer used when there was one (`Z` is an offset of zero).
struct stamp {
  cds::date_time when;
  std::optional<std::chrono::minutes> offset;

  friend bool operator==(const stamp&, const stamp&) = default;
};

/// `2026`, `2026-01`, `2026-01-05`, or a time with seconds and fraction optional. The civil day is the writer's own. A
/// time without an offset is only as exact as its day. The error says what is wrong without repeating the text.
tl::expected<stamp, std::string> read_date(std::string_view text);

/// The civil day of an instant for someone at this offset.
cds::day day_at(cds::instant at, std::chrono::minutes offset);

} // namespace fhir
