#include "server/protocol/published.hpp"

#include <utility>

namespace server {
namespace {

/// Tokens are verified with the keys of the same register that knows the clients.
hooks::settings with_clients(hooks::settings configured, const client_register* registered) {
  if (registered == nullptr) return configured;
  configured.clients = &registered->clients;
  configured.verifier = [registered](const hooks::signed_token& what) { return registered->keys.verify(what); };
  return configured;
}

} // namespace

published::published(const cds::knowledge& known, std::unique_ptr<const client_register> clients,
                     hooks::settings configured)
    : registered(std::move(clients)), served(known, with_clients(std::move(configured), registered.get())) {}

} // namespace server
