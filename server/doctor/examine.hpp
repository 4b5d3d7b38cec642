// Everything that a configuration needs of its files and its machine, looked at without changing anything.
#pragma once

#include <string>

#include "server/doctor/findings.hpp"

namespace server {

/// `fetch`: also ask for the keys that clients publish. No finding holds a secret.
findings examine(const std::string& config_file, bool fetch);

} // namespace server
