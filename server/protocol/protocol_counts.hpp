// What the protocol counts over all threads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "hooks/token.hpp"

namespace server {

struct protocol_counts {
  std::array<std::atomic<std::uint64_t>, hooks::trust_faults> distrusted{}; // by cause

  std::atomic<std::uint64_t> mixed_patients{0}; // calls that were refused because they named two

  /// Counts it and logs it at 1, 2, 4, 8 ...: the cause, and nothing of the token.
  void distrust(hooks::trust_fault cause);
  /// The same for a fault of the client's that can harm: which one it was has to be known.
  void mixed(std::string_view client);
};

} // namespace server
