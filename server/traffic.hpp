// What all threads count together: how much is in use, and how often what was refused.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace server {

class traffic {
 public:
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> handshakes{0};
  std::atomic<std::uint64_t> turned_away{0}; // closed at once, too many were open

  /// Counts an answer with this status. Returns the new count.
  std::uint64_t count(int status);
  std::uint64_t counted(int status) const;

 private:
  std::array<std::atomic<std::uint64_t>, 600> by_status_{};
};

/// Holds one place in a gauge while it lives.
class place {
 public:
  explicit place(std::atomic<std::size_t>& gauge) : gauge_(&gauge) { ++gauge; }
  place(place&& other) noexcept : gauge_(other.gauge_) { other.gauge_ = nullptr; }
  place& operator=(place&&) = delete;
  ~place() { leave(); }
  void leave() {
    if (gauge_ != nullptr) --*gauge_;
    gauge_ = nullptr;
  }

 private:
  std::atomic<std::size_t>* gauge_;
};

/// Writes a refusal to the log: its status and how many there were, at 1, 2, 4, 8 ..., so that a flood cannot fill a
/// disk.
void log_refusal(traffic& counts, int status);
/// The same for a connection that was turned away before it could ask.
void log_turned_away(std::uint64_t so_far);

} // namespace server
