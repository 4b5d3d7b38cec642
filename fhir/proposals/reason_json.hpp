// Why a new order is made: the reason of the draft it goes with.
#pragma once

#include <cstdint>
#include <vector>

#include "fhir/json/writer.hpp"
#include "fhir/proposals/draft.hpp"

namespace fhir::proposals {

/// References or concepts of the draft, never both; neither when the draft gives no reason.
struct reason {
  std::vector<json::value> references, codes;
};

/// The Conditions that the draft names when every one of them was supplied, else its coded reasons. References into the
/// draft itself mean nothing elsewhere and do not count.
reason reason_of(const draft& d);

/// The reason shared by the antiviral drafts; none when they have none or several.
reason shared_reason(const proposal_context& context);

/// Where an order has its reason. Versions without a reference to a Condition hold it as supporting information.
enum class reason_form : std::uint8_t {
  lists,              // reasonReference or reasonCode: R4, STU3
  either,             // reason, a list of both: R5
  one_of_either,      // reasonReference or reasonCodeableConcept, one of them: DSTU2's MedicationOrder
  with_supporting,    // supportingInformation or reason, a list: DSTU2's DiagnosticOrder
  one_with_supporting // supportingInformation or reason, one: DSTU2's ReferralRequest
};

/// Writes the members that a reason makes; nothing for none.
void write_reason(json::writer& out, const reason& why, reason_form form);

} // namespace fhir::proposals
