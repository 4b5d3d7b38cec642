#include "server/log/descriptor_sink.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

#include "server/thread_name.hpp"

namespace server {
namespace {

constexpr int milliseconds_to_look_again = 50;
constexpr std::size_t most_at_once = 4096; // a page of a pipe

} // namespace

descriptor_sink::descriptor_sink(int descriptor, std::size_t most)
    : descriptor_(descriptor), waiting_(most), writer_([this] { run(); }) {}

descriptor_sink::~descriptor_sink() { close(clock::time_point::max()); }

void descriptor_sink::close(clock::time_point until) {
  until_.store(until, std::memory_order_relaxed);
  {
    const lock held(mutex_);
    closing_ = true;
  }
  arrived_.notify_one();
  if (writer_.joinable()) writer_.join();
}

std::uint64_t descriptor_sink::lost() {
  const lock held(mutex_);
  return lost_ + waiting_.dropped();
}

void descriptor_sink::sink_it_(const spdlog::details::log_msg& line) {
  if (closing_) {
    ++lost_;
    return;
  }
  const bool urgent = line.level >= spdlog::level::warn;
  const bool first = waiting_.empty();
  if (urgent)
    due_ = clock::time_point::min();
  else if (first)
    due_ = clock::now() + linger;
  spdlog::memory_buf_t text;
  formatter_->format(line, text);
  waiting_.room().append(text.data(), text.size());
  waiting_.added();
  if (first || urgent) arrived_.notify_one();
}

void descriptor_sink::run() {
  name_this_thread("log");
  lock held(mutex_);
  while (true) {
    await_lines(held);
    if (waiting_.empty()) return; // closing, and all is written
    const auto text = waiting_.take();
    held.unlock();
    const auto left = write_some(text);
    held.lock();
    lost_ += static_cast<std::uint64_t>(std::count(left.begin(), left.end(), '\n'));
  }
}

void descriptor_sink::await_lines(lock& held) {
  while (!closing_) {
    if (waiting_.empty())
      arrived_.wait(held);
    else if (due_ <= clock::now())
      return;
    else
      arrived_.wait_until(held, due_);
  }
}

/// What could not be written. A pipe with room takes this much without waiting. The descriptor stays as it is: it may
/// be a terminal that others use.
std::string_view descriptor_sink::write_some(std::string_view text) const {
  while (!text.empty()) {
    if (!wait_for_room()) return text;
    const auto taken = ::write(descriptor_, text.data(), std::min(text.size(), most_at_once));
    if (taken < 0 && errno != EINTR && errno != EAGAIN) return text;
    if (taken > 0) text.remove_prefix(static_cast<std::size_t>(taken));
  }
  return text;
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
