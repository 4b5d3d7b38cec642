// One connection: handshake, then requests one after another until somebody wants to stop. Callbacks and not
// coroutines: g++ 12 miscompiles common shapes of the latter.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "server/peer_certificate.hpp"
#include "server/request_reader.hpp"
#include "server/tls_stream.hpp"
#include "server/traffic.hpp"

namespace server {

class worker;

/// An accepted connection on its way to its worker, counted from the moment it was accepted.
struct arrival {
  thread_socket socket;
  place connection;
  place handshake;
};

/// Lives as long as one of its operations is under way. Touched by its worker's thread alone.
class session : public std::enable_shared_from_this<session> {
 public:
  using clock = std::chrono::steady_clock;
  /// What one needs with its TLS, beside the request.
  static constexpr std::size_t typical_bytes = std::size_t{96} << 10;

  session(arrival from, boost::asio::ssl::context& tls, worker& owner);
  ~session();

  void start();
  /// Ends the connection at once when it is between two requests, otherwise with its next answer.
  void drain();
  /// Cuts the connection.
  void abandon();
  /// Called often; ends what has waited too long.
  void check_deadline(clock::time_point now);

 private:
  enum class phase { handshake, idle, head, body, answering, writing, closing };
  using error_code = boost::system::error_code;

  void enter(phase next, std::chrono::milliseconds at_most);
  void on_handshake(error_code fault);
  void next_request();
  void forget_arrived();
  std::size_t room_to_read() const;
  void read();
  bool read_at_once();
  void on_read(error_code fault, std::size_t count);
  void on_expired();
  void advance();
  void on_head();
  void answer();
  bool on_answered(hooks::reply reply);
  bool may_stay() const;
  void shed();
  void refuse(const refusal& why);
  hooks::reply told(const refusal& why);
  void send(hooks::reply reply, bool keep_alive);
  void on_written(error_code fault);
  void shut();
  void discard();

  worker& owner_;
  tls_stream stream_;
  boost::beast::flat_buffer arrived_;
  request_reader reader_;
  std::string outgoing_;
  std::optional<peer_identity> peer_; // of a certificate that was verified
  std::string address_;               // of the other end
  place connection_;
  place handshake_;
  clock::time_point opened_;
  clock::time_point deadline_;
  clock::time_point request_arrived_; // its first bytes
  std::size_t served_ = 0;
  std::size_t discarded_ = 0;
  phase phase_ = phase::handshake;
  bool expired_ = false; // the deadline cancelled what was under way
  bool leaving_ = false; // drain cancelled the wait for a request
  bool keep_alive_ = true;
  bool asked_ = false; // the answerer still looks at the request
};

} // namespace server
