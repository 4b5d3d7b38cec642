// Stops asking a server that keeps failing, so that a card does not wait for it every time. Pure: the clock comes in.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace server {

struct breaker_limits {
  std::size_t failures = 5; // within ...
  std::chrono::milliseconds window{10'000};
  std::chrono::milliseconds open{5'000}; // then one request may try
};

/// Closed: everybody may ask. Open: nobody, for a while. Then one may, the probe: its end closes the breaker or opens
/// it again; meanwhile nobody else may.
class breaker {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// The leave to ask once. Whoever got it reports how that ended.
  struct pass {
    std::uint64_t period = 0;
  };
  enum class end {
    answered,
    failed,
    undecided, // ended by us, it says nothing about the server
  };

  /// `not_closed` counts the breakers that are open or probing; it must outlive this. Null: nobody counts.
  explicit breaker(const breaker_limits& limits = {}, std::atomic<std::size_t>* not_closed = nullptr)
      : limits_(limits), not_closed_(not_closed) {}
  ~breaker() { count(state::closed); }
  breaker(const breaker&) = delete;
  breaker& operator=(const breaker&) = delete;

  std::optional<pass> admit(time_point now);
  /// What was admitted before the breaker last opened or closed has no say any more.
  void report(pass of, end how, time_point now);
  /// Nothing to remember: as good as a new one.
  bool quiet(time_point now) const;

 private:
  enum class state { closed, open, probing };

  void enter(state next);
  void count(state next);

  breaker_limits limits_;
  std::atomic<std::size_t>* not_closed_;
  state state_ = state::closed;
  std::uint64_t period_ = 0;        // goes up with each change of state
  std::deque<time_point> failures_; // while closed; at most limits_.failures
  time_point opened_;
};

} // namespace server
