#include "server/outbound/origin_pool.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <utility>

#include "server/outbound/address_scope.hpp"

namespace server {

origin_pool::origin_pool(outbound_world& world, outbound_origin to, bool public_only)
    : world_(world), to_(std::move(to)), public_only_(public_only) {
  if (!to_.is_address) return;
  const auto address = boost::asio::ip::make_address(to_.host);
  refused_ = !may_use(address);
  addresses_ = {{address, to_.port}};
  addresses_until_ = clock::time_point::max();
}

void origin_pool::acquire(const void* who, bool fresh, taker take) {
  waiting_.push_back({who, fresh, std::move(take)});
  pump();
}

void origin_pool::forget(const void* who) {
  std::erase_if(waiting_, [&](const wish& one) { return one.who == who; });
  give_up_surplus();
}

// What is being opened goes on without anybody waiting: a slow handshake would never come to its end otherwise.
void origin_pool::give_up_surplus() {
  auto surplus = wanted() - std::min(wanted(), waiting_.size());
  for (auto& one : opening_)
    if (one.wanted && surplus > 0) {
      one.wanted = false;
      --surplus;
    }
  if (!draining_) return;
  open_ -= std::erase_if(opening_, [](const attempt& of) {
    if (!of.wanted) of.one->close();
    return !of.wanted;
  });
}

std::size_t origin_pool::wanted() const {
  return static_cast<std::size_t>(
      std::count_if(opening_.begin(), opening_.end(), [](const attempt& of) { return of.wanted; }));
}

void origin_pool::release(const connection_ptr& one) {
  if (closed_) return one->close();
  if (one->usable()) session_ = one->session();
  if (one->usable() && !draining_) {
    keep(one);
  } else {
    one->close();
    --open_;
  }
  pump();
}

void origin_pool::keep(const connection_ptr& one) {
  idle_.push_back({one, clock::now()});
  one->when_lost([self = weak_from_this(), lost = one.get()] {
    const auto pool = self.lock();
    if (!pool) return;
    pool->open_ -= std::erase_if(pool->idle_, [&](const rest& kept) { return kept.one.get() == lost; });
    pool->pump();
  });
}

void origin_pool::pump() {
  while (serve_idle()) {
  }
  if (!waiting_.empty() && !closed_) open_missing();
}

bool origin_pool::serve_idle() {
  if (idle_.empty()) return false;
  const auto next = std::find_if(waiting_.begin(), waiting_.end(), [](const wish& one) { return !one.fresh; });
  if (next == waiting_.end()) return false;
  // The one used last is the least likely to have been given up by the other side.
  const auto one = std::move(idle_.back().one);
  idle_.pop_back();
  one->when_lost(nullptr);
  if (one->was_spoken_to()) {
    one->close();
    --open_;
    return true;
  }
  const auto take = take_wish(next);
  take(outbound_fault::none, one);
  return true;
}

origin_pool::taker origin_pool::take_wish(std::deque<wish>::iterator at) {
  auto take = std::move(at->take);
  waiting_.erase(at);
  give_up_surplus();
  return take;
}

void origin_pool::open_missing() {
  while (wanted() < waiting_.size() && (open_ < world_.limits.connections || make_room())) {
    // Old addresses do until there are new ones: a name server that hangs stops nobody who knows the way.
    if (addresses_.empty() || clock::now() >= addresses_until_) look_up();
    if (addresses_.empty()) return;
    const auto one = std::make_shared<outbound_connection>(world_.context, world_.tls, to_, world_.counts);
    ++open_;
    opening_.push_back({one});
    one->open(addresses_, session_, world_.limits.opening,
              [self = weak_from_this(), raw = one.get()](outbound_fault fault) {
                if (const auto pool = self.lock()) pool->on_opened(raw->shared_from_this(), fault);
              });
  }
}

// Those who need a new connection wait neither for an old one to grow too old nor for one that nobody wants any more.
bool origin_pool::make_room() {
  const auto unwanted = std::find_if(opening_.begin(), opening_.end(), [](const attempt& of) { return !of.wanted; });
  if (unwanted != opening_.end()) {
    unwanted->one->close();
    opening_.erase(unwanted);
  } else if (!idle_.empty()) {
    idle_.front().one->close();
    idle_.erase(idle_.begin());
  } else {
    return false;
  }
  --open_;
  return true;
}

void origin_pool::on_opened(const connection_ptr& one, outbound_fault fault) {
  const auto found = std::find_if(opening_.begin(), opening_.end(), [&](const attempt& of) { return of.one == one; });
  const bool wanted_it = found->wanted;
  opening_.erase(found);
  if (fault != outbound_fault::none) {
    --open_;
    session_ = nullptr;
    if (!to_.is_address) addresses_.clear(); // the name may stand for another machine by now
    if (wanted_it) fail_first(fault);
    return;
  }
  last_good_ = one->peer();
  prefer_last_good();
  if (waiting_.empty()) {
    if (!draining_) return keep(one);
    one->close();
    --open_;
    return;
  }
  const auto take = take_wish(waiting_.begin());
  pump();
  take(outbound_fault::none, one);
}

void origin_pool::fail_first(outbound_fault why) {
  const auto take = take_wish(waiting_.begin());
  pump();
  take(why, nullptr);
}

void origin_pool::prefer_last_good() {
  const auto found = std::find(addresses_.begin(), addresses_.end(), last_good_);
  if (found != addresses_.end()) std::rotate(addresses_.begin(), found, found + 1);
}

void origin_pool::look_up() {
  if (looking_up_) return;
  looking_up_ = true;
  ++world_.counts.looked_up;
  world_.look_up(to_.host, to_.port, [self = weak_from_this()](addresses found) {
    const auto pool = self.lock();
    if (!pool || pool->closed_) return;
    pool->looking_up_ = false;
    pool->on_addresses(std::move(found));
  });
}

void origin_pool::on_addresses(addresses found) {
  const bool none = found.empty();
  if (none && !addresses_.empty()) return pump(); // the name server's fault is not the name's
  std::erase_if(found, [this](const auto& one) { return !may_use(one.address()); });
  addresses_ = std::move(found);
  addresses_until_ = clock::now() + world_.limits.names;
  prefer_last_good();
  if (!addresses_.empty()) return pump();
  const auto all = std::exchange(waiting_, {});
  give_up_surplus();
  for (const auto& one : all) one.take(none ? outbound_fault::resolve : outbound_fault::refused_url, nullptr);
}

bool origin_pool::may_use(const boost::asio::ip::address& address) const {
  if (!to_.tls && !address.is_loopback()) return false;
  return !public_only_ || is_public(address);
}

void origin_pool::close_idle(clock::time_point unused_since) {
  open_ -= std::erase_if(idle_, [&](const rest& kept) {
    const bool old = kept.since <= unused_since;
    if (old) kept.one->close();
    return old;
  });
}

void origin_pool::drain() {
  draining_ = true;
  close_idle(clock::time_point::max());
  forget(nullptr);
}

void origin_pool::close() {
  closed_ = true;
  waiting_.clear();
  drain();
}

} // namespace server
