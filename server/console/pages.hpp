// The answers of the console's API, one group of them for each page.
#pragma once

#include <vector>

#include "hooks/call.hpp"
#include "server/console/console_call.hpp"
#include "server/console/console_world.hpp"

namespace server {

using routes = std::vector<console_route>;

/// `world` must outlive what they give.
routes trial_routes(const console_world& world);     // sample patients, and trying a request
routes reception_routes(const console_world& world); // how cards are received, how long calls took
routes rule_routes(const console_world& world);      // the knowledge
routes client_routes(const console_world& world);    // who is registered
routes health_routes(const console_world& world);    // this node, the audit trail

} // namespace server
