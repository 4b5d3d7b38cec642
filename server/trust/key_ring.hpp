// Every client's keys, pinned or fetched.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hooks/client_trust.hpp"
#include "server/trust/key_source.hpp"

namespace server {

class key_ring {
 public:
  /// Sources of `before` whose URL is still registered go on with the keys they hold. Throws std::runtime_error for
  /// pinned keys that cannot be read: reading the clients' file says so with its place.
  explicit key_ring(const hooks::clients& registered, const key_ring* before = nullptr);

  /// Safe from several threads; waits for no fetch.
  hooks::verdict verify(const hooks::signed_token& what) const;
  /// Where a client's keys come from; null when they are pinned. Clients with one jku share it.
  std::shared_ptr<key_source> source_of(const hooks::client& by) const;
  /// Sources to ask() and fetch although nobody waits for them.
  std::vector<std::shared_ptr<key_source>> due(instant now) const;

 private:
  struct keys_of_client {
    std::shared_ptr<const key_set> pinned;
    std::shared_ptr<key_source> source;
  };
  std::map<std::string, keys_of_client, std::less<>> by_issuer_;
  std::map<std::string, std::shared_ptr<key_source>, std::less<>> sources_; // by URL
};

/// All that a reload of the clients' file replaces at once. Whoever answers a call holds one until the call has ended.
struct client_register {
  explicit client_register(std::vector<hooks::client> registered, const client_register* before = nullptr)
      : clients(std::move(registered)), keys(clients, before == nullptr ? nullptr : &before->keys) {}

  hooks::clients clients;
  key_ring keys;
};

} // namespace server
