// All that an EHR's team needs to connect as a client that is registered: to be printed and handed over.
#pragma once

#include <string>

#include "hooks/client.hpp"
#include "server/protocol/published.hpp"
#include "server/settings.hpp"

namespace server {

/// JSON, `Sheet` in openapi.json. Holds no secret.
std::string sheet_of(const hooks::client& one, const published& live, const settings& chosen);

} // namespace server
