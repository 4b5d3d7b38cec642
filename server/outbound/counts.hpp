// What the outbound clients of all threads count together.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "server/outbound/exchange.hpp"
#include "server/outbound/target.hpp"

namespace server {

struct outbound_counts {
  std::atomic<std::size_t> connections{0}; // open now
  std::atomic<std::size_t> requests{0};    // under way now
  std::atomic<std::size_t> broken{0};      // breakers that are not closed now; each thread has its own for a base
  std::atomic<std::uint64_t> opened{0};    // connections that were ready to use
  std::atomic<std::uint64_t> resumed{0};   // of them, with an earlier TLS session
  std::atomic<std::uint64_t> reused{0};    // requests on a connection that had served another
  std::atomic<std::uint64_t> retried{0};   // sent again, the first connection was dead
  std::atomic<std::uint64_t> looked_up{0}; // names
  std::array<std::atomic<std::uint64_t>, outbound_fault_count> ended{}; // by fault; answers are under `none`
  std::array<std::atomic<std::uint64_t>, 6> answered{};                 // of them by hundreds of the status
};

/// Counts an answer. A fault is logged by its kind and the host and port, at 1, 2, 4, 8 ...
void count_answer(outbound_counts& counts, const outbound_answer& answer, const outbound_origin& from);

} // namespace server
