// What the operating system counts of this process.
#pragma once

#include <cstdint>

namespace server {

struct process_figures {
  double cpu_seconds = 0; // user and system together
  double start_time = 0;  // seconds since 1970
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t most_files = 0; // that may be open
};

/// Read from /proc; what cannot be read there is 0.
process_figures read_process_figures();

} // namespace server
