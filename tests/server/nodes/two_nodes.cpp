#include "tests/server/nodes/two_nodes.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace server_tests {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds patience{20};

/// What HAProxy says to one command on its socket.
std::string ask_proxy(const fs::path& socket, const std::string& command) {
  const int open = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  std::strncpy(at.sun_path, socket.c_str(), sizeof at.sun_path - 1);
  std::string said;
  const auto line = command + "\n";
  if (::connect(open, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
      ::send(open, line.data(), line.size(), MSG_NOSIGNAL) > 0) {
    std::array<char, 4096> piece;
    for (ssize_t got = 0; (got = ::read(open, piece.data(), piece.size())) > 0;)
      said.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(open);
  return said;
}

template<class Condition> void await(Condition holds, const char* what) {
  const stopwatch watch;
  while (!holds()) {
    if (watch.passed() > patience) throw std::runtime_error(std::string("waited in vain for ") + what);
    std::this_thread::yield();
  }
}

} // namespace

bool has_haproxy_and_postgres() { return has_haproxy() && !postgres_programs().empty(); }

two_nodes::two_nodes(const std::vector<const client_key*>& keys)
    : server_files_(make_certificate(directory_)), front_files_(make_certificate(front_directory_)),
      postgres_(std::make_unique<postgres_server>()), database_url_(postgres_->database().url), front_(free_port()) {
  for (auto& one : nodes_) one = {free_port(), free_port(), nullptr};
  directory_.write("clients.toml", "[[client]]\nname = \"ehr\"\niss = \"urn:ehr\"\nkeys = \"keys.json\"\n"
                                   "algorithms = [\"ES256\"]\n");
  register_keys(keys);
  for (std::size_t i = 0; i < nodes_.size(); ++i) start(i);
  for (std::size_t i = 0; i < nodes_.size(); ++i) await_in_service(i);
}

two_nodes::~two_nodes() = default;

void two_nodes::write_config(std::size_t node) const {
  const auto text = [&](const char* file) { return "\"" + (directory_.path() / file).string() + "\"\n"; };
  const auto& at = nodes_.at(node);
  directory_.write("node" + std::to_string(node) + ".toml",
                   "listen = \"127.0.0.1:" + std::to_string(at.port) + "\"\npublic_url = \"https://cds.example\"\n" +
                       "certificate = \"" + server_files_.certificate.string() + "\"\nkey = \"" +
                       server_files_.key.string() + "\"\nclients = " + text("clients.toml") +
                       "threads = 1\n[admin]\nlisten = \"127.0.0.1:" + std::to_string(at.admin) +
                       "\"\n[database]\nurl = \"" + database_url_ + "\"\n[timeouts]\nunready_ms = 1000\n");
}

void two_nodes::start(std::size_t node) {
  write_config(node);
  auto& at = nodes_.at(node);
  at.program = std::make_unique<process>(std::vector<std::string>{
      VESICLE_PROGRAM, "serve", "--config", (directory_.path() / ("node" + std::to_string(node) + ".toml")).string()});
  for (auto line = at.program->line(); line.rfind("listening on ", 0) != 0; line = at.program->line())
    if (line.empty()) throw std::runtime_error("a node did not start: " + at.program->finish().err);
  if (!proxy_) start_proxy();
}

void two_nodes::start_proxy() {
  const auto certificate = joined(front_directory_, front_files_);
  std::ostringstream text;
  text << "global\n  stats socket " << (directory_.path() / "proxy").string() << " level admin\n"
       << "defaults\n  mode http\n  timeout connect 1s\n  timeout client 30s\n  timeout server 5s\n  timeout check "
          "10s\n  option redispatch "
          "1\n"
       << "  retries 3\n  http-reuse always\n"
       << "frontend clients\n  bind 127.0.0.1:" << front_ << " ssl crt " << certificate.string()
       << "\n  default_backend nodes\n"
       << "backend nodes\n  balance roundrobin\n  option httpchk\n  http-check send meth GET uri /readyz ver HTTP/1.1 "
          "hdr Host node\n  http-check expect status 200\n";
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    text << "  server node" << i << " 127.0.0.1:" << nodes_[i].port << " ssl verify none check check-ssl port "
         << nodes_[i].admin << " inter 200ms fall 2 rise 1\n";
  proxy_ = std::make_unique<haproxy>(text.str(), std::vector<std::uint16_t>{front_});
}

int two_nodes::stop(std::size_t node) {
  auto& program = nodes_.at(node).program;
  program->signal(SIGTERM);
  const auto status = program->finish().status;
  program.reset();
  return status;
}

void two_nodes::await_in_service(std::size_t node) const {
  const auto name = "nodes,node" + std::to_string(node) + ",";
  await(
      [&] {
        std::istringstream lines(ask_proxy(directory_.path() / "proxy", "show stat"));
        for (std::string line; std::getline(lines, line);)
          if (line.rfind(name, 0) == 0 && line.find(",UP,") != line.npos) return true;
        return false;
      },
      "the proxy to see a node");
}

std::uint64_t two_nodes::counted(std::size_t node, const std::string& family) const {
  tls_client asks(nodes_.at(node).admin);
  asks.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const auto answer = asks.receive();
  const auto at = answer ? answer->body.find("\n" + family + " ") : std::string::npos;
  if (at == std::string::npos) throw std::runtime_error("a node does not tell " + family);
  return std::stoull(answer->body.substr(at + family.size() + 2));
}

void two_nodes::reload() {
  const std::string done = "vesicle_reloads_total{result=\"done\"}";
  const std::array<std::uint64_t, 2> before{counted(0, done), counted(1, done)};
  for (auto& one : nodes_) one.program->signal(SIGHUP);
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    await([&] { return counted(i, done) > before.at(i); }, "a node to read its files again");
}

void two_nodes::register_keys(const std::vector<const client_key*>& keys) {
  std::string set;
  for (const auto* one : keys) {
    const auto jwk = with(with(one->key.jwk(), "kid", in_quotes(one->kid)), "alg", "\"ES256\"");
    set += (set.empty() ? "" : ",") + object_of(jwk);
  }
  directory_.write("keys.json", "{\"keys\":[" + set + "]}");
}

std::string token_of(const client_key& by) {
  static std::atomic<unsigned long> count{0};
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return signed_token(by.key, "SHA256", {{"typ", "\"JWT\""}, {"alg", "\"ES256\""}, {"kid", in_quotes(by.kid)}},
                      {{"iss", "\"urn:ehr\""},
                       {"aud", in_quotes("https://cds.example" + sign)},
                       {"iat", std::to_string(now)},
                       {"exp", std::to_string(now + 120)},
                       {"jti", in_quotes(by.kid + "-" + std::to_string(++count))}});
}

std::string call_with(const std::string& token) {
  static const auto body = prefetched_order();
  return "POST " + sign + " HTTP/1.1\r\nHost: cds.example\r\nContent-Type: application/json\r\nAuthorization: Bearer " +
         token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string signed_call(const client_key& by) { return call_with(token_of(by)); }

void two_nodes::renew_certificate() { server_files_ = make_certificate(directory_); }

} // namespace server_tests
