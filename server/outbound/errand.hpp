// A request of the client under way, from get to its answer.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/steady_timer.hpp>

#include "server/outbound/breaker.hpp"
#include "server/outbound/connection.hpp"
#include "server/outbound/exchange.hpp"
#include "server/outbound/origin_pool.hpp"
#include "server/outbound/target.hpp"
#include "server/traffic.hpp"

namespace server {

struct errand {
  errand(outbound_request asks, std::function<void(outbound_answer)> tells, outbound_world& world)
      : asked(std::move(asks)), done(std::move(tells)), timer(world.context), counted(world.counts.requests) {}

  outbound_request asked;
  outbound_target target;
  std::function<void(outbound_answer)> done;
  boost::asio::steady_timer timer;
  place counted;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::optional<outbound_fault> refused; // not to be sent, and why
  std::shared_ptr<origin_pool> pool;
  std::shared_ptr<outbound_connection> on;
  std::shared_ptr<breaker> judged_by;
  breaker::pass pass;
  bool retried = false;
};
using errand_ptr = std::shared_ptr<errand>;

/// What goes over the wire. All its parts have passed read_target and is_header_value.
secret request_text(const errand& one);

/// What an answer says about the server that gave it.
breaker::end judged(const outbound_answer& answer);

} // namespace server
