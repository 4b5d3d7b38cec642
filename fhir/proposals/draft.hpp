// The draft orders of the request, as they were written.
#pragma once

#include <cstdint>
#include <string>

#include "cds/facts.hpp"
#include "fhir/json/document.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

/// The FHIR versions whose orders differ (R4B's are R4's). Read off the resource: nothing else in a request tells. What
/// could be of several is R4.
enum class release : std::uint8_t { dstu2, stu3, r4, r5 };
release release_of(const json::value& draft);
/// The version that all drafts of the request share; R4 when there is none.
release release_of(const proposal_context& context);

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
