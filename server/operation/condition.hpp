// How the program as a whole is doing. Main's thread writes it, whoever is asked about it reads it.
#pragma once

#include <atomic>
#include <cstdint>

namespace server {

/// Times in seconds since 1970; 0: never, or not known.
struct condition {
  std::atomic<bool> stopping{false}; // told to stop: no longer ready, although it may serve for a while
  std::atomic<std::uint64_t> reloads{0};
  std::atomic<std::uint64_t> reloads_refused{0};    // a file had a fault, everything was kept as it was
  std::atomic<std::int64_t> last_reload{0};         // that succeeded
  std::atomic<std::int64_t> certificate_expires{0}; // of the one that new connections get
};

} // namespace server
