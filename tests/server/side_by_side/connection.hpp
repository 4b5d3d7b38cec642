// One kept TLS connection of the load: sends a request, waits for its answer. Non-blocking, on one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace bench {

/// What connections are made with; they must not outlive it.
using client_tls = std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st*)>;
client_tls make_client_tls();

class connection {
 public:
  enum class progress { waits_to_read, waits_to_write, answered };

  /// Connected to the port of loopback, and its handshake done, when this returns. Throws std::runtime_error.
  connection(ssl_ctx_st* tls, std::uint16_t port);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  int socket() const { return socket_; }
  /// `head` ends with its empty line; `body` must live until the answer.
  void send(std::string head, std::string_view body);
  /// Goes on with what was sent. Throws std::runtime_error when the connection ends before its answer.
  progress go_on();
  /// Of the last answer.
  int status() const { return status_; }
  std::size_t answer_bytes() const { return received_; }

 private:
  bool write_all(std::string_view text, std::size_t& from, progress& waits);
  void read_head();
  progress waits_for(int result) const;

  int socket_ = -1;
  ssl_st* tls_ = nullptr;
  std::string head_;
  std::string_view body_;
  std::size_t head_sent_ = 0;
  std::size_t body_sent_ = 0;
  std::string arrived_; // up to the end of the answer's head
  std::size_t received_ = 0;
  std::size_t expected_ = 0; // 0 until the head is whole
  int status_ = 0;
};

} // namespace bench
