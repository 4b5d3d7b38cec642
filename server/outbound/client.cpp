#include "server/outbound/client.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "server/outbound/errand.hpp"
#include "server/tls_share.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

constexpr std::size_t most_breakers = 256;

outbound_answer without_answer(outbound_fault why) {
  outbound_answer none;
  none.fault = why;
  return none;
}

} // namespace

struct outbound_client::inside : std::enable_shared_from_this<inside> {
  using pool_key = std::pair<outbound_origin, bool>; // public addresses alone

  outbound_world world;
  std::map<pool_key, std::shared_ptr<origin_pool>> pools;
  std::map<std::string, std::shared_ptr<breaker>> breakers; // by base
  std::unordered_set<errand_ptr> under_way;
  asio::steady_timer sweeping;
  bool sweeps = false;
  bool draining = false;
  bool closed = false;

  inside(asio::io_context& context, outbound_wiring wiring, outbound_counts& counts)
      : world{context, share(wiring.trust), wiring.limits, counts,
              wiring.look_up ? std::move(wiring.look_up) : system_lookup(context)},
        sweeping(context) {}

  void get(outbound_request asked, callback done);
  std::optional<outbound_fault> refusal(errand& one);
  std::shared_ptr<origin_pool> pool_for(const errand& one);
  bool make_room();
  std::shared_ptr<breaker> breaker_for(const errand& one, clock::time_point now);
  void send(const errand_ptr& one, bool fresh);
  void on_connection(const errand_ptr& one, outbound_fault fault, const origin_pool::connection_ptr& ready);
  void on_ended(const errand_ptr& one, outbound_connection::ending how);
  void finish(const errand_ptr& one, outbound_answer answer);
  void report(errand& one, const outbound_answer& answer);
  void sweep();
  void sweep_later();
  void believe(const tls_context& trust);
  void drain();
  void close();
};

void outbound_client::inside::get(outbound_request asked, callback done) {
  const auto one = std::make_shared<errand>(std::move(asked), std::move(done), world);
  under_way.insert(one);
  one->refused = refusal(*one);
  // What was refused ends like what took too long, only at once.
  one->timer.expires_at(one->refused ? clock::time_point::min() : one->asked.deadline);
  one->timer.async_wait([self = weak_from_this(), one](boost::system::error_code) {
    if (const auto client = self.lock())
      client->finish(one, without_answer(one->refused.value_or(outbound_fault::timeout)));
  });
  if (!one->refused) send(one, false);
}

std::optional<outbound_fault> outbound_client::inside::refusal(errand& one) {
  if (closed) return outbound_fault::closed;
  auto target = read_target(one.asked.url, one.asked.plain_loopback);
  if (!target || !is_header_value(one.asked.accept) || !is_header_value(one.asked.bearer.view()))
    return outbound_fault::refused_url;
  one.target = std::move(*target);
  if (!one.asked.base.empty()) {
    const auto base = read_target(one.asked.base, one.asked.plain_loopback);
    if (!base || !is_below(*base, one.target)) return outbound_fault::refused_url;
  }
  const auto now = clock::now();
  if (one.asked.deadline <= now) return outbound_fault::timeout;
  one.pool = pool_for(one);
  if (!one.pool) return outbound_fault::connect;
  if (one.pool->refused()) return outbound_fault::refused_url;
  auto judge = breaker_for(one, now);
  const auto pass = judge->admit(now);
  if (!pass) return outbound_fault::breaker_open;
  one.judged_by = std::move(judge);
  one.pass = *pass;
  return std::nullopt;
}

std::shared_ptr<origin_pool> outbound_client::inside::pool_for(const errand& one) {
  const pool_key key{one.target.origin, one.asked.public_only};
  if (const auto known = pools.find(key); known != pools.end()) return known->second;
  if (pools.size() >= world.limits.origins && !make_room()) return nullptr;
  auto made = std::make_shared<origin_pool>(world, key.first, key.second);
  if (draining) made->drain();
  pools.emplace(key, made);
  if (!std::exchange(sweeps, true)) sweep_later();
  return made;
}

bool outbound_client::inside::make_room() {
  const auto resting = std::find_if(pools.begin(), pools.end(), [](const auto& of) { return of.second->at_rest(); });
  if (resting == pools.end()) return false;
  resting->second->close();
  pools.erase(resting);
  return true;
}

std::shared_ptr<breaker> outbound_client::inside::breaker_for(const errand& one, clock::time_point now) {
  const auto key = one.asked.base.empty() ? to_text(one.target.origin) : one.asked.base;
  if (const auto known = breakers.find(key); known != breakers.end()) return known->second;
  if (breakers.size() >= most_breakers) {
    std::erase_if(breakers, [&](const auto& of) { return of.second->quiet(now); });
    if (breakers.size() >= most_breakers) breakers.erase(breakers.begin());
  }
  return breakers.emplace(key, std::make_shared<breaker>(world.limits.breaker, &world.counts.broken)).first->second;
}

void outbound_client::inside::send(const errand_ptr& one, bool fresh) {
  one->pool->acquire(one.get(), fresh,
                     [self = weak_from_this(), one](outbound_fault fault, const origin_pool::connection_ptr& ready) {
                       if (const auto client = self.lock()) client->on_connection(one, fault, ready);
                     });
}

void outbound_client::inside::on_connection(const errand_ptr& one, outbound_fault fault,
                                            const origin_pool::connection_ptr& ready) {
  if (fault != outbound_fault::none) return finish(one, without_answer(fault));
  one->on = ready;
  if (ready->exchanges() > 0) ++world.counts.reused;
  ready->exchange(request_text(*one), one->asked.most_bytes,
                  [self = weak_from_this(), one](outbound_connection::ending how) {
                    if (const auto client = self.lock()) client->on_ended(one, std::move(how));
                  });
}

void outbound_client::inside::on_ended(const errand_ptr& one, outbound_connection::ending how) {
  const auto used = std::exchange(one->on, nullptr);
  // The other side gave the connection up while nobody used it; what it did to the others it will have done, too.
  const bool was_stale = how.unanswered && used->exchanges() > 1 && !one->retried;
  if (was_stale) one->pool->close_idle(clock::time_point::max());
  one->pool->release(used);
  if (!was_stale) return finish(one, std::move(how.answer));
  one->retried = true;
  ++world.counts.retried;
  send(one, true);
}

void outbound_client::inside::finish(const errand_ptr& one, outbound_answer answer) {
  if (under_way.erase(one) == 0) return;
  one->timer.cancel();
  if (one->pool) one->pool->forget(one.get());
  if (const auto used = std::exchange(one->on, nullptr)) {
    used->close();
    one->pool->release(used);
  }
  report(*one, answer);
  one->asked.bearer.wipe();
  one->counted.leave();
  const auto done = std::exchange(one->done, nullptr);
  done(std::move(answer));
}

void outbound_client::inside::report(errand& one, const outbound_answer& answer) {
  count_answer(world.counts, answer, one.target.origin);
  if (!one.judged_by) return;
  const auto now = clock::now();
  const bool hurried = answer.fault == outbound_fault::timeout && now - one.began < world.limits.fair_wait;
  one.judged_by->report(one.pass, hurried ? breaker::end::undecided : judged(answer), now);
}

void outbound_client::inside::sweep() {
  const auto now = clock::now();
  for (const auto& [key, pool] : pools) pool->close_idle(now - world.limits.idle);
  std::erase_if(pools, [](const auto& of) { return of.second->holds_nothing(); });
  std::erase_if(breakers, [&](const auto& of) { return of.second->quiet(now); });
  sweep_later();
}

void outbound_client::inside::sweep_later() {
  if (draining) return;
  sweeping.expires_after(world.limits.idle / 2);
  sweeping.async_wait([self = weak_from_this()](boost::system::error_code stopped) {
    const auto client = self.lock();
    if (client && !stopped) client->sweep();
  });
}

// Connections of old, and sessions that could be resumed without a look at the certificate, were believed by others.
void outbound_client::inside::believe(const tls_context& trust) {
  world.tls = share(trust);
  for (const auto& [key, pool] : pools) pool->drain();
  pools.clear();
}

void outbound_client::inside::drain() {
  draining = true;
  sweeping.cancel();
  for (const auto& [key, pool] : pools) pool->drain();
}

void outbound_client::inside::close() {
  closed = true;
  drain();
  for (const auto& [key, pool] : pools) pool->close();
  while (!under_way.empty()) finish(errand_ptr(*under_way.begin()), without_answer(outbound_fault::closed));
}

outbound_client::outbound_client(asio::io_context& context, outbound_wiring wiring, outbound_counts& counts)
    : inside_(std::make_shared<inside>(context, std::move(wiring), counts)) {}

outbound_client::~outbound_client() { inside_->close(); }

void outbound_client::get(outbound_request asked, callback done) { inside_->get(std::move(asked), std::move(done)); }

void outbound_client::believe(const tls_context& trust) { inside_->believe(trust); }

void outbound_client::drain() { inside_->drain(); }

} // namespace server
