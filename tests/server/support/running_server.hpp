// A listener on a port of its own, with a handler that a test can see through.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "server/listener.hpp"
#include "tests/server/support/certificate.hpp"

namespace server_tests {

/// Answers `METHOD target body`. `/throws` fails, `/bad-header` tries to write a header of its own, `/big` is 1 MiB,
/// `/works` takes its thread as long as `work` says, `/waits` says that it was reached and stays until the test lets it
/// go; `/never` is never answered.
class running_server {
 public:
  explicit running_server(server::settings configured = {});
  ~running_server();

  std::uint16_t port() const { return listener_->address().port; }
  server::listener& listener() { return *listener_; }
  /// How many whole requests reached the handler.
  std::size_t answered() const { return answered_; }

  std::chrono::milliseconds work{10};
  /// Called with each whole request, on the threads that serve; set before the first one.
  std::function<void(const hooks::call&)> look;
  std::promise<void> reached_waits;
  std::promise<void> let_go;

 private:
  class told;

  hooks::reply answer(const hooks::call& asked);

  temporary_directory directory_;
  std::atomic<std::size_t> answered_{0};
  std::unique_ptr<server::listener> listener_;
};

} // namespace server_tests
