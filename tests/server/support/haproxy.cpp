#include "tests/server/support/haproxy.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <thread>

#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/tls_client.hpp"

namespace server_tests {
namespace {

constexpr const char* program = "/usr/sbin/haproxy";
constexpr std::chrono::seconds longest_start{20};

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

bool has_haproxy() { return ::access(program, X_OK) == 0; }

std::uint16_t free_port() {
  static std::mt19937 chance(std::random_device{}());
  for (int tries = 0; tries < 1000; ++tries) {
    const auto port = static_cast<std::uint16_t>(12'000 + chance() % 18'000);
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool found = ::bind(probe, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    ::close(probe);
    if (found) return port;
  }
  throw std::runtime_error("no free port");
}

haproxy::haproxy(const std::string& config, const std::vector<std::uint16_t>& ports) {
  directory_.write("haproxy.cfg", config);
  start();
  wait_for(ports);
}

haproxy::~haproxy() {
  if (id_ > 0) stop();
}

void haproxy::start() {
  const auto config = (directory_.path() / "haproxy.cfg").string();
  const auto out = (directory_.path() / "out").string();
  id_ = ::fork();
  if (id_ < 0) throw std::runtime_error("no process for haproxy");
  if (id_ > 0) return;
  const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(file, 1);
  ::dup2(file, 2);
  ::execl(program, program, "-db", "-f", config.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

void haproxy::wait_for(const std::vector<std::uint16_t>& ports) {
  const stopwatch waited;
  for (const auto port : ports)
    for (bool open = false; !open;) {
      const int tried = connect_tcp(port);
      open = tried >= 0;
      if (open) ::close(tried);
      int status = 0;
      const bool ended = !open && ::waitpid(id_, &status, WNOHANG) == id_;
      if (ended) id_ = -1;
      if (ended || (!open && waited.passed() > longest_start))
        throw std::runtime_error("haproxy did not start: " + text_of(directory_.path() / "out"));
      if (!open) std::this_thread::yield();
    }
}

std::string haproxy::stop() {
  ::kill(id_, SIGTERM);
  return end();
}

std::string haproxy::finish() {
  ::kill(id_, SIGUSR1);
  return end();
}

std::string haproxy::end() {
  ::waitpid(id_, nullptr, 0);
  id_ = -1;
  return text_of(directory_.path() / "out");
}

std::string sharing_proxy(const proxy_wish& wish) {
  std::string text = R"(global
  log stdout format raw local0 info
  maxconn 2000
  nbthread 1
  ssl-server-verify none
defaults
  mode http
  log global
  log-format "request %s %ts %ST %{+Q}r"
  http-reuse always
  retries 0
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  timeout http-request 10s
)";
  text += "frontend clients\n  bind 127.0.0.1:" + std::to_string(wish.port) + " ssl crt " + wish.certificate.string() +
          " alpn http/1.1\n  default_backend servers\nbackend servers\n";
  for (std::size_t i = 0; i < wish.servers.size(); ++i)
    text += "  server s" + std::to_string(i) + " 127.0.0.1:" + std::to_string(wish.servers[i]) +
            " ssl verify none alpn http/1.1\n";
  return text;
}

std::filesystem::path joined(const temporary_directory& where, const certificate_files& files) {
  const auto made = where.write("joined.pem", text_of(files.certificate) + text_of(files.key));
  std::filesystem::permissions(made, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return made;
}

} // namespace server_tests
