// Used tokens of several nodes: this node's memory first, then the table of all.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/trust/jti_registry.hpp"
#include "server/trust/token_table.hpp"

namespace server {

struct sharing {
  std::chrono::milliseconds patience{50}; // of a claim
  std::size_t most_in_group = 256;
  std::size_t most_owed = 100'000;            // claimed locally and told to the table later
  std::chrono::milliseconds first_pause{100}; // after a fault, before the table is opened again; then doubled
  std::chrono::milliseconds longest_pause{5'000};
  std::chrono::seconds forgetting{60}; // between looks for tokens that have ended
};

/// A token that this node has seen never reaches the table. One that it has not seen is fresh when no other node has
/// put it there. Where the table does not answer in time, or is known not to, it is fresh: losing the database must not
/// stop cards. Such tokens are counted, and put into the table once it can be reached.
class shared_tokens final : public token_registry {
 public:
  /// Opens the table on its own thread, as often as it takes.
  explicit shared_tokens(std::unique_ptr<token_table> among_all, sharing how = {}, const jti_limits& most = {});
  ~shared_tokens() override;

  std::optional<hooks::claimed> claim(const hooks::claim& what, std::chrono::sys_seconds now,
                                      const std::shared_ptr<claim_waiter>& later) override;
  std::uint64_t claimed_locally() const override { return claimed_locally_.load(std::memory_order_relaxed); }
  std::size_t held() const override { return here_.held(); }
  /// The table of all nodes is asked.
  bool shares() const { return reachable_.load(std::memory_order_relaxed); }
  void close() override;

 private:
  using clock = std::chrono::steady_clock;
  using lock = std::unique_lock<std::mutex>;
  struct waiting {
    used_token token;
    clock::time_point by;
    std::shared_ptr<claim_waiter> who; // null: nobody, it is owed
  };

  void run();
  void await_work(lock& held);
  clock::time_point due() const;
  void open(lock& held);
  void put_group(lock& held);
  void forget(lock& held);
  std::vector<waiting> take_group();
  std::vector<digest> ask(const std::vector<waiting>& taken, std::chrono::sys_seconds now);
  void fail(lock& held, const std::string& why, std::vector<waiting> unanswered);
  void owe(const used_token& one, bool claimed);

  const sharing how_;
  jti_registry here_;
  const std::unique_ptr<token_table> among_all_; // used by the thread alone
  std::atomic<std::uint64_t> claimed_locally_{0};
  std::atomic<bool> reachable_{false}; // changed under the guard

  std::mutex guard_; // of everything below
  std::condition_variable arrived_;
  std::deque<waiting> queue_;
  std::deque<used_token> owed_;
  std::chrono::sys_seconds latest_{}; // time that a claim told
  bool closing_ = false;
  std::string trouble_;
  std::chrono::milliseconds pause_{0};
  clock::time_point next_try_{};
  clock::time_point next_forgetting_;

  std::mutex closes_once_;
  std::thread asks_; // last: it uses all of the above
};

} // namespace server
