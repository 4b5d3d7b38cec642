// How long something may take that has a deadline, on a machine that others may be using.
#pragma once

#include <stdlib.h>

#include <chrono>
#include <thread>

namespace server_tests {

class stopwatch {
 public:
  std::chrono::milliseconds passed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Whether the machine was busy when the program first asked: one answer for all of its tests, so that what is allowed
/// and what is expected agree. Under the address sanitizer everything takes longer.
inline bool machine_is_busy() {
#ifdef __SANITIZE_ADDRESS__
  return true;
#else
  static const bool busy = [] {
    double load = 0;
    return ::getloadavg(&load, 1) != 1 || load > static_cast<double>(std::thread::hardware_concurrency()) / 2;
  }();
  return busy;
#endif
}

/// `promised`; three times that and 200 ms on a busy machine.
inline std::chrono::milliseconds bound(std::chrono::milliseconds promised) {
  return machine_is_busy() ? 3 * promised + std::chrono::milliseconds(200) : promised;
}

/// When an answer is there that waits for a deadline of `waits`: 50 ms later, a second later on a busy machine, where
/// others may have the processor for longer than the deadline's own share.
inline std::chrono::milliseconds soon_after(std::chrono::milliseconds waits) {
  return bound(waits) + std::chrono::milliseconds(machine_is_busy() ? 1'000 : 50);
}

} // namespace server_tests
