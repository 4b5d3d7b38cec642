// The log of a program that serves: written by a thread of its own, so that nobody who serves waits for whoever reads
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "server/log/decision_log.hpp"
#include "server/settings.hpp"

namespace server {

/// While it lives it is spdlog's default logger. When more lines wait than fit, the oldest are dropped and counted. At
/// its end what waits is written, as far as somebody takes it within two seconds.
class running_log {
 public:
  static constexpr std::size_t most_waiting = 8192; // lines
  static constexpr int standard_error = 2;

  explicit running_log(const logging& chosen, int descriptor = standard_error);
  ~running_log();
  running_log(const running_log&) = delete;
  running_log& operator=(const running_log&) = delete;

  const decision_log& decisions() const;
  std::uint64_t dropped() const;

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

/// What is said, or by what the descriptor is: for people on a terminal, for programs elsewhere.
log_format format_for(const logging& chosen, int descriptor);

} // namespace server
