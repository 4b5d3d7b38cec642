// A line in the log for each decision: who asked what, how long it took, which rules spoke. Nothing of the patient.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "hooks/account.hpp"
#include "server/log/line_format.hpp"

namespace spdlog {
class logger;
}

namespace server {

struct decision_line {
  std::string_view client;
  std::string_view service; // the id that was called
  int status = 200;
  std::chrono::nanoseconds took{0};
  std::string_view knowledge; // version
  const hooks::account& told;
};

/// Safe from any thread; waits for nobody.
class decision_log {
 public:
  /// `into` is a logger of the name events_logger.
  decision_log(std::shared_ptr<spdlog::logger> into, log_format how);

  void write(const decision_line& line) const;

 private:
  std::shared_ptr<spdlog::logger> into_;
  log_format how_;
};

} // namespace server
