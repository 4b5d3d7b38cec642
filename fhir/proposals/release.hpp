// The FHIR version that a request's orders are written in.
#pragma once

#include <cstdint>
#include <optional>

#include "fhir/json/document.hpp"
#include "fhir/proposals.hpp"

namespace fhir::proposals {

/// The versions whose orders differ (R4B's are R4's).
enum class release : std::uint8_t { dstu2, stu3, r4, r5 };

/// What an order tells by its type and the names of its members; nothing when it could be of several.
std::optional<release> release_told_by(const json::value& order);

/// Of the request: what all of its drafts tell that tell it. R4 when they do not agree or none does.
release release_of(const proposal_context& context);

/// Of one draft: what it tells itself, else that of the request.
release release_of(const json::value& draft, const proposal_context& context);

} // namespace fhir::proposals
