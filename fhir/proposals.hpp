// From the engine's actions to FHIR resources, written as JSON text in the version of the drafts they touch.
#pragma once

#include <string>
#include <string_view>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"

namespace fhir {

/// Where proposals are written for: the subject, encounter and author of the request.
struct proposal_context {
  std::string_view patient_id;
  std::string_view encounter_id; // may be empty
  std::string_view
      user; // `Practitioner/abc`; a reference only when it is a Practitioner, PractitionerRole; may be empty
  json::value draft_orders; // the request's Bundle, for updates and kept references
  const cds::facts* facts = nullptr;
  /// Products to choose another strength from when the draft's cannot give the new dose in whole tablets. Without it
  /// the product stays and the tablets are not counted.
  const cds::knowledge* known = nullptr;
};

/// One FHIR action of a card suggestion.
struct proposal {
  enum class kind : unsigned char { create, update, remove };
  kind what = kind::create;
  std::string description;
  std::string resource;    // JSON text; create and update
  std::string resource_id; // `MedicationRequest/draft-1`; remove
};

/// An action as FHIR. A new order for a drug is of the version of its draft; tests and referrals are of the version
/// that all drafts of the request share, else (and without drafts) R4. They keep the reason of the antiviral drafts
/// when these have the same one. An update is the whole draft with only its dosage changed and what follows from that:
/// amount and duration of the supply, the strength of the product, and what would still tell the old dose. Unknown
/// members, key order and number text stay. Throws std::logic_error for an action on a draft that is not there or that
/// has no id to be named by.
proposal to_proposal(const cds::action& what, const proposal_context& context);

} // namespace fhir
