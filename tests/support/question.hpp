// What the answer to a hook request is held against.
#pragma once

#include "hooks/conformance.hpp"

namespace support {

/// Views into the request.
inline hooks::card_question question_in(const fhir::json::value& request) {
  auto patient = request["context"]["patientId"].string().value_or("");
  if (patient.starts_with("Patient/")) patient.remove_prefix(8);
  return {request["context"]["draftOrders"], patient};
}

} // namespace support
