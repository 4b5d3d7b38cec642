#include "server/log/descriptor_sink.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace server {
namespace {

constexpr int milliseconds_to_look_again = 50;
constexpr std::size_t most_at_once = 4096; // a page of a pipe

} // namespace

void descriptor_sink::sink_it_(const spdlog::details::log_msg& line) {
  spdlog::memory_buf_t text;
  formatter_->format(line, text);
  if (!write_all({text.data(), text.size()})) lost_.fetch_add(1, std::memory_order_relaxed);
}

/// A pipe with room takes this much without waiting. The descriptor stays as it is: it may be a terminal that others
/// use.
bool descriptor_sink::write_all(std::string_view text) const {
  while (!text.empty()) {
    if (!wait_for_room()) return false;
    const auto taken = ::write(descriptor_, text.data(), std::min(text.size(), most_at_once));
    if (taken < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (taken > 0) text.remove_prefix(static_cast<std::size_t>(taken));
  }
  return true;
}

bool descriptor_sink::wait_for_room() const {
  for (;;) {
    pollfd one{descriptor_, POLLOUT, 0};
    const bool too_late = clock::now() >= until_.load(std::memory_order_relaxed);
    const int ready = ::poll(&one, 1, too_late ? 0 : milliseconds_to_look_again);
    if (ready > 0) return (one.revents & POLLOUT) != 0; // otherwise nobody reads any more
    if (too_late || (ready < 0 && errno != EINTR)) return false;
  }
}

} // namespace server
