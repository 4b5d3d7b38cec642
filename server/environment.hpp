// The clock and the identifiers of the real world.
#pragma once

#include <functional>
#include <string>

#include "hooks/environment.hpp"

namespace server {

/// RFC 9562 version 7: the time in milliseconds and 74 bits of OpenSSL's generator, so that what is kept under it lies
/// in the order in which it was made and new rows of a store touch few of its pages. Safe from any thread; throws
/// std::runtime_error when there is no randomness.
std::string new_uuid();

/// Now, and new_uuid.
hooks::environment world_now();

/// Identifiers that count up in the shape of version 4, so that an evaluation can be repeated byte for byte.
std::function<std::string()> counted_uuids();

} // namespace server
