// The server as a whole: who is let in, many at a time, and how it stops.
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using server_tests::client_wish;
using server_tests::running_server;
using server_tests::tls_client;
using std::chrono::milliseconds;

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

client_wish up_to(int version) {
  client_wish wish;
  wish.highest_version = version;
  return wish;
}
client_wish offering(const std::string& protocol) {
  client_wish wish;
  wish.alpn = protocol;
  return wish;
}

TEST(Listener, SpeaksModernTlsAlone) {
  running_server running;
  EXPECT_FALSE(tls_client(running.port(), up_to(TLS1_VERSION)).connected());
  EXPECT_FALSE(tls_client(running.port(), up_to(TLS1_1_VERSION)).connected());
  tls_client older(running.port(), up_to(TLS1_2_VERSION));
  ASSERT_TRUE(older.connected());
  EXPECT_EQ(older.version(), "TLSv1.2");
  EXPECT_TRUE(older.cipher().starts_with("ECDHE-")) << older.cipher();
  tls_client newest(running.port());
  ASSERT_TRUE(newest.connected());
  EXPECT_EQ(newest.version(), "TLSv1.3");
  newest.send(get("/a"));
  EXPECT_EQ(newest.receive()->status, 200);
  EXPECT_FALSE(newest.was_resumable());
}

TEST(Listener, AgreesOnHttp11Alone) {
  running_server running;
  tls_client offered(running.port(), offering("http/1.1"));
  ASSERT_TRUE(offered.connected());
  EXPECT_EQ(offered.protocol(), "http/1.1");
  EXPECT_FALSE(tls_client(running.port(), offering("h2")).connected());
}

TEST(Listener, LivesOnAfterPlainHttpAndNoise) {
  running_server running;
  for (const std::string& noise : {get("/"), std::string(3000, '\xff'), std::string(1, '\x16'), std::string()}) {
    const int plain = server_tests::connect_tcp(running.port());
    ASSERT_GE(plain, 0);
    EXPECT_EQ(::send(plain, noise.data(), noise.size(), MSG_NOSIGNAL), static_cast<ssize_t>(noise.size()));
    ::shutdown(plain, SHUT_WR);
    std::array<char, 512> answer{};
    std::string received;
    for (ssize_t got = 0; (got = ::recv(plain, answer.data(), answer.size(), 0)) > 0;)
      received.append(answer.data(), static_cast<std::size_t>(got));
    EXPECT_EQ(received.find("HTTP/1.1"), std::string::npos);
    ::close(plain);
  }
  tls_client client(running.port());
  client.send(get("/a"));
  EXPECT_EQ(client.receive()->body, "GET /a ");
  EXPECT_EQ(running.answered(), 1U);
}

TEST(Listener, EndsAHandshakeThatDoesNotComeOn) {
  server::settings quick;
  quick.timeouts.handshake = milliseconds{50};
  running_server running(quick);
  const int silent = server_tests::connect_tcp(running.port());
  ASSERT_GE(silent, 0);
  char byte = 0;
  EXPECT_EQ(::recv(silent, &byte, 1, 0), 0); // the server's end, not the test's patience
  ::close(silent);
}

TEST(Listener, TurnsAwayConnectionsOverTheLimit) {
  server::settings narrow;
  narrow.limits.connections = 2;
  running_server running(narrow);
  tls_client first(running.port());
  tls_client second(running.port());
  ASSERT_TRUE(first.connected() && second.connected());
  EXPECT_FALSE(tls_client(running.port()).connected());
  first.send(get("/a"));
  EXPECT_EQ(first.receive()->status, 200);
}

TEST(Listener, AnswersManyClientsWithTheirOwnAnswers) {
  running_server running;
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int who = 0; who < 64; ++who) {
    clients.emplace_back([&, who] {
      tls_client client(running.port());
      for (int i = 0; i < 20; ++i) {
        const auto body =
            std::to_string(who) + ":" + std::to_string(i) + std::string(static_cast<std::size_t>(who) * 300, 'p');
        client.send("POST /s HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n" + body);
        const auto answer = client.receive();
        if (answer && answer->body == "POST /s " + body) ++right;
      }
    });
  }
  for (auto& one : clients) one.join();
  EXPECT_EQ(right, 64 * 20);
}

std::unique_ptr<server::answerer> make_nothing(boost::asio::io_context&) { return nullptr; }

TEST(Listener, SaysWhenItsAddressIsTaken) {
  running_server running;
  const server_tests::temporary_directory directory;
  const auto files = server_tests::make_certificate(directory);
  const auto tls = server::load_tls(files.certificate, files.key);
  ASSERT_TRUE(tls);
  EXPECT_THROW(server::listener(running.listener().address(), *tls, {}, make_nothing), std::system_error);
}

TEST(Listener, FinishesARequestThatIsBeingAnswered) {
  server::settings one;
  one.threads = 1;
  one.timeouts.linger = milliseconds{20};
  running_server running(one);
  tls_client client(running.port());
  client.send(get("/waits"));
  running.reached_waits.get_future().wait();
  running.listener().stop();
  running.let_go.set_value();
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "GET /waits ");
  EXPECT_TRUE(client.ended());
  running.listener().wait();
}

TEST(Listener, FinishesARequestThatIsStillArriving) {
  server::settings impatient;
  impatient.timeouts.linger = milliseconds{20};
  running_server running(impatient);
  tls_client client(running.port());
  client.send("POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  ASSERT_EQ(client.receive()->status, 100);
  running.listener().stop();
  tls_client idle_one(running.port()); // either refused or not served: the point is that it does not hold the stop up
  client.send("body");
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "POST /s body");
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_TRUE(client.ended());
  idle_one.finish_sending();
  running.listener().wait();
}

TEST(Listener, StopsAtOnceWithIdleConnections) {
  running_server running;
  std::vector<std::unique_ptr<tls_client>> idle;
  for (int i = 0; i < 8; ++i) {
    idle.push_back(std::make_unique<tls_client>(running.port()));
    idle.back()->send(get("/a"));
    ASSERT_EQ(idle.back()->receive()->status, 200);
  }
  const auto began = std::chrono::steady_clock::now();
  running.listener().stop();
  for (auto& client : idle) {
    EXPECT_TRUE(client->ended());
    client.reset();
  }
  running.listener().wait();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{10}); // the idle deadline is 30 s
  EXPECT_LT(server_tests::connect_tcp(running.port()), 0);
}

TEST(Listener, StopsUnderLoadWithoutATornAnswer) {
  running_server running;
  std::atomic<int> answered{0};
  std::atomic<int> torn{0};
  std::vector<std::thread> clients;
  for (int who = 0; who < 16; ++who) {
    clients.emplace_back([&] {
      tls_client client(running.port());
      while (client.connected() && client.send(get("/" + std::string(2000, 'a')))) {
        const auto answer = client.receive();
        if (!answer) break;
        if (answer->status == 200 && answer->body.size() == 2006)
          ++answered;
        else
          ++torn;
      }
      if (!client.rest().empty()) ++torn;
    });
  }
  while (answered < 200) std::this_thread::yield();
  running.listener().stop();
  for (auto& one : clients) one.join();
  running.listener().wait();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(running.listener().counts().connections, 0U);
}

TEST(Listener, TellsWhetherItsThreadsMove) {
  server::settings one;
  one.threads = 1;
  running_server running(one);
  std::vector<std::uint64_t> last;
  running.listener().has_beaten_since(last);
  while (!running.listener().has_beaten_since(last)) std::this_thread::yield();
  tls_client client(running.port());
  client.send(get("/waits"));
  running.reached_waits.get_future().wait();
  running.listener().has_beaten_since(last);
  EXPECT_FALSE(running.listener().has_beaten_since(last)); // a thread that hangs does not beat
  running.let_go.set_value();
  while (!running.listener().has_beaten_since(last)) std::this_thread::yield();
  EXPECT_TRUE(client.receive());
  running.listener().stop();
  client.rest();
  running.listener().wait();
  running.listener().has_beaten_since(last);
  EXPECT_TRUE(running.listener().has_beaten_since(last)); // one that has ended is not dead
}

TEST(Listener, ShowsANewCertificateToNewConnections) {
  running_server running;
  tls_client before(running.port());
  const server_tests::temporary_directory directory;
  const auto files = server_tests::make_certificate(directory);
  running.listener().renew(*server::load_tls(files.certificate, files.key));
  const auto shown = server_tests::sha256_of(files.certificate);
  EXPECT_NE(before.shown_sha256(), shown);
  EXPECT_EQ(tls_client(running.port()).shown_sha256(), shown);
  before.send(get("/a"));
  EXPECT_EQ(before.receive()->status, 200);
}

TEST(Listener, CutsWhatOutlastsTheDrain) {
  server::settings quick;
  quick.timeouts.drain = milliseconds{50};
  running_server running(quick);
  tls_client stuck(running.port());
  stuck.send("POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  ASSERT_EQ(stuck.receive()->status, 100);
  running.listener().stop();
  running.listener().wait();
  EXPECT_EQ(stuck.rest(), "");
}

TEST(Listener, CanGoAwayWithoutBeingStopped) {
  auto running = std::make_unique<running_server>();
  tls_client client(running->port());
  client.send(get("/a"));
  ASSERT_EQ(client.receive()->status, 200);
  running.reset();
  EXPECT_EQ(client.rest(), "");
}

} // namespace
