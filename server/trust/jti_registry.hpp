// The identifiers of tokens that were accepted, so that none is accepted twice while it is valid.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hooks/client_trust.hpp"

namespace server {

struct jti_limits {
  std::size_t tokens = 1'000'000;
  std::size_t of_one_issuer = 200'000; // so that no client can use up the room of the others
};

/// Held in memory, for this process alone. Safe from several threads; of those that claim the same one at the same time
/// exactly one hears `fresh`.
class jti_registry {
 public:
  explicit jti_registry(const jti_limits& most = {}) : most_(most) {}

  /// Puts it if it is absent, until then. `full` when there is no room for it: it must not be accepted.
  hooks::claimed claim(const hooks::claim& what, std::chrono::sys_seconds now);
  std::size_t size() const { return held_.load(std::memory_order_relaxed); }

 private:
  using instant = std::chrono::sys_seconds;
  using digest = std::array<std::uint64_t, 2>; // of issuer and jti: as good as the texts, and of one size
  using counter = std::atomic<std::size_t>;

  struct entry {
    instant until;
    counter* issuer;
  };
  struct first_half {
    std::size_t operator()(const digest& d) const { return d[0]; }
  };
  struct shard {
    std::mutex one;
    std::unordered_map<digest, entry, first_half> tokens;
    std::map<instant, std::vector<digest>> by_end; // the end rounded up to a whole minute
  };

  static digest digest_of(std::string_view issuer, std::string_view jti);
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
