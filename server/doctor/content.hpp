// Clients and knowledge: whether they can be read, and whether the keys of clients are where they should be.
#pragma once

#include "server/doctor/findings.hpp"
#include "server/settings.hpp"

namespace server {

/// `fetch`: ask for the keys that clients publish.
void examine_clients(const settings& chosen, bool fetch, findings& told);
void examine_knowledge(const settings& chosen, findings& told);

} // namespace server
