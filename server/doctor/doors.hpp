// The addresses to listen on: free, taken by a vesicle that is running, or taken by somebody else.
#pragma once

#include <string>

#include "server/doctor/findings.hpp"
#include "server/settings.hpp"

namespace server {

/// Whether a server that calls itself alive answers `GET /livez` there, over TLS, within two seconds. Who it is, is not
/// verified: nothing is told to it.
bool answers_livez(const std::string& address);

void examine_doors(const settings& chosen, findings& told);

} // namespace server
