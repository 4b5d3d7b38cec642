// A client that sends exactly the bytes it is given, so that a test can misbehave. Blocking, with a limit on every
// wait.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_st;

namespace server_tests {

struct client_wish {
  int highest_version = 0; // e.g. TLS1_1_VERSION; 0 = what OpenSSL has
  std::string alpn = {};   // one protocol to offer; empty = no ALPN
  int patience_seconds = 20;
  std::string certificate = {}; // file to show when asked, PEM; empty = none
  std::string key = {};         // its key
};

struct http_answer {
  int status = 0;
  std::map<std::string, std::string> headers; // names in lower case
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

/// A TCP connection to 127.0.0.1; -1 when it is refused.
int connect_tcp(std::uint16_t port, int patience_seconds = 20);

class tls_client {
 public:
  explicit tls_client(std::uint16_t port, const client_wish& wish = {});
  ~tls_client();
  tls_client(const tls_client&) = delete;
  tls_client& operator=(const tls_client&) = delete;

  /// The handshake succeeded.
  bool connected() const { return connected_; }
  int socket() const { return socket_; }
  std::string version() const;
  std::string shown_sha256() const; // of the server's certificate, 64 hex digits
  std::string cipher() const;
  std::string protocol() const; // what ALPN agreed on
  bool was_resumable() const;   // the server handed out a session

  /// False when the connection did not take it.
  bool send(std::string_view bytes);
  /// The next answer, or nothing when the connection ends first. `to_head`: it has no body whatever it says.
  std::optional<http_answer> receive(bool to_head = false);
  /// Waits for the end of the connection; what still came before it.
  std::string rest();
  /// The connection ended within the wait, and nothing was left to read.
  bool ended();
  /// Sends close_notify and ends the sending side.
  void finish_sending();

 private:
  bool fill();

  int socket_ = -1;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string unread_;
};

} // namespace server_tests
