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

/// `promised`; three times that and 200 ms while more wants to run than there are processors.
inline std::chrono::milliseconds bound(std::chrono::milliseconds promised) {
  double load = 0;
  const bool busy = ::getloadavg(&load, 1) != 1 || load > static_cast<double>(std::thread::hardware_concurrency()) / 2;
  return busy ? 3 * promised + std::chrono::milliseconds(200) : promised;
}

} // namespace server_tests
