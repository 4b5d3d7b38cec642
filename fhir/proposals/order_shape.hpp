// What a new order is called in each FHIR version, and the parts that all orders have.
#pragma once

#include <cstdint>

#include "fhir/json/writer.hpp"
#include "fhir/proposals.hpp"
#include "fhir/proposals/reason_json.hpp"
#include "fhir/proposals/release.hpp"

namespace fhir::proposals {

enum class order_kind : std::uint8_t { medicine, test, referral };

/// Opens the resource: its type, that it is a draft, and where the version has it, that it is an order.
void begin_order(json::writer& out, order_kind kind, release version);
/// How soon: a code, or in DSTU2's ReferralRequest a concept.
void write_priority(json::writer& out, bool urgent, order_kind kind, release version);
/// Whom it is for, in which encounter, when, from whom and why: what the request says of it.
void write_circumstances(json::writer& out, const proposal_context& context, const reason& why, order_kind kind,
                         release version);

} // namespace fhir::proposals
