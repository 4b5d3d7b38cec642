// From the engine's actions to FHIR resources, written as JSON text in the version of the drafts they touch.
#pragma once

#include <string>
#include <string_view>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"

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

/// What a client does with an action.
enum class deed : unsigned char { create, update, remove };
deed deed_of(const cds::action& what);

/// The resource to create, or the draft as it is to be. A new order for a drug is of the version of its draft; tests
/// and referrals are of the version that all drafts of the request share, else (and without drafts) R4. They keep the
/// reason of the antiviral drafts when these have the same one. An update is the whole draft with only its dosage
/// changed and what follows from that: amount and duration of the supply, the strength of the product, and what would
/// still tell the old dose. Unknown members, key order and number text stay. Throws std::logic_error for an action on
/// a draft that is not there or that has no id to be named by, and for one that removes.
void write_resource(json::writer& out, const cds::action& what, const proposal_context& context);

/// `MedicationRequest/draft-1`: the draft to remove. Throws std::logic_error as above.
std::string removed_by(const cds::cancel_order& what, const proposal_context& context);

} // namespace fhir
