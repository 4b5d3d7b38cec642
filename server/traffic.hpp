// What all threads count together: how much is in use, and how often what was refused.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace server {

/// Why a request was refused that is as good as any other.
enum class shed_cause : unsigned char {
  late,   // it would not have been answered in time
  memory, // the bodies of all requests together were too large
};
inline constexpr std::array shed_causes{shed_cause::late, shed_cause::memory};
std::string_view name_of(shed_cause why);

class traffic {
 public:
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> handshakes{0};
  std::atomic<std::size_t> body_bytes{0};    // see body_share
  std::atomic<std::uint64_t> turned_away{0}; // connections, before they could ask
  std::atomic<std::uint64_t> accept_failures{0};

  /// Counts an answer with this status. Returns the new count.
  std::uint64_t count(int status);
  std::uint64_t counted(int status) const;

  /// Counts a request that was refused because there was too much to do. Returns the new count.
  std::uint64_t shed(shed_cause why) { return ++shed_[static_cast<std::size_t>(why)]; }
  std::uint64_t shed_so_far(shed_cause why) const { return shed_[static_cast<std::size_t>(why)]; }

 private:
  std::array<std::atomic<std::uint64_t>, 2> shed_{};
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
/// The same for a request that was shed.
void log_shed(traffic& counts, shed_cause why);
/// The same for a connection that was turned away before it could ask, and for one that could not be accepted.
void log_turned_away(traffic& counts);
void log_accept_failure(traffic& counts, const std::string& why);

} // namespace server
