#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/members.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::medication::state;

constexpr status_row<state> states[] = {
    {"completed", state::completed},
    {"in-progress", state::active},
    {"on-hold", state::on_hold},
    {"stopped", state::stopped},
    {"unknown", state::unknown},
    {"not-done", state::unknown, true},
    {"entered-in-error", state::unknown, true},
};

struct time_given {
  std::optional<cds::date_time> at;
  period during;
};

/// The first moment and the first span that can be read, of every name the versions have for them. R5 misspells one.
time_given read_time(const json::value& resource, report& to) {
  constexpr std::size_t names = 4;
  const auto found =
      members_of<"effectiveDateTime", "effectiveTimeDateTime", "occurenceDateTime", "occurrenceDateTime", //
                 "effectivePeriod", "effectiveTimePeriod", "occurencePeriod", "occurrencePeriod">(resource);
  time_given read;
  for (std::size_t i = 0; i < names; ++i) {
    const auto &moment = found[i], &span = found[names + i];
    if (moment && !read.at) read.at = date_of(moment, to);
    if (span && !read.during.start && !read.during.end) read.during = period_of(span, to);
  }
  return read;
}

} // namespace

std::optional<cds::medication> read_medication_administration(const json::value& resource, const chart& of,
                                                              report& to) {
  const auto status = read_status(resource, states, to);
  if (!status) return std::nullopt;
  if (boolean_member(resource, "notGiven", to) == true || boolean_member(resource, "wasNotGiven", to) == true)
    return std::nullopt; // STU3, DSTU2
  const auto [at, during] = read_time(resource, to);
  const auto start = at ? at : during.start;
  if (refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  read.origin = cds::medication::kind::administration;
  read.status = *status;
  read.drug = read_drug(resource, of, origin::prefetch, to).drug;
  read.dosage = read_given_dose(resource, to);
  read.reasons = read_reasons(resource, of, origin::prefetch, to);
  read.start = start;
  read.end = during.end;
  return read;
}

} // namespace fhir
