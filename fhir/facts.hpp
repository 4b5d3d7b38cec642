// From the resources of one request to the engine's facts: reads each resource with its statuses, subjects, dates and
// units.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"
#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"

namespace fhir {

/// The kinds of data a request can carry beside the draft orders, named as the prefetch keys.
enum class data_kind : unsigned char {
  patient,
  conditions,
  medications,
  dispenses,
  administrations,
  statements,
  labs,
  vitals,
  service_requests,
  allergies
};
inline constexpr std::size_t data_kind_count = 10;
/// `serviceRequests`: the prefetch key.
std::string_view key_of(data_kind k);

/// What arrived under one key. Four states, never merged.
struct supplied {
  enum class state : unsigned char { absent, failed, empty, present };
  state what = state::absent;
  json::value resource;                  // a Bundle, or the Patient; only when `present`
  std::vector<json::value> further = {}; // the Bundles of the pages that follow it
};

/// Everything the facts of one request are read from.
struct chart_source {
  std::string_view patient_id;  // context.patientId without `Patient/`
  std::string_view fhir_server; // base of absolute references; may be empty
  json::value draft_orders;     // context.draftOrders: a Bundle; absent for patient-view
  std::array<supplied, data_kind_count> data;
  cds::hook hook = cds::hook::order_sign;
  std::chrono::sys_seconds now;
};

/// Facts, with views into the document behind `from` and into `known`; both must outlive them.
/// Fails when something names another patient than `patient_id` where that refuses the request (a draft order, the
/// Patient), or when a draft order or bundle is malformed: every fault with its path. What merely cannot be read is
/// listed in facts.unreadable.
tl::expected<cds::facts, std::vector<issue>> read_facts(const chart_source& from, const cds::knowledge& known);

} // namespace fhir
