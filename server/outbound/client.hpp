// Asks other servers over HTTPS: one client for each thread, bound to its io_context, nothing shared and nothing
// locked.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "server/outbound/counts.hpp"
#include "server/outbound/exchange.hpp"
#include "server/outbound/limits.hpp"
#include "server/outbound/name_lookup.hpp"
#include "server/tls.hpp"

namespace server {

/// What a client is made with. `look_up` empty: the system's.
struct outbound_wiring {
  tls_context trust; // of load_trust; may be shared
  outbound_limits limits;
  name_lookup look_up;
};

class outbound_client {
 public:
  using callback = std::function<void(outbound_answer)>;

  /// `context` and `counts` must outlive it. All members are for the context's thread, or before and after it runs.
  outbound_client(boost::asio::io_context& context, outbound_wiring wiring, outbound_counts& counts);
  /// Tells all who still wait `closed`.
  ~outbound_client();
  outbound_client(const outbound_client&) = delete;
  outbound_client& operator=(const outbound_client&) = delete;

  /// `done` is told exactly once: never before get returns, at the latest when the deadline has passed, whatever the
  /// other server or the name server does. It may call get again, and destroy the client. It must not throw.
  void get(outbound_request asked, callback done);

  /// Connections from now on are believed by these; requests under way end on theirs, no other one is used again.
  void believe(const tls_context& trust);
  /// Requests are still served, but no connection is kept: with the last answer nothing of the client holds up the
  /// context any more.
  void drain();

 private:
  struct inside;
  std::shared_ptr<inside> inside_;
};

} // namespace server
