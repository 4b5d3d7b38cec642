// What is served at one time. A reload makes another one; calls under way keep theirs.
#pragma once

#include <memory>

#include "cds/knowledge.hpp"
#include "hooks/endpoint.hpp"
#include "server/trust/key_ring.hpp"

namespace server {

struct published {
  /// `registered` null: nobody is told apart. `known` must outlive it.
  published(const cds::knowledge& known, std::unique_ptr<const client_register> registered, hooks::settings configured);

  std::unique_ptr<const client_register> registered;
  hooks::endpoint served;
};

} // namespace server
