// Accepts connections and spreads them over threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "server/handler.hpp"
#include "server/listen_address.hpp"
#include "server/settings.hpp"
#include "server/tls.hpp"
#include "server/traffic.hpp"

namespace server {

class listener {
 public:
  /// Binds and listens, so that clients can connect from here on. Throws std::system_error when the address cannot be
  /// had.
  listener(const listen_address& where, tls_context tls, settings configured, make_answerer served);
  /// Cuts what is still open.
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  /// With the port that was picked when 0 was asked for.
  listen_address address() const;
  const traffic& counts() const;

  /// Starts the threads.
  void start();
  /// From any thread: connections that come from now on are served with this certificate; the others go on.
  void renew(const tls_context& tls);
  /// Whether every thread has looked after its connections since the last call, or has ended; `last` is for the next
  /// call.
  bool has_beaten_since(std::vector<std::uint64_t>& last) const;
  /// From any thread: accepts no more, ends idle connections, lets requests in flight finish. The time to drain counts
  /// from `began`.
  void stop(std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now());
  /// Returns when stop has been called and every connection is gone.
  void wait();

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

} // namespace server
