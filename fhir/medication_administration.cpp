#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
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

struct time_names {
  json::member_name moment, span;
};
constexpr time_names times[] = {
    {"effectiveDateTime", "effectivePeriod"},
    {"effectiveTimeDateTime", "effectiveTimePeriod"},
    {"occurenceDateTime", "occurencePeriod"}, // R5 misspells it
    {"occurrenceDateTime", "occurrencePeriod"},
};

} // namespace

std::optional<cds::medication> read_medication_administration(const json::value& resource, const chart& of,
                                                              report& to) {
  const auto status = read_status(resource, states, to);
  if (!status) return std::nullopt;
  if (boolean_member(resource, "notGiven", to) == true || boolean_member(resource, "wasNotGiven", to) == true)
    return std::nullopt; // STU3, DSTU2
  period during;
  std::optional<cds::date_time> at;
  for (const auto& name : times) {
    if (!at) at = date_member(resource, name.moment, to);
    if (!during.start && !during.end && resource[name.span]) during = period_member(resource, name.span, to);
  }
  const auto start = at ? at : during.start;
  if (refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  read.source = name_of(resource);
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
