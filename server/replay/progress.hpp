// How far a run is, for whoever waits for it: a bar on a terminal, a plain line now and then elsewhere.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace server {

/// What was done of a part of the run. Threads add to `done` while another one looks.
struct stage {
  std::string_view what; // `reading`
  std::string_view unit; // `B`, or `orders`
  std::uint64_t whole = 0;
  std::chrono::duration<double> since_begin{};
};

/// `reading 1.2 of 9.8 GB, 412 MB/s, 21 s left`; without a bar when `width` is 0.
std::string progress_text(const stage& of, std::uint64_t done, std::size_t width);

/// Tells on standard error from a thread of its own until it ends; says nothing when `quiet`.
class progress {
 public:
  explicit progress(bool quiet);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void begin(std::string_view what, std::string_view unit, std::uint64_t whole);
  void add(std::uint64_t done) { done_.fetch_add(done, std::memory_order_relaxed); }
  /// Ends the line of a bar, so that what is printed next stands alone.
  void end();

 private:
  void tell(bool last);
  void run(const std::stop_token& stop);

  bool on_terminal_ = false;
  std::atomic<std::uint64_t> done_ = 0;
  std::mutex guard_;
  std::condition_variable_any changed_;
  stage now_;
  std::chrono::steady_clock::time_point begun_;
  bool telling_ = false;
  std::jthread teller_;
};

} // namespace server
