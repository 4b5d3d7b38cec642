// What the process is told from outside: to stop, to read its files again.
#pragma once

#include <signal.h>

#include <chrono>

namespace server {

/// Takes SIGTERM, SIGINT and SIGHUP out of the hands of every thread that starts later, so that none but wait ever
/// gets them. SIGPIPE is ignored.
class signals {
 public:
  signals();

  enum class wish : unsigned char { stop, reload };
  /// Several of one kind that came in the meantime count as one.
  wish wait() const;
  /// Lets time pass and what comes in it go unheard.
  void wait_out(std::chrono::steady_clock::time_point until) const;

 private:
  sigset_t heard_;
};

} // namespace server
