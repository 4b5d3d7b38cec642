// Why a new order is made: the reason of the draft it goes with.
#pragma once

#include <string>

#include "fhir/proposals/draft.hpp"

namespace fhir::proposals {

/// `"reasonReference":[...]` when every condition the draft names was supplied, else `"reasonCode":[...]`, copied from
/// the draft; empty when it has neither. References into the draft itself mean nothing elsewhere and are not copied.
std::string reason_of(const draft& d);

/// The reason shared by the antiviral drafts; empty when they have none or several.
std::string shared_reason(const proposal_context& context);

} // namespace fhir::proposals
