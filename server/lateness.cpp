#include "server/lateness.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace server {
namespace {

constexpr std::chrono::milliseconds between_marks{2};

int make_event() {
  const int made = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (made < 0) throw std::system_error(errno, std::system_category(), "eventfd");
  return made;
}

} // namespace

lateness::lateness(boost::asio::io_context& context) : mark_(context, make_event()) {}

void lateness::look(clock::time_point now) {
  if (waits_ || now - put_ < between_marks) return;
  last_ = remembered(now);
  waits_ = true;
  put_ = now;
  mark_.async_wait(decltype(mark_)::wait_read, [this](boost::system::error_code stopped) {
    if (!stopped) on_mark();
  });
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(mark_.native_handle(), &one, sizeof one);
}

void lateness::on_mark() {
  std::uint64_t ignored = 0;
  [[maybe_unused]] const auto taken = ::read(mark_.native_handle(), &ignored, sizeof ignored);
  found_ = clock::now();
  last_ = found_ - put_;
  waits_ = false;
}

// What is handled before the mark arrived before it was put, but after the one before was.
lateness::clock::duration lateness::at_most(clock::time_point now) const {
  return waits_ ? now - put_ + last_ : remembered(now);
}

/// What the last mark found passes with time: as long as nothing came, less and less waits.
lateness::clock::duration lateness::remembered(clock::time_point now) const {
  return std::max(last_ - (now - found_), clock::duration::zero());
}

} // namespace server
