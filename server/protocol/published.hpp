// What is served at one time. A reload makes another one; calls under way keep theirs.
#pragma once

#include <memory>

#include "cds/knowledge.hpp"
#include "hooks/endpoint.hpp"
#include "server/tls.hpp"
#include "server/trust/key_ring.hpp"

namespace server {

struct published {
  /// `registered` null: nobody is told apart. `believed`: whom other servers are believed by, of load_trust.
  published(std::shared_ptr<const cds::knowledge> content, std::unique_ptr<const client_register> registered,
            tls_context believed, hooks::settings configured);
  published(const published&) = delete;
  published& operator=(const published&) = delete;

  const std::shared_ptr<const cds::knowledge> known;
  const std::unique_ptr<const client_register> registered;
  const tls_context believed;
  const hooks::endpoint served; // last: it looks at the others
};

} // namespace server
