#include "tests/server/support/hostile_server.hpp"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/server/support/certificate.hpp"

namespace server_tests {
namespace {

using greeting = hostile_mode::greeting;
using after = hostile_mode::after;
using context_ptr = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

struct identity {
  greeting of;
  certificate_wish wish;
};

std::vector<identity> identities() {
  certificate_wish wrong_name;
  wrong_name.name = "wrong-name";
  wrong_name.alternative_names = "DNS:other.example,IP:127.0.0.9";
  certificate_wish in_subject;
  in_subject.name = "Localhost"; // a file of its own; names know no case
  in_subject.alternative_names = "IP:127.0.0.9";
  certificate_wish expired;
  expired.name = "expired";
  expired.valid_from_seconds = -7200;
  expired.valid_to_seconds = -3600;
  certificate_wish untrusted;
  untrusted.name = "untrusted";
  certificate_wish old_version;
  old_version.name = "old-version";
  return {{greeting::good, {}},         {greeting::wrong_name, wrong_name}, {greeting::in_subject, in_subject},
          {greeting::expired, expired}, {greeting::untrusted, untrusted},   {greeting::old_version, old_version}};
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

context_ptr make_context(const certificate_files& files, bool old_version) {
  context_ptr made(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (old_version) {
    SSL_CTX_set_security_level(made.get(), 0);
    SSL_CTX_set_min_proto_version(made.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(made.get(), TLS1_1_VERSION);
  }
  SSL_CTX_use_certificate_chain_file(made.get(), files.certificate.c_str());
  SSL_CTX_use_PrivateKey_file(made.get(), files.key.c_str(), SSL_FILETYPE_PEM);
  return made;
}

int listen_on_loopback() {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(made, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(made, 128) != 0)
    throw std::runtime_error("the hostile server cannot listen");
  return made;
}

std::uint16_t port_of(int socket) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size);
  return ntohs(at.sin_port);
}

// Closing sends a reset instead of an end.
void make_resetting(int socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// One connection's two ways, with TLS or without.
class channel {
 public:
  channel(int socket, SSL_CTX* tls) : socket_(socket), ssl_(tls == nullptr ? nullptr : SSL_new(tls), SSL_free) {
    if (ssl_) SSL_set_fd(ssl_.get(), socket);
  }
  bool greet() { return !ssl_ || SSL_accept(ssl_.get()) == 1; }
  bool resumed() const { return ssl_ && SSL_session_reused(ssl_.get()) == 1; }
  bool write(std::string_view bytes) {
    ERR_clear_error();
    const int size = static_cast<int>(bytes.size());
    if (ssl_) return size == 0 || SSL_write(ssl_.get(), bytes.data(), size) == size;
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  /// False when the connection has ended.
  bool read(std::string& onto) {
    std::array<char, 4096> part;
    ERR_clear_error();
    const auto got = ssl_ ? SSL_read(ssl_.get(), part.data(), static_cast<int>(part.size()))
                          : static_cast<int>(::recv(socket_, part.data(), part.size(), 0));
    if (got > 0) onto.append(part.data(), static_cast<std::size_t>(got));
    return got > 0;
  }
  void end_tls() {
    if (ssl_) SSL_shutdown(ssl_.get());
  }

 private:
  int socket_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
};

} // namespace

struct hostile_server::inside {
  temporary_directory directory;
  std::map<greeting, context_ptr> contexts;
  std::filesystem::path authorities;
  int listening = listen_on_loopback();
  std::atomic<const hostile_mode*> mode{&hostile_mode_named("good")};
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> resumed{0};
  std::atomic<std::size_t> sent{0};
  std::atomic<std::size_t> added{0};
  body_for body;

  mutable std::mutex guards; // all below
  std::condition_variable stops;
  bool stopping = false;
  std::set<int> open;
  std::vector<std::string> heads;
  std::function<std::string(const std::string&)> bytes;
  std::vector<std::thread> threads;
  std::thread accepting;

  explicit inside(body_for bodies) : body(std::move(bodies)) {
    std::signal(SIGPIPE, SIG_IGN);
    std::string trusted;
    for (const auto& [of, wish] : identities()) {
      const auto files = make_certificate(directory, wish);
      contexts.emplace(of, make_context(files, of == greeting::old_version));
      if (of != greeting::untrusted) trusted += read_file(files.certificate);
    }
    authorities = directory.write("authorities.crt", trusted);
    accepting = std::thread([this] { accept_all(); });
  }

  ~inside() {
    {
      const std::lock_guard held(guards);
      stopping = true;
    }
    stops.notify_all();
    ::shutdown(listening, SHUT_RDWR);
    accepting.join();
    cut_all();
    for (auto& one : threads) one.join();
    ::close(listening);
  }

  void cut_all() {
    const std::lock_guard held(guards);
    for (const int socket : open) ::shutdown(socket, SHUT_RDWR);
  }

  void accept_all() {
    for (;;) {
      const int socket = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
      const std::lock_guard held(guards);
      if (stopping || socket < 0) {
        if (socket >= 0) ::close(socket);
        return;
      }
      const int at_once = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
      ++connections;
      open.insert(socket);
      threads.emplace_back([this, socket] {
        serve(socket, *mode);
        const std::lock_guard leaving(guards);
        open.erase(socket);
        ::close(socket);
      });
    }
  }

  SSL_CTX* context_for(greeting meets) const {
    const auto found = contexts.find(meets);
    if (found != contexts.end()) return found->second.get();
    return meets == greeting::hangs_up || meets == greeting::late ? contexts.at(greeting::good).get() : nullptr;
  }

  void serve(int socket, const hostile_mode& met) {
    channel to(socket, context_for(met.meets));
    std::string arrived;
    switch (met.meets) {
    case greeting::late:
      pause(std::chrono::milliseconds(100));
      break;
    case greeting::silent:
      while (to.read(arrived)) arrived.clear();
      return;
    case greeting::reset:
      make_resetting(socket);
      to.read(arrived); // not before the client has connected for sure
      return;
    case greeting::junk:
      to.write("\x00\x01\x02 this is not what you wanted\r\n");
      return;
    default:
      break;
    }
    if (!to.greet()) return;
    if (to.resumed()) ++resumed;
    if (met.meets == greeting::hangs_up) return to.end_tls();
    while (answer_next(socket, to, arrived)) {
    }
  }

  /// False when the connection is to end.
  bool answer_next(int socket, channel& to, std::string& arrived) {
    // A TLS client that is answered in plain text never sends a request that could be read.
    const bool in_plain = (*mode).meets == greeting::plain;
    auto end = arrived.find("\r\n\r\n");
    while (end == std::string::npos) {
      if (!to.read(arrived)) return false;
      end = in_plain ? 0 : arrived.find("\r\n\r\n");
    }
    const auto target = note(arrived.substr(0, end));
    arrived.erase(0, end + 4);
    const auto& as = *mode.load();
    if (as.answer != nullptr && !write(to, bytes_for(as, target), as.pace)) return false;
    return go_on(socket, to, as);
  }

  bool go_on(int socket, channel& to, const hostile_mode& as) {
    std::string ignored;
    switch (as.then) {
    case after::stays:
      return true;
    case after::closes:
      to.end_tls();
      return false;
    case after::cuts:
      return false;
    case after::resets:
      make_resetting(socket);
      return false;
    case after::hangs:
      while (to.read(ignored)) ignored.clear();
      return false;
    case after::adds:
      return pause(std::chrono::milliseconds(20)) && write(to, std::string(as.again), as.pace) && arrived_there(socket);
    case after::repeats:
      break;
    }
    std::string many(as.again);
    while (as.pace.count() == 0 && many.size() < 8192) many += as.again;
    while (write(to, many, as.pace)) {
    }
    return false;
  }

  bool write(channel& to, const std::string& all, std::chrono::milliseconds pace) {
    const auto step = pace.count() == 0 ? std::max<std::size_t>(all.size(), 1) : 1;
    for (std::size_t at = 0; at < all.size(); at += step) {
      if (!to.write(std::string_view(all).substr(at, step))) return false;
      sent += step;
      if (!pause(pace)) return false;
    }
    return true;
  }

  /// False when the other side has gone before it took everything.
  bool arrived_there(int socket) {
    int on_the_way = 1;
    while (::ioctl(socket, SIOCOUTQ, &on_the_way) == 0 && on_the_way > 0) {
      char next = 0;
      const auto peeked = ::recv(socket, &next, 1, MSG_PEEK | MSG_DONTWAIT);
      if (peeked == 0 || (peeked < 0 && errno != EAGAIN)) return false;
      std::this_thread::yield();
    }
    ++added;
    return true;
  }

  /// False when the server is ending.
  bool pause(std::chrono::milliseconds time) {
    std::unique_lock held(guards);
    return !stops.wait_for(held, time, [this] { return stopping; });
  }

  std::string note(const std::string& head) {
    const std::lock_guard held(guards);
    heads.push_back(head);
    const auto from = head.find(' ') + 1;
    return head.substr(from, head.find(' ', from) - from);
  }

  std::string bytes_for(const hostile_mode& as, const std::string& target) {
    std::function<std::string(const std::string&)> custom;
    {
      const std::lock_guard held(guards);
      custom = bytes;
    }
    if (auto own = custom ? custom(target) : std::string(); !own.empty()) return own;
    return as.answer(body ? body(target) : R"({"resourceType":"Patient","id":"sample"})");
  }
};

hostile_server::hostile_server(body_for body) : inside_(std::make_unique<inside>(std::move(body))) {}
hostile_server::~hostile_server() = default;

void hostile_server::behave(std::string_view mode) { inside_->mode = &hostile_mode_named(mode); }
void hostile_server::answer_with(std::function<std::string(const std::string&)> bytes) {
  const std::lock_guard held(inside_->guards);
  inside_->bytes = std::move(bytes);
}
void hostile_server::cut_all() { inside_->cut_all(); }

std::uint16_t hostile_server::port() const { return port_of(inside_->listening); }
std::string hostile_server::url(std::string_view path) const {
  return "https://localhost:" + std::to_string(port()) + std::string(path);
}
std::filesystem::path hostile_server::authorities() const { return inside_->authorities; }
std::size_t hostile_server::connections() const { return inside_->connections; }
std::size_t hostile_server::resumed() const { return inside_->resumed; }
std::size_t hostile_server::sent() const { return inside_->sent; }
std::size_t hostile_server::added() const { return inside_->added; }
std::vector<std::string> hostile_server::requests() const {
  const std::lock_guard held(inside_->guards);
  return inside_->heads;
}

} // namespace server_tests
