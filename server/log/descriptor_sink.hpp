// Writes lines to a descriptor that may be a pipe which nobody empties.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

#include <spdlog/sinks/base_sink.h>

namespace server {

/// Waits for room, but never inside a write: from the moment that was set on, what finds none is lost.
class descriptor_sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  using clock = std::chrono::steady_clock;

  explicit descriptor_sink(int descriptor) : descriptor_(descriptor) {}

  /// From any thread.
  void wait_no_longer_than(clock::time_point until) { until_.store(until, std::memory_order_relaxed); }
  /// Lines that were lost, or cut.
  std::uint64_t lost() const { return lost_.load(std::memory_order_relaxed); }

 protected:
  void sink_it_(const spdlog::details::log_msg& line) override;
  void flush_() override {}

 private:
  bool write_all(std::string_view text) const;
  bool wait_for_room() const;

  int descriptor_;
  std::atomic<clock::time_point> until_{clock::time_point::max()};
  std::atomic<std::uint64_t> lost_{0};
};

} // namespace server
