// New orders as FHIR resources: tests and referrals, tablets, foscarnet.
#pragma once

#include "cds/decision.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

/// In the version of the request's drafts: a ServiceRequest (R4, R5), ProcedureRequest or ReferralRequest (STU3),
/// DiagnosticOrder or ReferralRequest (DSTU2).
void write_test(json::writer& out, const cds::order_test& what, const proposal_context& context);
void write_referral(json::writer& out, const cds::refer& what, const proposal_context& context);

/// In the version of the draft they go with: a MedicationRequest, in DSTU2 a MedicationOrder.
void write_oral_order(json::writer& out, const cds::order_oral& what, const proposal_context& context);
void write_foscarnet_order(json::writer& out, const cds::order_foscarnet& what, const proposal_context& context);

} // namespace fhir::proposals
