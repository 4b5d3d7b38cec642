#include "server/worker.hpp"

#include <boost/asio/post.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "server/thread_name.hpp"
#include "server/tls_share.hpp"

namespace server {
namespace {

using std::chrono::milliseconds;

// Deadlines are looked at together, ten times within the shortest of them, instead of by a timer for each connection:
// none is missed by more than a tenth of that.
milliseconds tick_for(const timeouts& of) {
  const auto shortest = std::min({of.handshake, of.header, of.body, of.answer, of.write, of.idle, of.linger, of.drain});
  return std::clamp(shortest / 10, milliseconds{5}, milliseconds{250});
}

} // namespace

worker::worker(const tls_context& tls, const settings& configured, const make_answerer& make, traffic& counts)
    : tls_(share(tls)), configured_(configured), counts_(counts), served_(make(context_)) {}

// What was under way ends here, and looks at nothing that is gone already.
worker::~worker() {
  draining_ = false;
  const auto last = std::move(served_);
}

void worker::run() {
  name_this_thread("worker");
  tick();
  for (;;) {
    try {
      context_.run();
      beats_ = ended;
      return;
    } catch (const std::exception& fault) {
      spdlog::error("a connection was lost: {}", fault.what());
    }
  }
}

void worker::adopt(arrival from) {
  boost::asio::post(context_, [this, from = std::move(from)]() mutable {
    std::make_shared<session>(std::move(from), tls_, *this)->start();
  });
}

void worker::drain(session::clock::time_point began) {
  boost::asio::post(context_, [this, began] { start_draining(began); });
}

void worker::renew(const tls_context& tls) {
  boost::asio::post(context_, [this, tls] { tls_ = share(tls); });
}

void worker::start_draining(session::clock::time_point began) {
  if (std::exchange(draining_, true)) return;
  cut_at_ = began + configured_.timeouts.drain;
  stays_.reset();
  for (auto* one : open_) one->drain();
  end_when_empty();
}

void worker::remove(session& one) {
  open_.erase(&one);
  end_when_empty();
}

/// Nothing may be left that the thread would wait for.
void worker::end_when_empty() {
  if (!draining_ || !open_.empty()) return;
  timer_.cancel();
  if (served_) served_->close(); // it is gone while the worker itself goes
}

session::clock::time_point worker::arrival_of_now() const {
  const auto now = session::clock::now();
  return now - late_.at_most(now);
}

// A body that comes in pieces waits for each of them. Where next to nothing waits, it is its client that is slow.
bool worker::is_late(session::clock::time_point arrived) const {
  const auto now = session::clock::now();
  const auto patience = configured_.timeouts.answer / 2;
  const auto waits = late_.at_most(now);
  return waits > patience || (waits > patience / 4 && now - arrived > patience);
}

void worker::tick() {
  ++beats_;
  const auto now = session::clock::now();
  for (auto* one : open_) one->check_deadline(now);
  if (draining_ && now >= cut_at_ && !std::exchange(cut_, true)) {
    spdlog::warn("{} connections were still open when the time to drain ended", open_.size());
    for (auto* one : open_) one->abandon();
  }
  if (memory_.has_fallen(open_.size() * session::typical_bytes + counts_.body_bytes)) give_memory_back();
  if (draining_ && open_.empty()) return;
  timer_.expires_after(tick_for(configured_.timeouts));
  timer_.async_wait([this](boost::system::error_code stopped) {
    if (!stopped) tick();
  });
}

} // namespace server
