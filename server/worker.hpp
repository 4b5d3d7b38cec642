// One thread's share of the server: its io_context and the connections on it. Nothing here is shared between threads
// except what is handed in.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <unordered_set>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/handler.hpp"
#include "server/high_water.hpp"
#include "server/lateness.hpp"
#include "server/session.hpp"
#include "server/settings.hpp"
#include "server/tls.hpp"
#include "server/traffic.hpp"

namespace server {

class worker {
 public:
  /// What is referred to must outlive the worker.
  worker(const tls_context& tls, const settings& configured, const make_answerer& make, traffic& counts);

  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  const settings& configured() const { return configured_; }
  answerer& served() { return *served_; }
  traffic& counts() { return counts_; }
  bool draining() const { return draining_; }
  /// Called with everything that is read.
  void look_at_the_time() { late_.look(session::clock::now()); }
  /// When what is read now can have arrived.
  session::clock::time_point arrival_of_now() const;
  /// A request whose first bytes arrived at that time has waited too long here to be answered in time.
  bool is_late(session::clock::time_point arrived) const;
  boost::asio::io_context& context() { return context_; }

  /// Serves until drain has been asked for and the last connection is gone.
  void run();
  /// From any thread.
  void adopt(arrival from);
  void drain(session::clock::time_point began);
  /// New connections get this certificate.
  void renew(const tls_context& tls);
  /// Counts the looks at deadlines, a few each second while the thread is alive; `ended` after its last.
  std::uint64_t beats() const { return beats_; }
  static constexpr std::uint64_t ended = 0;

  // For sessions, which come and go on this thread.
  void add(session& one) { open_.insert(&one); }
  void remove(session& one);

 private:
  void start_draining(session::clock::time_point began);
  void end_when_empty();
  void tick();

  boost::asio::ssl::context tls_;
  const settings& configured_;
  traffic& counts_;
  std::unordered_set<session*> open_; // before the context: its pending operations own the sessions
  std::atomic<std::uint64_t> beats_{1};
  bool draining_ = false;
  bool cut_ = false;
  session::clock::time_point cut_at_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> stays_{context_.get_executor()};
  boost::asio::steady_timer timer_{context_};
  lateness late_{context_};
  high_water memory_;
  std::unique_ptr<answerer> served_; // last: what it still has to say belongs to sessions
};

} // namespace server
