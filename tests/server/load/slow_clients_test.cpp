// Hundreds of clients of every slow kind at once; ordinary ones notice nothing, and the slow ones are gone in time.
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/descriptors.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_server.hpp"
#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }
const std::string long_head = "POST /s HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
const std::string long_body = "POST /s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
const std::string long_chunk = "POST /s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n";

/// Clients that stay as long as they are let, and now and then send one byte more.
class slow_crowd {
 public:
  slow_crowd(std::uint16_t port, std::size_t of_each) : port_(port) {
    std::string unread;
    for (int i = 0; i < 16; ++i) unread += get("/big");
    for (std::size_t i = 0; i < of_each; ++i) {
      slow_handshake();
      trickling_.push_back(open(long_head));
      trickling_.push_back(open(long_body));
      trickling_.push_back(open(long_chunk));
      silent_.push_back(open(unread)); // and never reads
      silent_.push_back(open(""));
      silent_.push_back(open(get("/a"))); // idle after an answer
      silent_.push_back(open(long_body + "half"));
      silent_.back()->finish_sending();
    }
  }
  ~slow_crowd() {
    for (const int one : handshakes_) ::close(one);
  }
  slow_crowd(const slow_crowd&) = delete;
  slow_crowd& operator=(const slow_crowd&) = delete;

  void trickle() {
    for (const auto& one : trickling_) one->send("x");
    for (const int one : handshakes_) ::send(one, "\x03", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  }

 private:
  void slow_handshake() {
    handshakes_.push_back(connect_tcp(port_));
    ::send(handshakes_.back(), "\x16", 1, MSG_NOSIGNAL);
  }
  std::unique_ptr<tls_client> open(const std::string& sent) {
    auto made = std::make_unique<tls_client>(port_);
    EXPECT_TRUE(made->connected());
    made->send(sent);
    return made;
  }

  std::uint16_t port_;
  std::vector<int> handshakes_;
  std::vector<std::unique_ptr<tls_client>> trickling_, silent_;
};

TEST(SlowClients, HinderNobody) {
  server::fitting_connections(4'000);
  server::settings impatient;
  auto& wait = impatient.timeouts;
  wait.handshake = wait.header = wait.body = wait.write = wait.idle = bound(milliseconds{2'000});
  wait.linger = milliseconds{100};
  running_server running(impatient);
  slow_crowd slow(running.port(), effort(50, 200));
  std::atomic<bool> over{false};
  std::thread trickling([&] {
    while (!over) slow.trickle();
  });
  std::atomic<unsigned> wrong{0};
  std::atomic<std::int64_t> longest{0};
  in_threads(4, [&](unsigned who) {
    for (int round = 0; round < 5; ++round) {
      tls_client client(running.port());
      for (int i = 0; i < 20; ++i) {
        const auto target = "/" + std::to_string(who) + "-" + std::to_string(round) + "-" + std::to_string(i);
        const stopwatch waited;
        client.send(get(target));
        const auto answer = client.receive();
        if (!answer || answer->body != "GET " + target + " ") ++wrong;
        longest = std::max<std::int64_t>(longest, waited.passed().count());
      }
    }
  });
  EXPECT_EQ(wrong, 0U);
  EXPECT_LE(longest, bound(milliseconds{500}).count());
  // Those that trickle too: a deadline holds for the whole, not from byte to byte.
  const stopwatch waited;
  while (running.listener().counts().connections > 0 && waited.passed() < std::chrono::seconds{20})
    std::this_thread::yield();
  EXPECT_EQ(running.listener().counts().connections, 0U);
  EXPECT_EQ(running.listener().counts().handshakes, 0U);
  EXPECT_EQ(running.listener().counts().body_bytes, 0U);
  over = true;
  trickling.join();
}

TEST(SlowClients, LeaveHandshakesToOthers) {
  server::settings few;
  few.limits.handshakes = 8;
  few.timeouts.handshake = milliseconds{300};
  running_server running(few);
  std::vector<int> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(connect_tcp(running.port()));
  const stopwatch waited;
  while (running.listener().counts().turned_away < 12 && waited.passed() < std::chrono::seconds{20})
    std::this_thread::yield();
  EXPECT_EQ(running.listener().counts().turned_away, 12U);
  while (running.listener().counts().handshakes > 0 && waited.passed() < std::chrono::seconds{20})
    std::this_thread::yield();
  tls_client next(running.port());
  EXPECT_TRUE(next.connected());
  for (const int one : silent) ::close(one);
}

} // namespace
