#include "tests/server/operation/served_program.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>

#include "tests/server/support/sample_calls.hpp"

namespace server_tests {
namespace {

namespace fs = std::filesystem;
const std::string public_url = "https://cds.example.org";
constexpr const char* kid = "key-1";

std::uint16_t port_in(const std::string& line) {
  const auto colon = line.rfind(':');
  return colon == line.npos ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoul("0" + line.substr(colon + 1)));
}

std::string quoted(const fs::path& path) { return "\"" + path.string() + "\""; }

} // namespace

std::string caller::key_set() const {
  const auto public_key = with(with(key.jwk(), "kid", in_quotes(kid)), "use", in_quotes("sig"));
  return R"({"keys":[)" + object_of(public_key) + "]}";
}

std::string caller::table() const {
  return "[[client]]\nname = \"" + name + "\"\niss = \"" + iss() + "\"\nalgorithms = [\"ES256\"]\nkeys = \"" + name +
         ".json\"\norigins = [\"" + iss() + "\"]\n";
}

std::string caller::request(std::string_view path, std::string_view body) const {
  static std::atomic<unsigned> count{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
  const json_members claims{{"iss", in_quotes(iss())},
                            {"aud", in_quotes(public_url + std::string(path))},
                            {"exp", std::to_string(now + 120)},
                            {"iat", std::to_string(now)},
                            {"jti", in_quotes("jti-" + std::to_string(++count))}};
  const json_members head{{"alg", in_quotes("ES256")}, {"kid", in_quotes(kid)}, {"typ", in_quotes("JWT")}};
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
         "Authorization: Bearer " + signed_token(key, "SHA256", head, claims) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

served_program::served_program(const std::string& more) {
  replace_certificate();
  replace("one.json", one.key_set());
  replace("two.json", two.key_set());
  replace("clients.toml", one.table() + two.table());
  fs::create_directory(file("overlay"));
  replace("overlay/rules.toml", "[regimen-check]\nmode = \"on\"\nreason = \"for a test\"\n");
  const auto config = directory_.write(
      "vesicle.toml", "listen = \"127.0.0.1:0\"\nthreads = 2\ncertificate = " + quoted(file("served.crt")) +
                          "\nkey = " + quoted(file("served.key")) + "\nclients = " + quoted(file("clients.toml")) +
                          "\noverlay = " + quoted(file("overlay")) + "\npublic_url = \"" + public_url +
                          "\"\ntimeouts.answer_ms = 9000\nlog.format = \"text\"\n" + more);
  program_ = std::make_unique<process>(std::vector<std::string>{VESICLE_PROGRAM, "serve", "--config", config.string()});
  auto line = program_->line();
  if (line.starts_with("admin on")) {
    admin_port_ = port_in(line);
    line = program_->line();
  }
  port_ = port_in(line);
  if (port_ == 0) throw std::runtime_error("it did not start: " + program_->finish().err);
}

void served_program::replace(const std::string& name, const std::string& text) {
  const auto beside = directory_.write("new", text);
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(beside, file(name));
}

std::string served_program::replace_certificate(const certificate_wish& wish) {
  const auto made = make_certificate(directory_, wish);
  auto shown = sha256_of(made.certificate);
  fs::rename(made.certificate, file("served.crt"));
  fs::rename(made.key, file("served.key"));
  return shown;
}

std::string served_program::reload() {
  const auto before = program_->said().size();
  const auto done = [&](const std::string& log) {
    for (const char* end : {"info reloaded: certificate", "everything stays as it was"})
      if (const auto at = log.find(end, before); at != log.npos && log.find('\n', at) != log.npos) return true;
    return false;
  };
  program_->signal(SIGHUP);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  for (;;) {
    const auto log = program_->said();
    if (done(log)) return log.substr(before);
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("nothing was reloaded: " + log);
    std::this_thread::yield();
  }
}

std::size_t served_program::logged(std::string_view text) const {
  const auto log = program_->said();
  std::size_t count = 0;
  for (auto at = log.find(text); at != log.npos; at = log.find(text, at + 1)) ++count;
  return count;
}

bool served_program::wait_for(std::string_view text, std::size_t count) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (logged(text) < count) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

steady_load::steady_load(served_program& of, const caller& by, unsigned connections,
                         std::function<bool(const http_answer&)> looks)
    : of_(of), by_(by), looks_(std::move(looks)) {
  for (unsigned i = 0; i < connections; ++i) threads_.emplace_back([this] { ask(); });
}

void steady_load::end() {
  over_ = true;
  for (auto& one : threads_)
    if (one.joinable()) one.join();
}

void steady_load::wait_for_more(std::size_t count) const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  const auto wanted = answered + count;
  while (answered < wanted && failed == 0) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the load stands still");
    std::this_thread::yield();
  }
}

void steady_load::ask() {
  std::unique_ptr<tls_client> connection;
  while (!over_) {
    // Now and then a new connection, so that its certificate is new too.
    if (!connection || answered % 7 == 0) connection = std::make_unique<tls_client>(of_.port());
    const bool sent = connection->connected() && connection->send(by_.request(sign, prefetched_order()));
    const auto answer = sent ? connection->receive() : std::nullopt;
    if (!answer || answer->status != 200 || (looks_ && !looks_(*answer))) {
      failed_with = answer ? answer->status : -1;
      ++failed;
      connection.reset();
      continue;
    }
    ++answered;
    if (answer->header("connection") == "close") connection.reset();
  }
}

} // namespace server_tests
