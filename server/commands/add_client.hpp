// Appends a client to a clients' file.
#pragma once

#include <vector>

#include "server/commands/clients.hpp"
#include "server/toml_fault.hpp"

namespace server {

/// The file, made with mode 600 when it is missing, gets one more `[[client]]` at its end and keeps the rest as it is,
/// comments too. It is replaced in one step, and only by what can be read again without a fault; otherwise the faults
/// of what it would have become.
std::vector<config_fault> add_client(const clients_wish& wish);

} // namespace server
