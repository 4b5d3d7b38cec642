// An outbound client on a context that the test itself turns.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "server/outbound/client.hpp"

namespace server_tests {

/// Looks every name up as 127.0.0.1, at once.
server::name_lookup loopback_names(boost::asio::io_context& context);

struct asking_wish {
  std::filesystem::path authorities; // empty = the system's
  server::outbound_limits limits;
  /// Made with the context; empty = loopback_names.
  std::function<server::name_lookup(boost::asio::io_context&)> look_up;
};

struct ended_request {
  server::outbound_answer answer;
  unsigned times = 0; // how often it was told
  std::chrono::steady_clock::time_point at;
};

class asking_client {
 public:
  explicit asking_client(asking_wish wish);

  /// For https://localhost of a test, with five seconds.
  static server::outbound_request request(std::string url, std::chrono::milliseconds within = std::chrono::seconds(5));

  /// Begins it; `wait` turns the context until all that were begun have ended.
  std::shared_ptr<ended_request> begin(server::outbound_request asked);
  void wait();
  /// Both for one.
  server::outbound_answer ask(server::outbound_request asked);

  boost::asio::io_context context{1};
  server::outbound_counts counts;
  std::unique_ptr<server::outbound_client> client;

 private:
  std::vector<std::shared_ptr<ended_request>> begun_;
};

} // namespace server_tests
