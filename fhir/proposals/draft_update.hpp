// A draft order with another dosage.
#pragma once

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/proposals/draft.hpp"
#include "fhir/proposals/release.hpp"

namespace fhir::proposals {

/// The draft, of that version, with `plan` as its dosage and everything that tells the old one replaced or left out:
/// - dosageInstruction: one new instruction; of the old one only an oral route stays, as it was coded. Additional and
///   patient instructions (`until gone`, `for 10 days`) belong to the old way of taking it;
/// - the amount and duration to dispense, where the draft states them: computed anew, or left out when they do not
/// follow;
/// - the product, when it cannot give the dose in whole tablets and `known` has a strength that can;
/// - whatever else tells the old dosage (`old_dosage.hpp`): left out.
void write_with_dosage(json::writer& out, const draft& d, const cds::dose_plan& plan, release version,
                       const cds::knowledge* known);

/// The same for an infusion. What was to be dispensed no longer follows and is left out; the product stays.
void write_with_infusion(json::writer& out, const draft& d, const cds::change_foscarnet& change, release version);

} // namespace fhir::proposals
