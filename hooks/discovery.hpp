// What `GET /cds-services` answers.
#pragma once

#include <string>

#include "cds/knowledge.hpp"

namespace hooks {

/// The JSON: every service with its prefetch templates and, as an extension, the version of the knowledge it uses.
std::string discovery_body(const cds::knowledge& known);

} // namespace hooks
