#include "server/listener.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "server/descriptors.hpp"
#include "server/worker.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

// When the process has no file descriptors left, trying again at once would only burn the processor.
constexpr std::chrono::milliseconds pause_after_fault{50};
constexpr int most_turned_away = 256; // before connections that can be served are looked for again

void throw_if(error_code fault, const char* doing) {
  if (fault) throw std::system_error(fault.value(), std::system_category(), doing);
}

} // namespace

struct listener::inside {
  using acceptor_type = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

  settings configured;
  make_answerer make;
  traffic counts;
  std::vector<std::unique_ptr<worker>> workers;
  acceptor_type acceptor;
  asio::steady_timer pause;
  tcp::endpoint bound;
  std::vector<std::thread> threads;
  spare_descriptor spare;
  std::size_t next = 0;
  bool stopping = false;

  inside(const listen_address& where, const tls_context& tls, settings chosen, make_answerer answers)
      : configured(std::move(chosen)), make(std::move(answers)), workers(make_workers(tls)),
        acceptor(workers.front()->context()), pause(workers.front()->context()) {
    open(where);
  }

  std::vector<std::unique_ptr<worker>> make_workers(const tls_context& tls) {
    const auto wanted = configured.threads > 0 ? configured.threads : std::thread::hardware_concurrency();
    std::vector<std::unique_ptr<worker>> made;
    for (unsigned i = 0; i < std::max(wanted, 1U); ++i)
      made.push_back(std::make_unique<worker>(tls, configured, make, counts));
    return made;
  }

  void open(const listen_address& where) {
    error_code fault;
    const auto address = asio::ip::make_address(where.host, fault);
    throw_if(fault, "listen address");
    const tcp::endpoint wanted(address, where.port);
    acceptor.open(wanted.protocol(), fault);
    throw_if(fault, "socket");
    acceptor.set_option(asio::socket_base::reuse_address(true), fault);
    throw_if(fault, "reuse address");
    acceptor.bind(wanted, fault);
    throw_if(fault, "bind");
    acceptor.listen(asio::socket_base::max_listen_connections, fault);
    throw_if(fault, "listen");
    bound = acceptor.local_endpoint(fault);
    throw_if(fault, "local address");
    acceptor.non_blocking(true, fault); // for the accepts that do not wait
    throw_if(fault, "listen");
  }

  worker& next_worker() { return *workers[next++ % workers.size()]; }

  void accept() {
    auto& taker = next_worker();
    acceptor.async_accept(taker.context(), [this, &taker](error_code fault, thread_socket socket) {
      if (!fault) hand_over(taker, std::move(socket));
      if (stopping) return;
      if (!fault) return accept();
      log_accept_failure(counts, fault.message());
      if (fault == asio::error::no_descriptors || fault.value() == ENFILE) turn_away_waiting();
      pause.expires_after(pause_after_fault);
      pause.async_wait([this](error_code) {
        if (!stopping) accept();
      });
    });
  }

  void hand_over(worker& taker, thread_socket socket) {
    const bool full =
        counts.connections >= configured.limits.connections || counts.handshakes >= configured.limits.handshakes;
    if (full) return log_turned_away(counts); // the socket closes as it goes out of scope
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    taker.adopt({std::move(socket), place(counts.connections), place(counts.handshakes)});
  }

  // Without a descriptor left, those who wait would hang until somebody else leaves: they are let in and out again.
  void turn_away_waiting() {
    spare.give();
    error_code fault;
    for (int i = 0; i < most_turned_away && !fault; ++i) {
      thread_socket socket(workers.front()->context());
      acceptor.accept(socket, fault);
      if (!fault) log_turned_away(counts);
    }
    spare.take();
  }

  // On the first worker's thread. Whoever is in the queue already has connected and is served.
  void close(session::clock::time_point began) {
    if (std::exchange(stopping, true)) return;
    error_code fault;
    pause.cancel();
    acceptor.cancel(fault);
    while (!fault) {
      auto& taker = next_worker();
      thread_socket socket(taker.context());
      acceptor.accept(socket, fault);
      if (!fault) hand_over(taker, std::move(socket));
    }
    acceptor.close(fault);
    // Posted, so that an accept which had already succeeded is handed over before its worker drains.
    asio::post(workers.front()->context(), [this, began] {
      for (const auto& one : workers) one->drain(began);
    });
  }
};

listener::listener(const listen_address& where, tls_context tls, settings configured, make_answerer served)
    : inside_(std::make_unique<inside>(where, tls, std::move(configured), std::move(served))) {}

listener::~listener() {
  for (const auto& one : inside_->workers) one->context().stop();
  wait();
}

listen_address listener::address() const {
  return {inside_->bound.address().to_string(), inside_->bound.port(), inside_->bound.address().is_loopback()};
}

const traffic& listener::counts() const { return inside_->counts; }

void listener::start() {
  inside_->accept();
  for (const auto& one : inside_->workers) inside_->threads.emplace_back([&serving = *one] { serving.run(); });
}

void listener::renew(const tls_context& tls) {
  for (const auto& one : inside_->workers) one->renew(tls);
}

bool listener::has_beaten_since(std::vector<std::uint64_t>& last) const {
  last.resize(inside_->workers.size());
  bool all = true;
  for (std::size_t i = 0; i < last.size(); ++i) {
    const auto now = inside_->workers[i]->beats();
    all = all && (now != last[i] || now == worker::ended);
    last[i] = now;
  }
  return all;
}

void listener::stop(std::chrono::steady_clock::time_point began) {
  asio::post(inside_->workers.front()->context(), [&in = *inside_, began] { in.close(began); });
}

void listener::wait() {
  for (auto& thread : inside_->threads)
    if (thread.joinable()) thread.join();
}

} // namespace server
