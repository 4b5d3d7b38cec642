// New orders as FHIR R4 resources: tests and referrals, tablets, foscarnet.
#pragma once

#include <string>

#include "cds/decision.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

/// A ServiceRequest.
std::string test_order(const cds::order_test& what, const proposal_context& context);
std::string referral(const cds::refer& what, const proposal_context& context);

/// A MedicationRequest.
std::string oral_order(const cds::order_oral& what, const proposal_context& context);
std::string foscarnet_order(const cds::order_foscarnet& what, const proposal_context& context);

} // namespace fhir::proposals
