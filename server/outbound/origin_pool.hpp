// The connections to one origin: kept while they are good, opened while requests wait for one.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include "server/outbound/connection.hpp"
#include "server/outbound/limits.hpp"
#include "server/outbound/name_lookup.hpp"

namespace server {

/// What all pools of a client share. Outlives them.
struct outbound_world {
  boost::asio::io_context& context;
  boost::asio::ssl::context tls;
  outbound_limits limits;
  outbound_counts& counts;
  name_lookup look_up;
};

class origin_pool : public std::enable_shared_from_this<origin_pool> {
 public:
  using clock = std::chrono::steady_clock;
  using connection_ptr = std::shared_ptr<outbound_connection>;
  /// Without a fault there is a connection, ready for one exchange.
  using taker = std::function<void(outbound_fault, connection_ptr)>;

  /// `public_only`: the addresses of the name are looked at, see is_public. `world` must outlive the pool.
  origin_pool(outbound_world& world, outbound_origin to, bool public_only);

  /// `take` is told once, at once when a connection is idle, unless `who` is forgotten first. `fresh`: none that has
  /// served before. What was taken comes back with release.
  void acquire(const void* who, bool fresh, taker take);
  void forget(const void* who);
  void release(const connection_ptr& one);

  void close_idle(clock::time_point unused_since);
  /// From here on a connection ends with its exchange.
  void drain();
  /// Everything ends, nobody is told.
  void close();

  /// The origin is an address that may not be asked.
  bool refused() const { return refused_; }
  /// Nothing waits, is opening or taken.
  bool at_rest() const { return waiting_.empty() && open_ == idle_.size() && !looking_up_; }
  bool holds_nothing() const { return at_rest() && open_ == 0; }

 private:
  struct wish {
    const void* who;
    bool fresh;
    taker take;
  };
  struct rest {
    connection_ptr one;
    clock::time_point since;
  };
  struct attempt {
    connection_ptr one;
    bool wanted = true; // there is a wish for it; when it fails, a wish fails with it
  };

  void pump();
  bool serve_idle();
  taker take_wish(std::deque<wish>::iterator at);
  void give_up_surplus();
  bool make_room();
  void open_missing();
  std::size_t wanted() const;
  void look_up();
  void on_addresses(addresses found);
  void on_opened(const connection_ptr& one, outbound_fault fault);
  void keep(const connection_ptr& one);
  void fail_first(outbound_fault why);
  void prefer_last_good();
  bool may_use(const boost::asio::ip::address& address) const;

  outbound_world& world_;
  outbound_origin to_;
  bool public_only_;
  std::deque<wish> waiting_;
  std::vector<attempt> opening_; // oldest first; those wanted are never more than the wishes
  std::vector<rest> idle_;
  std::size_t open_ = 0; // opening, idle or taken
  addresses addresses_;
  clock::time_point addresses_until_;
  addresses::value_type last_good_; // is asked first
  bool refused_ = false;
  bool looking_up_ = false;
  bool draining_ = false;
  bool closed_ = false;
  tls_session session_;
};

} // namespace server
