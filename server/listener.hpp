// Accepts connections and spreads them over threads.
#pragma once

#include <cstdint>
#include <memory>

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
  /// From any thread: accepts no more, ends idle connections, lets requests in flight finish.
  void stop();
  /// Returns when stop has been called and every connection is gone.
  void wait();

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

} // namespace server
