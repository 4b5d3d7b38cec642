#include "server/trust/shared_tokens.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace server {

shared_tokens::shared_tokens(std::unique_ptr<token_table> among_all, sharing how, const jti_limits& most)
    : how_(how), here_(most), among_all_(std::move(among_all)), next_forgetting_(clock::now() + how.forgetting),
      asks_([this] { run(); }) {}

shared_tokens::~shared_tokens() { close(); }

std::optional<hooks::claimed> shared_tokens::claim(const hooks::claim& what, std::chrono::sys_seconds now,
                                                   const std::shared_ptr<claim_waiter>& later) {
  if (const auto known = here_.claim(what, now); known != hooks::claimed::fresh) return known;
  const used_token token{digest_of(what), std::chrono::ceil<std::chrono::minutes>(what.until)};
  {
    const lock held(guard_);
    latest_ = std::max(latest_, now);
    if (!reachable_ || closing_) {
      owe(token, true);
      return hooks::claimed::fresh;
    }
    queue_.push_back({token, clock::now() + how_.patience, later});
  }
  arrived_.notify_one();
  return std::nullopt;
}

void shared_tokens::close() {
  const std::lock_guard once(closes_once_);
  {
    const lock held(guard_);
    closing_ = true;
  }
  arrived_.notify_one();
  if (asks_.joinable()) asks_.join();
}

void shared_tokens::run() {
  lock held(guard_);
  while (true) {
    await_work(held);
    if (reachable_ && (!queue_.empty() || !owed_.empty()))
      put_group(held);
    else if (closing_)
      break;
    else if (!reachable_)
      open(held);
    else
      forget(held);
  }
  held.unlock();
  among_all_->close();
}

/// When the next thing is to be done.
shared_tokens::clock::time_point shared_tokens::due() const {
  if (closing_) return clock::time_point::min();
  if (!reachable_) return next_try_;
  return queue_.empty() && owed_.empty() ? next_forgetting_ : clock::time_point::min();
}

void shared_tokens::await_work(lock& held) {
  for (auto when = due(); when > clock::now(); when = due()) arrived_.wait_until(held, when);
}

void shared_tokens::open(lock& held) {
  held.unlock();
  std::string fault;
  among_all_->close();
  try {
    among_all_->open();
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  held.lock();
  if (!fault.empty()) return fail(held, fault, {});
  if (!trouble_.empty()) spdlog::info("used tokens are shared again");
  trouble_.clear();
  reachable_ = true;
}

/// Claims come first; what is owed fills the rest, since nobody waits for it.
std::vector<shared_tokens::waiting> shared_tokens::take_group() {
  std::vector<waiting> taken;
  while (!queue_.empty() && taken.size() < how_.most_in_group) {
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  const auto by = taken.empty() ? clock::now() + how_.patience : taken.front().by;
  while (!owed_.empty() && taken.size() < how_.most_in_group) {
    taken.push_back({owed_.front(), by, nullptr});
    owed_.pop_front();
  }
  return taken;
}

/// Those that no node had, in order.
std::vector<digest> shared_tokens::ask(const std::vector<waiting>& taken, std::chrono::sys_seconds now) {
  std::vector<used_token> group;
  for (const auto& one : taken) group.push_back(one.token);
  std::ranges::sort(group);
  const auto same = [](const used_token& a, const used_token& b) { return a.which == b.which; };
  group.erase(std::unique(group.begin(), group.end(), same), group.end());
  auto put = among_all_->put(group, now, taken.front().by);
  std::ranges::sort(put);
  return put;
}

void shared_tokens::put_group(lock& held) {
  auto taken = take_group();
  const auto now = latest_;
  held.unlock();
  std::vector<digest> put;
  std::string fault;
  try {
    put = ask(taken, now);
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  if (fault.empty())
    for (const auto& one : taken)
      if (one.who)
        one.who->told(std::ranges::binary_search(put, one.token.which) ? hooks::claimed::fresh : hooks::claimed::seen);
  held.lock();
  if (!fault.empty()) return fail(held, fault, std::move(taken));
  pause_ = {};
}

/// Everybody who waits is answered from what this node knows.
void shared_tokens::fail(lock& held, const std::string& why, std::vector<waiting> unanswered) {
  if (trouble_ != why) spdlog::warn("used tokens are not shared with the other nodes: {}", why);
  trouble_ = why;
  reachable_ = false;
  pause_ = pause_.count() == 0 ? how_.first_pause : std::min(pause_ * 2, how_.longest_pause);
  next_try_ = clock::now() + pause_;
  std::ranges::move(queue_, std::back_inserter(unanswered));
  queue_.clear();
  for (const auto& one : unanswered) owe(one.token, one.who != nullptr);
  held.unlock();
  for (const auto& one : unanswered)
    if (one.who) one.who->told(hooks::claimed::fresh);
  held.lock();
}

void shared_tokens::owe(const used_token& one, bool claimed) {
  if (claimed) claimed_locally_.fetch_add(1, std::memory_order_relaxed);
  if (owed_.size() < how_.most_owed) owed_.push_back(one);
}

/// In pieces, so that a claim waits for one of them at most.
void shared_tokens::forget(lock& held) {
  const auto now = latest_;
  held.unlock();
  std::string fault;
  bool more = false;
  try {
    more = among_all_->forget(now, clock::now() + how_.patience);
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  held.lock();
  if (!fault.empty()) return fail(held, fault, {});
  if (!more) next_forgetting_ = clock::now() + how_.forgetting;
}

} // namespace server
