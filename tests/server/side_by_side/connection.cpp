#include "tests/server/side_by_side/connection.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

constexpr std::string_view length_field = "\r\ncontent-length: "; // both servers write it so, but for the case

/// Where the value of Content-Length begins.
std::size_t length_in(std::string_view head) {
  for (std::size_t at = 0; at + length_field.size() < head.size(); ++at) {
    std::size_t same = 0;
    while (same < length_field.size() &&
           (head[at + same] == length_field[same] || (head[at + same] | 0x20) == length_field[same]))
      ++same;
    if (same == length_field.size()) return at + same;
  }
  throw std::runtime_error("an answer without a length");
}

} // namespace

client_tls make_client_tls() {
  client_tls made(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_mode(made.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return made;
}

connection::connection(ssl_ctx_st* tls, std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    throw std::runtime_error("cannot connect");
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  tls_ = SSL_new(tls);
  SSL_set_fd(tls_, socket_);
  if (SSL_connect(tls_) != 1) throw std::runtime_error("the handshake failed");
  ::fcntl(socket_, F_SETFL, O_NONBLOCK);
}

connection::~connection() {
  SSL_free(tls_);
  ::close(socket_);
}

void connection::send(std::string head, std::string_view body) {
  head_ = std::move(head);
  body_ = body;
  head_sent_ = body_sent_ = received_ = expected_ = 0;
  arrived_.clear();
}

connection::progress connection::waits_for(int result) const {
  switch (SSL_get_error(tls_, result)) {
  case SSL_ERROR_WANT_READ:
    return progress::waits_to_read;
  case SSL_ERROR_WANT_WRITE:
    return progress::waits_to_write;
  default:
    throw std::runtime_error("a connection ended before its answer");
  }
}

bool connection::write_all(std::string_view text, std::size_t& from, progress& waits) {
  while (from < text.size()) {
    const auto wrote = SSL_write(tls_, text.data() + from, static_cast<int>(text.size() - from));
    if (wrote <= 0) {
      waits = waits_for(wrote);
      return false;
    }
    from += static_cast<std::size_t>(wrote);
  }
  return true;
}

void connection::read_head() {
  const auto end = arrived_.find("\r\n\r\n");
  if (end == arrived_.npos) return;
  std::from_chars(arrived_.data() + 9, arrived_.data() + 12, status_);
  std::size_t length = 0;
  const auto at = length_in(std::string_view(arrived_).substr(0, end));
  std::from_chars(arrived_.data() + at, arrived_.data() + end, length);
  expected_ = end + 4 + length;
}

connection::progress connection::go_on() {
  progress waits{};
  if (!write_all(head_, head_sent_, waits) || !write_all(body_, body_sent_, waits)) return waits;
  std::array<char, 16384> piece;
  while (expected_ == 0 || received_ < expected_) {
    const auto got = SSL_read(tls_, piece.data(), piece.size());
    if (got <= 0) return waits_for(got);
    received_ += static_cast<std::size_t>(got);
    if (expected_ != 0) continue;
    arrived_.append(piece.data(), static_cast<std::size_t>(got));
    read_head();
  }
  return progress::answered;
}

} // namespace bench
