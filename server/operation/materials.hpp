// Everything that is read from files and can be read again while the server runs: certificate and key, authorities,
// clients, knowledge.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/protocol/publication.hpp"
#include "server/settings.hpp"
#include "server/tls.hpp"

namespace server {

struct materials {
  tls_context tls; // null when the settings name neither certificate nor key
  publication::edition content;
};

/// All of it, judged; or every fault of every file, each with its place. Clients of `before` that are still registered
/// keep their fetched keys.
tl::expected<materials, std::vector<std::string>> read_materials(const settings& chosen,
                                                                 const published* before = nullptr);

} // namespace server
