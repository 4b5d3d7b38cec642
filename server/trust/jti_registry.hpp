// The identifiers of tokens that were accepted, so that none is accepted twice while it is valid.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "hooks/client_trust.hpp"
#include "server/trust/digest_set.hpp"
#include "server/trust/token_registry.hpp"

namespace server {

/// What is remembered of a token: no two pairs of issuer and jti have the same.
digest digest_of(const hooks::claim& what);

struct jti_limits {
  std::size_t tokens = 1'000'000;
  std::size_t of_one_issuer = 200'000; // so that no client can use up the room of the others
};

/// Held in memory, for this process alone. Safe from several threads; of those that claim the same one at the same time
/// exactly one hears `fresh`.
class jti_registry final : public token_registry {
 public:
  explicit jti_registry(const jti_limits& most = {}) : most_(most) {}

  /// Puts it if it is absent, to the end of the minute in which its time is over. `full` when there is no room for it:
  /// it must not be accepted.
  hooks::claimed claim(const hooks::claim& what, std::chrono::sys_seconds now);
  /// The same, always at once.
  std::optional<hooks::claimed> claim(const hooks::claim& what, std::chrono::sys_seconds now,
                                      const std::shared_ptr<claim_waiter>&) override {
    return claim(what, now);
  }
  std::size_t held() const override { return size(); }
  std::size_t size() const { return held_.load(std::memory_order_relaxed); }

 private:
  using instant = std::chrono::sys_seconds;
  using counter = std::atomic<std::size_t>;

  /// Tokens whose time is over in the same minute: forgotten as a whole.
  struct minute {
    digest_set tokens;
    std::map<counter*, std::size_t> of_issuer;
  };
  struct shard {
    std::mutex one;
    std::map<instant, minute> by_end;
  };

  counter& counter_of(const std::string& issuer);
  hooks::claimed put(shard& into, const digest& which, instant until, counter& issuer, instant now);
  bool make_room(counter& issuer);
  void drop_ended(shard& from, instant now);

  jti_limits most_;
  counter held_{0};
  std::mutex issuers_;
  std::map<std::string, counter> by_issuer_; // registered issuers alone get here: their number is small
  std::array<shard, 32> shards_;
};

} // namespace server
