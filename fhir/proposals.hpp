// From the engine's actions to FHIR R4 resources, written as JSON text.
#pragma once

#include <string>
#include <string_view>

#include "cds/decision.hpp"
#include "fhir/facts.hpp"

namespace fhir {

/// Where proposals are written for: the subject, encounter and author of the request.
struct proposal_context {
  std::string_view patient_id;
  std::string_view encounter_id; // may be empty
  std::string_view user;         // `Practitioner/abc`; a reference only when it is a Practitioner, PractitionerRole; may be empty
  json::value draft_orders;      // the request's Bundle, for updates and kept references
  const cds::facts* facts = nullptr;
};

/// One FHIR action of a card suggestion.
struct proposal {
  enum class kind : unsigned char { create, update, remove };
  kind what = kind::create;
  std::string description;
  std::string resource;          // JSON text; create and update
  std::string resource_id;       // `MedicationRequest/draft-1`; remove
};

/// An action as FHIR. An update is the whole draft with only its dosage and what follows from it changed; unknown members, key order and
/// number text stay. Throws std::logic_error for an action on a draft that is not there.
proposal to_proposal(const cds::action& what, const proposal_context& context);

} // namespace fhir
