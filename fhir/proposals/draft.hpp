// The draft orders of the request, as they were written.
#pragma once

#include <string>

#include "cds/facts.hpp"
#include "fhir/json/document.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

struct draft {
  const cds::draft_order& read; // what the engine knows of it
  json::value resource;         // what the client sent
};

/// The draft at an index of facts.drafts. Throws std::logic_error when it is not there, or is another one than the
/// facts say.
draft draft_at(const proposal_context& context, std::size_t index);

/// `MedicationRequest/draft-1`. Throws std::logic_error for a draft without an id.
std::string reference_to(const draft& d);

} // namespace fhir::proposals
