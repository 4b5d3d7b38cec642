// What `GET /cds-services` answers.
#pragma once

#include <string>

#include "cds/knowledge.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/router.hpp"

namespace hooks {

/// The JSON: every service under its published id, with the templates of the keys that are in use and, as an extension,
/// the version of the knowledge it uses.
std::string discovery_body(const cds::knowledge& known, const router& routes, const prefetch_keys& keys);

} // namespace hooks
