// The same from several threads at once; what one of them throws is a failure of the test and not its end.
#pragma once

#include <gtest/gtest.h>

#include <exception>
#include <thread>
#include <vector>

namespace server_tests {

/// Calls body(0) to body(count - 1), each on a thread of its own, and waits for them.
template<class Body> void in_threads(unsigned count, Body body) {
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < count; ++i)
    threads.emplace_back([&body, i] {
      try {
        body(i);
      } catch (const std::exception& fault) {
        ADD_FAILURE() << "thread " << i << ": " << fault.what();
      }
    });
  for (auto& one : threads) one.join();
}

} // namespace server_tests
