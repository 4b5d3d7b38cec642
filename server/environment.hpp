// The clock and the identifiers of the real world.
#pragma once

#include <functional>
#include <string>

#include "hooks/environment.hpp"

namespace server {

/// RFC 4122 version 4 from OpenSSL's generator. Safe from any thread; throws std::runtime_error when there is no
/// randomness.
std::string new_uuid();

/// Now, and new_uuid.
hooks::environment world_now();

/// Identifiers that count up in the shape of version 4, so that an evaluation can be repeated byte for byte.
std::function<std::string()> counted_uuids();

} // namespace server
