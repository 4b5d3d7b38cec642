// A TLS server that misbehaves on command, on a loopback port of its own, in the test's own process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/server/support/hostile_mode.hpp"

namespace server_tests {

class hostile_server {
 public:
  /// A good body for a request's target.
  using body_for = std::function<std::string(const std::string& target)>;

  /// Behaves as `good`. Called from threads of its own.
  explicit hostile_server(body_for body = {});
  /// Ends every connection and waits for its threads.
  ~hostile_server();
  hostile_server(const hostile_server&) = delete;
  hostile_server& operator=(const hostile_server&) = delete;

  /// From now on: how a new connection is met, and how the next request on any connection is answered.
  void behave(std::string_view mode);
  /// Answers with these bytes instead of the mode's, for targets where it gives some.
  void answer_with(std::function<std::string(const std::string& target)> bytes);
  /// Ends all connections without a word.
  void cut_all();

  std::uint16_t port() const;
  /// `https://localhost:PORT` and the path.
  std::string url(std::string_view path = "/") const;
  /// What a client must trust: the authorities of every certificate but that of `untrusted`.
  std::filesystem::path authorities() const;

  std::size_t connections() const;           // accepted
  std::size_t resumed() const;               // of them, with an earlier TLS session
  std::size_t sent() const;                  // bytes of answers that the connections took
  std::size_t added() const;                 // times that `adds` has reached the other side's system
  std::vector<std::string> requests() const; // heads, in the order of arrival

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

} // namespace server_tests
