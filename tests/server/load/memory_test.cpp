// What the program itself needs while hundreds of clients send as much as they may, and what it keeps of it.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/descriptors.hpp"
#include "server/settings.hpp"
#include "tests/server/support/certificate.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using namespace server_tests;

constexpr std::size_t mib = std::size_t{1} << 20;
std::size_t bodies_bytes() { return effort(32 * mib, server::limits{}.bodies_bytes); }

class measured_program {
 public:
  measured_program()
      : files_(make_certificate(directory_)),
        program_({VESICLE_PROGRAM, "serve", "--no-auth", "--listen", "127.0.0.1:0", "--certificate",
                  files_.certificate.string(), "--key", files_.key.string(), "--config",
                  directory_.write("v.toml", config()).string()}) {
    const auto line = program_.line();
    port_ = static_cast<std::uint16_t>(std::stoul("0" + line.substr(line.rfind(':') + 1)));
  }

  static std::string config() {
    return "threads = 2\n[limits]\nbodies_bytes = " + std::to_string(bodies_bytes()) +
           "\n[timeouts]\nbody_ms = 60000\nanswer_ms = 10000\n";
  }
  std::uint16_t port() const { return port_; }
  /// `VmRSS` and `VmHWM` (the most so far) of /proc, in bytes.
  std::size_t memory(const std::string& name) const {
    std::ifstream status("/proc/" + std::to_string(program_.id()) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with(name + ":")) return std::stoul(line.substr(name.size() + 1)) * 1024;
    return 0;
  }

 private:
  temporary_directory directory_;
  certificate_files files_;
  process program_;
  std::uint16_t port_ = 0;
};

std::string zeros() {
  std::string body = "[0";
  while (body.size() < mib - 3) body += ",0";
  return body + "]";
}

std::string head_of(const std::string& body) {
  return "POST /cds-services/antiviral-order-sign HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
         "application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n";
}

/// Each piece of `body` on every connection before the next piece on any. Which statuses came.
std::vector<int> send_together(std::uint16_t port, const std::string& body, std::size_t clients) {
  std::vector<std::unique_ptr<tls_client>> open;
  for (std::size_t i = 0; i < clients; ++i) {
    open.push_back(std::make_unique<tls_client>(port));
    EXPECT_TRUE(open.back()->connected());
    open.back()->send(head_of(body));
  }
  constexpr std::size_t piece = 64 << 10;
  for (std::size_t at = 0; at < body.size(); at += piece)
    for (const auto& one : open) one->send(std::string_view(body).substr(at, piece));
  std::vector<int> statuses;
  for (const auto& one : open) {
    const auto answer = one->receive();
    statuses.push_back(answer ? answer->status : 0);
  }
  return statuses;
}

// What is promised: each connection its TLS, its buffers and the first 64 KiB of its body; all bodies together as
// configured; each thread the document of one request and what is being copied.
std::size_t promised(std::size_t connections) {
  return connections * (96 + 64) * 1024 + bodies_bytes() + 2 * 20 * mib + 16 * mib;
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool measures = false; // it keeps what was freed, to find its use
#else
constexpr bool measures = true;
#endif

void expect_bounded(const std::string& body, const std::function<void(int)>& check) {
  const auto clients = effort(120, 500);
  server::fitting_connections(2 * clients);
  measured_program program;
  const auto before = program.memory("VmRSS");
  ASSERT_GT(before, 0U);
  for (int round = 0; round < 2; ++round)
    for (const int status : send_together(program.port(), body, clients)) check(status);
  const auto most = program.memory("VmHWM");
  const stopwatch waited;
  while (program.memory("VmRSS") > before + 48 * mib && waited.passed() < std::chrono::seconds{10}) {
    tls_client another(program.port()); // it comes and goes
  }
  std::printf("%zu clients: %zu MiB before, %zu MiB at most, %zu MiB promised, %zu MiB after\n", clients, before / mib,
              most / mib, (before + promised(clients)) / mib, program.memory("VmRSS") / mib);
  if (!measures) return;
  EXPECT_LE(most, before + promised(clients));
  EXPECT_LE(program.memory("VmRSS"), before + 48 * mib);
}

TEST(Memory, IsBoundedHoweverManyLargeArraysCome) {
  std::map<int, std::size_t> times;
  expect_bounded(zeros(), [&](int status) {
    EXPECT_TRUE(status == 400 || status == 503 || status == 0) << status;
    ++times[status];
  });
  EXPECT_GE(times[400], 1U);
  EXPECT_GE(times[503], 20U);
}

TEST(Memory, IsBoundedHoweverManyLargeTextsCome) {
  expect_bounded("{\"hook\":\"" + std::string(mib - 100, 'a') + "\"}",
                 [&](int status) { EXPECT_TRUE(status == 400 || status == 503 || status == 0) << status; });
}

} // namespace
