// Whom the server believes when it asks others over TLS.
#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "server/tls.hpp"

namespace server {

/// TLS 1.2 and 1.3 as the server speaks it itself; every peer is verified. `authorities` is a file of certificates in
/// PEM that are trusted, and no others; empty = those of the system.
tl::expected<tls_context, std::string> load_trust(const std::filesystem::path& authorities);

} // namespace server
