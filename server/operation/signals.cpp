#include "server/operation/signals.hpp"

#include <spdlog/spdlog.h>

namespace server {

signals::signals() {
  sigemptyset(&heard_);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&heard_, one);
  pthread_sigmask(SIG_BLOCK, &heard_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

signals::wish signals::wait() const {
  for (;;) {
    int received = 0;
    if (sigwait(&heard_, &received) == 0) return received == SIGHUP ? wish::reload : wish::stop;
  }
}

void signals::wait_out(std::chrono::steady_clock::time_point until) const {
  for (;;) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= left.zero()) return;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec at_most{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
    if (sigtimedwait(&heard_, nullptr, &at_most) == SIGHUP) spdlog::warn("not reloaded: the server is stopping");
  }
}

} // namespace server
