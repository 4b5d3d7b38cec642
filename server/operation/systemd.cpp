#include "server/operation/systemd.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <utility>

namespace server {

// Steady time is what systemd calls monotonic: it tells a reload from the one before.
void tell_reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto text =
      fmt::format("RELOADING=1\nMONOTONIC_USEC={}", std::chrono::duration_cast<std::chrono::microseconds>(now).count());
  sd_notify(0, text.c_str());
}

void tell_ready(const std::string& status) { sd_notify(0, ("READY=1\nSTATUS=" + status).c_str()); }

void tell_stopping() { sd_notify(0, "STOPPING=1\nSTATUS=finishing what is under way"); }

pulse::pulse(std::function<bool()> alive) : alive_(std::move(alive)) {
  std::uint64_t patience = 0;
  if (sd_watchdog_enabled(0, &patience) <= 0) return;
  // Twice as often as systemd advises: one look may come too early to see that everything moved.
  thread_ = std::thread([this, every = std::chrono::microseconds(patience / 4)] { beat(every); });
}

pulse::~pulse() {
  {
    const std::lock_guard held(one_);
    ended_ = true;
  }
  ends_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void pulse::beat(std::chrono::microseconds every) {
  std::unique_lock held(one_);
  while (!ends_.wait_for(held, every, [this] { return ended_; }))
    if (alive_()) sd_notify(0, "WATCHDOG=1");
}

} // namespace server
