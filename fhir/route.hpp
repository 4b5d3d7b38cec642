// Routes of administration as FHIR carries them.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "cds/terminology.hpp"
#include "fhir/reason.hpp"
#include "fhir/report.hpp"

namespace fhir {

/// The route a concept names by code or, without a known code, by its whole text; unknown when the concept is absent.
/// An error for codes that name different routes, or for a concept of which nothing is known.
tl::expected<cds::route, std::string> read_route(const json::value& codeable, report& to);

} // namespace fhir
