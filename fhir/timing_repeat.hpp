// Timing.repeat: how often something happens.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "fhir/report.hpp"

namespace fhir {

/// How often something says it happens: nothing said, times a day, or something that cannot be read.
using rate = tl::expected<std::optional<double>, std::string>;

/// From frequency, period, times and events of the day, and weekdays.
rate read_repeat(const json::value& repeat, report& to);

/// Whether it names times or events of the day.
bool names_moments(const json::value& repeat);

} // namespace fhir
