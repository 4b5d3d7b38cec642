// Whoever started the program and watches it: systemd's notification protocol. Without NOTIFY_SOCKET nothing is told
// to nobody.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace server {

/// Clients can connect; `status` is what `systemctl status` shows.
void tell_ready(const std::string& status);
/// Files are being read again; tell_ready ends it, whatever came of it.
void tell_reloading();
void tell_stopping();

/// Gives signs of life as often as the service manager asks for them with WATCHDOG_USEC, on a thread of its own, and
/// only while what is watched lives.
class pulse {
 public:
  /// `alive` says whether everything has moved since it was asked last.
  explicit pulse(std::function<bool()> alive);
  ~pulse();
  pulse(const pulse&) = delete;
  pulse& operator=(const pulse&) = delete;

 private:
  void beat(std::chrono::microseconds every);

  std::function<bool()> alive_;
  std::mutex one_;
  std::condition_variable ends_;
  bool ended_ = false;
  std::thread thread_;
};

} // namespace server
