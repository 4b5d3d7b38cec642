// The PostgreSQL database: whether its address can be used, it answers, and keeps what it says it keeps.
#pragma once

#include "server/doctor/findings.hpp"
#include "server/settings.hpp"

namespace server {

/// Asks for settings alone. Says nothing of the address, which may hold what is nobody's business.
void examine_database(const settings& chosen, findings& told);

} // namespace server
