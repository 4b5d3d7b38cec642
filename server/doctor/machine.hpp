// The machine under the server: clock, file descriptors, memory, processors, the libraries it runs with.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/doctor/findings.hpp"
#include "server/settings.hpp"

namespace server {

/// What was seen of it.
struct machine {
  bool clock_synchronised = true;
  std::chrono::sys_seconds now;
  std::chrono::sys_seconds config_written; // when the configuration file was: the clock cannot be before it
  std::uint64_t files_allowed = 0;         // open at one time
  std::uint64_t memory_available = 0;      // bytes
  unsigned processors = 1;
  std::string openssl_built; // `OpenSSL 3.0.11 19 Sep 2023`
  std::string openssl_running;
};

machine look_at_machine(const std::string& config_file);
void judge(const machine& seen, const settings& chosen, findings& told);

} // namespace server
