// Clients that ask without pause. Each call that does not get its cards is a failure that somebody has to see.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/nodes/two_nodes.hpp"

namespace server_tests {

class steady_load {
 public:
  /// From so many clients on connections they keep, each call with a token of its own.
  steady_load(std::uint16_t port, const client_key& by, std::size_t clients = 3);
  ~steady_load() { end(); }
  steady_load(const steady_load&) = delete;
  steady_load& operator=(const steady_load&) = delete;

  /// Calls that begin later are signed with this key; returns when none is under way that was signed with another.
  void sign_with(const client_key& by);
  /// Returns when so many more calls were answered.
  void await_calls(std::size_t more) const;
  /// Waits for the calls under way. What failed, in words; empty when nothing did.
  std::string end();
  std::size_t answered() const { return answered_; }

 private:
  void ask(std::uint16_t port);
  void fail(const std::string& what);

  std::atomic<const client_key*> by_;
  std::atomic<std::size_t> answered_{0};
  std::atomic<bool> over_{false};
  std::mutex guard_;
  std::string failed_;
  std::vector<std::thread> clients_;
};

} // namespace server_tests
