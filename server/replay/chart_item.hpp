// One resource of a patient's chart, and what is known of when it was what.
#pragma once

#include <optional>

#include "cds/terminology.hpp"
#include "fhir/json/document.hpp"
#include "server/replay/as_of.hpp"

namespace server {

/// Long after everything that an export tells.
inline constexpr cds::day long_after = std::chrono::sys_days{std::chrono::year{2999} / 1 / 1};

struct chart_item {
  chart_type type = chart_type::patient;
  fhir::json::value bundle; // of this resource alone, as a page of a search result
  fhir::json::value resource;
  fhir::json::value before;           // such a bundle of the resource as it stood before, where an order needs it
  std::optional<cds::date_time> from; // known_from
  cds::value_sets measured;           // of an Observation: what it and its components measure
  bool matters = false;               // its status has changed some time, and a rule may look at it
  known_of_it more;
};

} // namespace server
