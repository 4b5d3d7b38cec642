// A real HAProxy between a test's clients and its servers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/server/support/certificate.hpp"

namespace server_tests {

/// Nothing where this machine has none.
bool has_haproxy();

/// A free port of 127.0.0.1, for programs that cannot take one themselves and name it, or that come back to it: none
/// that the kernel gives to outgoing connections.
std::uint16_t free_port();

/// Runs until its owner goes away. The text of the configuration is the test's; it must bind what it is asked at with
/// ports of free_port.
class haproxy {
 public:
  /// Starts it and waits until each of `ports` accepts connections. Throws with what it said when it does not start.
  haproxy(const std::string& config, const std::vector<std::uint16_t>& ports);
  ~haproxy();
  haproxy(const haproxy&) = delete;
  haproxy& operator=(const haproxy&) = delete;

  /// Asks it to end and waits for that. What it has written to its standard output: the log, with `log stdout`.
  std::string stop();
  /// The same once every client has left and every request is in the log, as is not sure with `stop`.
  std::string finish();

 private:
  std::string end();
  void start();
  void wait_for(const std::vector<std::uint16_t>& ports);

  temporary_directory directory_;
  pid_t id_ = -1;
};

/// HTTP mode, TLS on both sides, connections to the server shared by all clients as freely as it can be: where two
/// programs read a request differently, answers go astray. One line of log for each request: server, how it ended,
/// status, then method and target as it was sent on.
struct proxy_wish {
  std::uint16_t port = 0;
  std::vector<std::uint16_t> servers;
  std::filesystem::path certificate; // certificate and key in one PEM
};
std::string sharing_proxy(const proxy_wish& wish);

/// Certificate and key in one file, as HAProxy reads it.
std::filesystem::path joined(const temporary_directory& where, const certificate_files& files);

} // namespace server_tests
