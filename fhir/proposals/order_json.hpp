// New orders as FHIR resources: tests and referrals, tablets, foscarnet.
#pragma once

#include <string>

#include "cds/decision.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

/// In the version of the request's drafts: a ServiceRequest (R4, R5), ProcedureRequest or ReferralRequest (STU3),
/// DiagnosticOrder or ReferralRequest (DSTU2).
std::string test_order(const cds::order_test& what, const proposal_context& context);
std::string referral(const cds::refer& what, const proposal_context& context);

/// In the version of the draft they go with: a MedicationRequest, in DSTU2 a MedicationOrder.
std::string oral_order(const cds::order_oral& what, const proposal_context& context);
std::string foscarnet_order(const cds::order_foscarnet& what, const proposal_context& context);

} // namespace fhir::proposals
