// What every reader of one request shares: the source, the knowledge, the clock and the references. Read-only once
// made.
#pragma once

#include <chrono>

#include "fhir/facts.hpp"
#include "fhir/reference.hpp"

namespace fhir {

struct chart {
  const chart_source& from;
  const cds::knowledge& known;
  cds::present now;
  std::chrono::minutes tolerance; // how far a clock may be ahead of ours
  std::chrono::minutes offset;    // the patient's: days are counted by it
  reference_index references;
  json::value patient; // the prefetched one when it is this patient's; else absent
  // the id of the patient where `Patient/` before it names the patient, as it does unless the id holds a `/` or the
  // like
  std::string_view plain_id;

  const cds::terminology& terms() const { return known.terms; }
  bool is_future(const cds::date_time& when) const { return cds::is_future(when, now, tolerance); }
};

/// Makes the chart of one request: indexes its bundles and finds the patient's own day.
chart open_chart(const chart_source& from, const cds::knowledge& known);

/// The patient's offset: that of a draft's authoredOn, else of the newest time with an offset that any supplied
/// resource states, else UTC. Times in the future do not count.
std::chrono::minutes patients_offset(const chart_source& from, std::chrono::minutes tolerance);

/// `Condition/abc` of a resource.
cds::resource_ref name_of(const json::value& resource);

/// Why a resource or element may not be read as it stands; nothing when it may.
std::optional<std::string_view> refuses_plain_reading(const json::value& element);

/// The date of a member that cannot lie in the future; one that does is reported and dropped.
std::optional<cds::date_time> past_date_member(const json::value& in, json::member_name name, const chart& of,
                                               report& to);
/// Reports and tells when a date that a resource stands or falls with lies in the future.
bool refuse_future(const json::value& resource, const std::optional<cds::date_time>& when, const chart& of, report& to);

} // namespace fhir
