// The seam to whatever remembers which tokens were used: this process alone, or all nodes together.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "hooks/client_trust.hpp"

namespace server {

/// Who claimed a token and waits to hear whether it was the first.
class claim_waiter {
 public:
  claim_waiter() = default;
  claim_waiter(const claim_waiter&) = delete;
  claim_waiter& operator=(const claim_waiter&) = delete;
  virtual ~claim_waiter() = default;

  /// Called on any thread; must neither throw nor wait.
  virtual void told(hooks::claimed what) noexcept = 0;
};

/// Every call is safe from any thread and none waits for anything but memory, except close. Of all that claim the same
/// token exactly one hears `fresh`; `full` when there is no room to remember it: it must not be accepted.
class token_registry {
 public:
  token_registry() = default;
  token_registry(const token_registry&) = delete;
  token_registry& operator=(const token_registry&) = delete;
  virtual ~token_registry() = default;

  /// What is known at once is returned, and `later` is not called. Otherwise it is told, exactly once and soon.
  virtual std::optional<hooks::claimed> claim(const hooks::claim& what, std::chrono::sys_seconds now,
                                              const std::shared_ptr<claim_waiter>& later) = 0;
  /// Tokens that counted as fresh because this node had not seen them, while the other nodes could not be asked.
  virtual std::uint64_t claimed_locally() const { return 0; }
  /// How many are remembered here.
  virtual std::size_t held() const { return 0; }
  /// Tells everybody who waits and returns when that is done.
  virtual void close() {}
};

} // namespace server
