// Clients that do not wait for each other: requests leave at their time, however late the answers are. That is how an
// overload arrives; a client that waits for its answer would slow down with the server.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace server_tests {

struct offered_load {
  std::string request;
  std::size_t requests = 0;
  unsigned per_second = 0;
  std::size_t connections = 0; // one request at a time on each
};

struct answered_request {
  int status = 0; // 0 = none came
  bool says_when_again = false;
  std::chrono::milliseconds after{}; // from the time it was to leave
};

struct load_outcome {
  std::vector<answered_request> answers;
  std::size_t lost_connections = 0;
  std::chrono::milliseconds own_delay{}; // how late a request left, for want of a processor for the clients

  std::size_t with(int status) const;
  std::chrono::milliseconds slowest(int status) const;
};

load_outcome offer(std::uint16_t port, const offered_load& load);

} // namespace server_tests
