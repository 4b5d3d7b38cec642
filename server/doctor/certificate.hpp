// The server's certificate as its clients will see it.
#pragma once

#include <chrono>
#include <string>

#include "server/doctor/findings.hpp"
#include "server/settings.hpp"

namespace server {

/// Loads certificate and key as a start does and judges dates, names against `public_url`, chain and key.
void examine_certificate(const settings& chosen, std::chrono::sys_seconds now, findings& told);

} // namespace server
