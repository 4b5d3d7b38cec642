#include "tests/server/support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

namespace server_tests {
namespace {

ssl_st* make_ssl(const client_wish& wish) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0); // old versions are offered on purpose
  if (wish.highest_version != 0) {
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), wish.highest_version);
    SSL_CTX_set_cipher_list(context.get(), "ALL");
  }
  if (!wish.certificate.empty()) {
    SSL_CTX_use_certificate_chain_file(context.get(), wish.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context.get(), wish.key.c_str(), SSL_FILETYPE_PEM);
  }
  if (!wish.alpn.empty()) {
    std::vector<unsigned char> list{static_cast<unsigned char>(wish.alpn.size())};
    list.insert(list.end(), wish.alpn.begin(), wish.alpn.end());
    SSL_CTX_set_alpn_protos(context.get(), list.data(), static_cast<unsigned>(list.size()));
  }
  return SSL_new(context.get());
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

http_answer read_answer_head(std::string_view head) {
  http_answer answer;
  answer.status = std::stoi(std::string(head.substr(9, 3)));
  auto at = head.find("\r\n") + 2;
  while (at < head.size()) {
    const auto end = head.find("\r\n", at);
    const auto line = head.substr(at, end - at);
    const auto colon = line.find(": ");
    answer.headers[lower(std::string(line.substr(0, colon)))] = std::string(line.substr(colon + 2));
    at = end + 2;
  }
  return answer;
}

} // namespace

int connect_tcp(std::uint16_t port, int patience_seconds) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int at_once = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  const timeval patience{patience_seconds, 0};
  ::setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return made;
  ::close(made);
  return -1;
}

tls_client::tls_client(std::uint16_t port, const client_wish& wish)
    : socket_(connect_tcp(port, wish.patience_seconds)), ssl_(make_ssl(wish), SSL_free) {
  if (socket_ < 0) return;
  SSL_set_fd(ssl_.get(), socket_);
  connected_ = SSL_connect(ssl_.get()) == 1;
  ERR_clear_error();
}

tls_client::~tls_client() {
  if (socket_ >= 0) ::close(socket_);
}

std::string tls_client::version() const { return SSL_get_version(ssl_.get()); }
std::string tls_client::shown_sha256() const {
  const std::unique_ptr<X509, void (*)(X509*)> shown(SSL_get1_peer_certificate(ssl_.get()), X509_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (!shown || X509_digest(shown.get(), EVP_sha256(), digest.data(), &length) != 1) return {};
  std::string text;
  for (unsigned i = 0; i < 2 * length; ++i)
    text += "0123456789abcdef"[i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15];
  return text;
}
std::string tls_client::cipher() const { return SSL_get_cipher_name(ssl_.get()); }
std::string tls_client::protocol() const {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &length);
  return length == 0 ? std::string() : std::string(reinterpret_cast<const char*>(name), length);
}
bool tls_client::was_resumable() const { return SSL_SESSION_is_resumable(SSL_get0_session(ssl_.get())) == 1; }

bool tls_client::send(std::string_view bytes) {
  ERR_clear_error();
  return bytes.empty() || SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
}

bool tls_client::fill() {
  std::array<char, 16384> part;
  ERR_clear_error();
  errno = 0;
  const int got = SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()));
  if (got > 0) {
    unread_.append(part.data(), static_cast<std::size_t>(got));
    return true;
  }
  timed_out_ = SSL_get_error(ssl_.get(), got) == SSL_ERROR_WANT_READ || errno == EAGAIN;
  return false;
}

std::optional<http_answer> tls_client::receive(bool to_head) {
  auto end = unread_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) return std::nullopt;
    end = unread_.find("\r\n\r\n");
  }
  auto answer = read_answer_head(std::string_view(unread_).substr(0, end + 2));
  unread_.erase(0, end + 4);
  const auto length_text = answer.header("content-length");
  if (to_head || length_text.empty()) return answer;
  const auto length = std::stoul(length_text);
  while (unread_.size() < length)
    if (!fill()) return std::nullopt;
  answer.body = unread_.substr(0, length);
  unread_.erase(0, length);
  return answer;
}

std::string tls_client::rest() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

bool tls_client::ended() { return rest().empty() && !timed_out_; }

void tls_client::finish_sending() {
  SSL_shutdown(ssl_.get());
  ::shutdown(socket_, SHUT_WR);
}

} // namespace server_tests
