// What one thread counts and any other reads.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server {

/// Only its own thread adds: a load and a store, and no lock of the bus.
class counter {
 public:
  void add(std::uint64_t more = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
  }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// How long answers took, by fixed bounds.
class duration_counts {
 public:
  static constexpr std::array<std::chrono::microseconds, 11> bounds{
      std::chrono::microseconds{500},     std::chrono::microseconds{1'000},    std::chrono::microseconds{2'500},
      std::chrono::microseconds{5'000},   std::chrono::microseconds{10'000},   std::chrono::microseconds{25'000},
      std::chrono::microseconds{50'000},  std::chrono::microseconds{100'000},  std::chrono::microseconds{250'000},
      std::chrono::microseconds{500'000}, std::chrono::microseconds{1'000'000}};

  void add(std::chrono::nanoseconds took) {
    std::size_t at = 0;
    while (at < bounds.size() && took > bounds[at]) ++at;
    within_[at].add();
    sum_.add(static_cast<std::uint64_t>(took.count()));
  }
  /// Those that fell between bound `at` and the one before it; past the last bound the rest.
  std::uint64_t within(std::size_t at) const { return within_.at(at).value(); }
  std::chrono::nanoseconds sum() const { return std::chrono::nanoseconds{sum_.value()}; }

 private:
  std::array<counter, bounds.size() + 1> within_;
  counter sum_;
};

} // namespace server
