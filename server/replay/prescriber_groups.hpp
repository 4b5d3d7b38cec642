// Which prescriber belongs to which group (a ward, a clinic), as the hospital lists it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace server {

/// By the prescriber's reference, `Practitioner/12`.
using prescriber_groups = std::map<std::string, std::string, std::less<>>;

/// CSV with the first line `prescriber,group`; a value may stand in quotes. The error names the line and nothing of it.
tl::expected<prescriber_groups, std::string> read_prescriber_groups(std::string_view csv);

} // namespace server
