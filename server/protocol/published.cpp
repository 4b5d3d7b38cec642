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

published::published(std::shared_ptr<const cds::knowledge> content, std::unique_ptr<const client_register> clients,
                     tls_context trust, hooks::settings configured)
    : known(std::move(content)), registered(std::move(clients)), believed(std::move(trust)),
      served(*known, with_clients(std::move(configured), registered.get())) {}

} // namespace server
