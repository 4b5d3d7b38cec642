#include "server/doctor/doors.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstring>

#include "server/listen_address.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

/// One question and the beginning of its answer; every step follows from the one before.
struct question {
  asio::io_context context{1};
  asio::ssl::context tls{asio::ssl::context::tls_client};
  asio::ssl::stream<tcp::socket> stream{context, tls};
  std::string answer = std::string(12, ' ');

  void ask(const tcp::endpoint& whom) {
    stream.next_layer().async_connect(whom, [this](error_code fault) {
      if (!fault) shake_hands();
    });
  }
  void shake_hands() {
    stream.async_handshake(asio::ssl::stream_base::client, [this](error_code fault) {
      if (!fault) send();
    });
  }
  void send() {
    static constexpr char text[] = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    asio::async_write(stream, asio::buffer(text, sizeof text - 1), [this](error_code fault, std::size_t) {
      if (!fault) asio::async_read(stream, asio::buffer(answer), [](error_code, std::size_t) {});
    });
  }
};

/// Bound and let go again, never listened on.
error_code fault_in_binding(const listen_address& where) {
  error_code fault;
  asio::io_context context;
  const auto address = asio::ip::make_address(where.host, fault);
  if (fault) return fault;
  const tcp::endpoint wanted(address, where.port);
  tcp::acceptor door(context);
  door.open(wanted.protocol(), fault);
  if (fault) return fault;
  door.set_option(asio::socket_base::reuse_address(true), fault);
  door.bind(wanted, fault);
  return fault;
}

void examine_door(const std::string& text, bool vesicle_runs, findings& told) {
  const auto where = read_listen_address(text);
  if (!where) return told.fault("port", where.error(), "mend it in the configuration");
  const auto fault = fault_in_binding(*where);
  if (!fault) return told.ok("port", "`" + text + "` is free");
  if (fault == boost::system::errc::address_in_use && vesicle_runs)
    return told.ok("port", "`" + text + "` is taken, and a vesicle is running");
  if (fault == boost::system::errc::address_in_use)
    return told.warn("port", "`" + text + "` is taken", "fine when this server is running; else see `ss -ltnp`");
  if (fault == boost::system::errc::permission_denied)
    return told.fault("port", "`" + text + "` is for privileged programs",
                      "a port from 1024 on, or CAP_NET_BIND_SERVICE");
  told.fault("port", "`" + text + "` cannot be listened on: " + fault.message(), "an address that this machine has");
}

} // namespace

bool answers_livez(const std::string& address) {
  const auto where = read_listen_address(address);
  if (!where || where->port == 0) return false;
  error_code fault;
  const auto host = asio::ip::make_address(where->host, fault);
  if (fault) return false;
  question one;
  one.ask({host, where->port});
  one.context.run_for(std::chrono::seconds{2});
  return one.answer == "HTTP/1.1 200";
}

void examine_doors(const settings& chosen, findings& told) {
  const bool runs = !chosen.admin.listen.empty() && answers_livez(chosen.admin.listen);
  examine_door(chosen.listen, runs, told);
  if (!chosen.admin.listen.empty()) examine_door(chosen.admin.listen, runs, told);
}

} // namespace server
