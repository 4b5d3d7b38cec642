// One connection to another server: opened once, then one exchange after another. Touched by its thread alone.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "server/outbound/answer_reader.hpp"
#include "server/outbound/counts.hpp"
#include "server/outbound/name_lookup.hpp"
#include "server/outbound/target.hpp"
#include "server/traffic.hpp"

struct ssl_session_st; // OpenSSL's SSL_SESSION

namespace server {

using tls_session = std::shared_ptr<ssl_session_st>;

/// Lives as long as one of its operations is under way. It reads all the time, also between two exchanges: whatever
/// comes then, the end or bytes that nobody asked for, ends it.
class outbound_connection : public std::enable_shared_from_this<outbound_connection> {
 public:
  struct ending {
    outbound_answer answer;
    bool unanswered = false; // the connection was gone before a byte of the answer came
  };

  /// `tls` and `counts` must outlive it.
  outbound_connection(boost::asio::io_context& context, boost::asio::ssl::context& tls, const outbound_origin& to,
                      outbound_counts& counts);

  /// `opened` is told once, unless close comes first. Every address but the last has 150 ms to take the connection: one
  /// that swallows everything must not use up a request's time.
  void open(addresses to, tls_session resume, std::chrono::milliseconds at_most,
            std::function<void(outbound_fault)> opened);
  /// Sends `request` and wipes it. `ended` is told once, unless close comes first; then usable() says whether another
  /// exchange may follow.
  void exchange(secret request, std::size_t most_bytes, std::function<void(ending)> ended);
  /// `lost` is told when the connection ends between exchanges.
  void when_lost(std::function<void()> lost) { lost_ = std::move(lost); }
  /// Where it is connected to, once it is open.
  const addresses::value_type& peer() const { return peer_; }
  /// At once and without a word to those who wait.
  void close();

  bool usable() const { return phase_ == phase::ready; }
  /// Bytes have come since its last exchange that are not read yet: they answer nothing. Before the first one they are
  /// the end of the handshake.
  bool was_spoken_to() const;
  unsigned exchanges() const { return exchanges_; }
  /// What the next connection to this origin may resume; null when the server offers nothing.
  tls_session session();

 private:
  enum class phase { opening, ready, busy, closed };
  using error_code = boost::system::error_code;
  using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

  void hurry(const addresses::value_type& next);
  void on_connected(error_code fault, const tls_session& resume);
  bool prepare_tls(const tls_session& resume);
  void on_opened(outbound_fault fault);
  void read();
  void on_read(error_code fault, std::size_t count);
  void on_bytes();
  void on_end(error_code fault);
  void on_idle_read();
  void on_answer_before_request();
  void finish();

  boost::asio::ssl::stream<socket_type> stream_;
  boost::asio::steady_timer patience_; // while opening
  boost::asio::steady_timer hurry_;    // while one of several addresses is tried
  outbound_origin to_;
  outbound_counts& counts_;
  place open_;
  addresses addresses_;
  addresses::value_type peer_;
  phase phase_ = phase::opening;
  bool connecting_ = true; // not yet shaking hands
  boost::beast::flat_buffer arrived_;
  std::optional<answer_reader> reader_; // of the exchange under way
  secret outgoing_;
  bool writing_ = false;
  unsigned exchanges_ = 0;
  std::function<void(outbound_fault)> opened_;
  std::function<void(ending)> ended_;
  std::function<void()> lost_;
};

} // namespace server
