// When the chart came to know a resource, and what it said of it before it came to say what was exported.
//
// The field that tells when, by type; the first that is there. `meta.lastUpdated` is the time of the export as often as
// not, and tells only that nothing changed after it.
//   Condition                 recordedDate, onsetDateTime, onsetPeriod.start
//   MedicationRequest         authoredOn
//   MedicationDispense        whenHandedOver, whenPrepared
//   MedicationAdministration  effectiveDateTime, effectivePeriod.start
//   MedicationStatement       dateAsserted, effectiveDateTime, effectivePeriod.start
//   Observation               issued, effectiveDateTime, effectiveInstant, effectivePeriod.end
//   ServiceRequest            authoredOn
//   AllergyIntolerance        recordedDate, onsetDateTime
// A Patient has no such time: it is known throughout.
#pragma once

#include <optional>
#include <string>

#include "cds/time.hpp"
#include "fhir/json/document.hpp"
#include "server/replay/chart_type.hpp"

namespace server {

/// When a resource was known from; nothing when it says no time.
std::optional<cds::date_time> known_from(const fhir::json::value& resource, chart_type type);

/// The moment of an order: the clock that it is evaluated with.
struct order_clock {
  cds::present now;
  bool to_the_day = false; // only the day is known: nothing of that day counts as earlier

  friend bool operator==(const order_clock&, const order_clock&) = default;
};
/// Of a signed order.
order_clock clock_of(const fhir::json::value& order);

/// Whether something of this time had happened for the clock. A day that is the clock's own may lie behind it or not:
/// diagnoses and allergies of that day count, for the order follows from them, and nothing else does. What an order of
/// a medicine says counts from after its own moment: orders signed together did not know of each other.
bool is_known(const cds::date_time& from, const order_clock& clock, chart_type type);

/// What an exported status says of an earlier time.
enum class earlier : unsigned char {
  same,    // it was as it is exported
  other,   // it was what `rewritten` says
  unknown, // it may have changed since, and the data do not tell: taken as exported, and counted
};

/// What other resources and its own plan tell of the end of an order. Doses given up to two days before the clock count
/// as a course that runs: the rules see administrations so, too.
inline constexpr int days_between_doses = 2;
struct known_of_it {
  std::optional<cds::date_time> last_given;   // under an order, as far as administrations tell
  std::optional<cds::day> planned_end;        // of an order's course
  std::optional<cds::date_time> result_known; // of a request for a test: when the first result based on it was known
};
earlier status_at(const fhir::json::value& resource, chart_type type, const order_clock& clock,
                  const known_of_it& more);

/// The resource as it stood before: active, without the end that came later.
std::string rewritten(const fhir::json::value& resource, chart_type type);

/// The order as it was written: the same as a draft.
std::string as_draft(const fhir::json::value& order);

} // namespace server
