// Every metric family that is told.
#pragma once

#include <string>

#include "server/admin/admin_pages.hpp"

namespace server {

/// Reads all counters once, without stopping anybody who counts, and gives the text that Prometheus reads.
std::string collect(const admin_world& world);

} // namespace server
