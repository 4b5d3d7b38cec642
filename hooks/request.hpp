// The hook request: who asks, for whom, about which orders.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "fhir/facts.hpp"
#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

/// Views into the document it was read from.
struct request {
  std::string_view user_id;       // `Practitioner/abc`
  std::string_view patient_id;    // without `Patient/`
  std::string_view encounter_id;  // without `Encounter/`; may be empty
  std::string_view fhir_server;   // without a trailing slash; may be empty
  std::string_view access_token;  // for fhir_server; may be empty
  fhir::json::value draft_orders; // absent for a hook that is not about orders
  fhir::json::value selections;   // order-select: the names of the drafts being worked on
  std::array<fhir::supplied, fhir::data_kind_count> data;
};

/// Reads what is there and adds every fault to `faults`, each with its path. Unknown members are ignored. A request
/// with faults must be refused; what could be read of it serves only to find more of them.
request read_request(const fhir::json::value& root, const service& asked, std::vector<fhir::issue>& faults);

/// True when the chart of this request can be looked through for faults: it is known whose it is.
inline bool names_a_chart(const request& r, const service& asked) {
  return !r.patient_id.empty() && (r.draft_orders.exists() || !asked.is_about_orders());
}

} // namespace hooks
