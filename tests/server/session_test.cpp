// One connection as a client lives it: several requests, half a request, too slow a request.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using server_tests::running_server;
using server_tests::tls_client;
using std::chrono::milliseconds;

std::string get(const std::string& target, const std::string& fields = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}
std::string post(const std::string& body, const std::string& fields = {}) {
  return "POST /s HTTP/1.1\r\nHost: localhost\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST(Session, AnswersOneRequestAfterAnother) {
  running_server running;
  tls_client client(running.port());
  ASSERT_TRUE(client.connected());
  for (int i = 0; i < 5; ++i) {
    const auto body = std::string(static_cast<std::size_t>(i) * 9000, 'a');
    ASSERT_TRUE(client.send(post(body)));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /s " + body);
    EXPECT_EQ(answer->header("content-type"), "text/plain");
    EXPECT_EQ(answer->header("connection"), "");
    EXPECT_TRUE(answer->header("date").ends_with(" GMT"));
  }
}

TEST(Session, ClosesAsTheRequestAsked) {
  running_server running;
  for (const auto* request : {"GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                              "GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n"}) {
    tls_client client(running.port());
    client.send(request);
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << request;
    EXPECT_EQ(answer->body, "GET /a ");
    EXPECT_EQ(answer->header("connection"), "close");
    EXPECT_TRUE(client.ended()) << request;
  }
}

TEST(Session, TellsAnOldClientThatItStays) {
  running_server running;
  tls_client client(running.port());
  for (int i = 0; i < 2; ++i) {
    client.send("GET /a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("connection"), "keep-alive");
  }
}

TEST(Session, AnswersRequestsSentTogetherInTheirOrder) {
  running_server running;
  tls_client client(running.port());
  std::string together;
  for (int i = 0; i < 50; ++i) together += i % 2 == 0 ? get("/" + std::to_string(i)) : post(std::to_string(i));
  ASSERT_TRUE(client.send(together));
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, i % 2 == 0 ? "GET /" + std::to_string(i) + " " : "POST /s " + std::to_string(i));
  }
}

TEST(Session, PutsAChunkedBodyTogether) {
  running_server running;
  tls_client client(running.port());
  client.send("POST /s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
  client.send("lo\r\n1\r\n \r\n");
  client.send("5\r\nworld\r\n0\r\n\r\n");
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "POST /s hello world");
}

TEST(Session, NeverAnswersHalfARequest) {
  running_server running;
  for (const auto* half : {"POST /s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf",
                           "POST /s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                           "POST /s HTTP/1.1\r\nHost: localhost\r\n", "G"}) {
    tls_client client(running.port());
    client.send(half);
    client.finish_sending();
    EXPECT_EQ(client.rest(), "") << half;
  }
  tls_client after(running.port());
  after.send(get("/after"));
  EXPECT_EQ(after.receive()->body, "GET /after ");
  EXPECT_EQ(running.answered(), 1U);
}

TEST(Session, RefusesALargeBodyBeforeAndWhileItArrives) {
  server::settings small;
  small.limits.body_bytes = 2000;
  running_server running(small);
  struct large_row {
    const char* name;
    std::string request;
    int status;
  };
  const std::string head = "POST /s HTTP/1.1\r\nHost: localhost\r\n";
  const std::string large(2001, 'x');
  for (const auto& [name, request, status] : std::vector<large_row>{
           {"at the limit", post(std::string(2000, 'x')), 200},
           {"announced", head + "Content-Length: 2001\r\n\r\n", 413},
           {"announced and sent", post(large), 413},
           {"far larger", post(std::string(7'000, 'x')), 413},
           {"one chunk", head + "Transfer-Encoding: chunked\r\n\r\n7d1\r\n" + large + "\r\n0\r\n\r\n", 413},
           {"many chunks",
            head + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + std::string(1000, 'x') + "\r\n3e8\r\n" +
                std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n",
            413},
       }) {
    tls_client client(running.port());
    client.send(request);
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->status, status) << name;
    EXPECT_EQ(answer->header("connection"), status == 200 ? "" : "close") << name;
    if (status == 200) continue;
    EXPECT_EQ(answer->body, "the body is larger than 2000 bytes") << name;
    EXPECT_TRUE(client.ended()) << name;
  }
}

TEST(Session, GoesOnOnlyAfterTheHeadHasPassed) {
  running_server running;
  tls_client patient(running.port());
  patient.send("POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  ASSERT_EQ(patient.receive()->status, 100);
  patient.send("body");
  EXPECT_EQ(patient.receive()->body, "POST /s body");

  tls_client impatient(running.port());
  impatient.send("POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_EQ(impatient.receive()->status, 200);

  tls_client refused(running.port());
  refused.send("POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
  EXPECT_EQ(refused.receive()->status, 413);
  EXPECT_TRUE(refused.ended());
}

TEST(Session, AnswersHeadWithoutABody) {
  running_server running;
  tls_client client(running.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/b"));
  const auto head = client.receive(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("content-length"), "8");
  EXPECT_EQ(client.receive()->body, "GET /b ");
}

TEST(Session, SendsNoLengthWithNoContent) {
  running_server running;
  tls_client client(running.port());
  client.send(get("/none") + get("/b"));
  const auto none = client.receive();
  ASSERT_TRUE(none);
  EXPECT_EQ(none->status, 204);
  EXPECT_EQ(none->headers.count("content-length"), 0U);
  EXPECT_EQ(client.receive()->body, "GET /b ");
}

TEST(Session, LivesOnAfterAHandlerFails) {
  running_server running;
  tls_client client(running.port());
  client.send(get("/throws", "Origin: https://ehr.example\r\n"));
  const auto failed = client.receive();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, 500);
  EXPECT_EQ(failed->body, "the request could not be answered");
  EXPECT_EQ(failed->header("access-control-allow-origin"), "https://ehr.example");
  EXPECT_TRUE(client.ended());
  tls_client next(running.port());
  next.send(get("/a"));
  EXPECT_EQ(next.receive()->status, 200);
}

TEST(Session, WithholdsAnAnswerThatSmugglesHeaders) {
  running_server running;
  tls_client client(running.port());
  client.send(get("/bad-header"));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->headers.count("x-injected"), 0U);
  EXPECT_TRUE(client.ended());
}

TEST(Session, EndsAfterItsShareOfRequests) {
  server::settings few;
  few.limits.requests_per_connection = 3;
  running_server running(few);
  tls_client client(running.port());
  for (int i = 1; i <= 3; ++i) {
    client.send(get("/a"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("connection"), i == 3 ? "close" : "");
  }
  EXPECT_TRUE(client.ended());
}

TEST(Session, EndsAfterItsShareOfTime) {
  server::settings brief;
  brief.timeouts.connection = milliseconds{1};
  running_server running(brief);
  tls_client client(running.port());
  client.send(get("/works")); // 10 ms
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Session, EndsWhatTakesTooLong) {
  struct slow_row {
    const char* name;
    std::string sent;
    std::vector<int> statuses;
  };
  server::settings quick;
  quick.timeouts.header = quick.timeouts.body = quick.timeouts.idle = milliseconds{60};
  running_server running(quick);
  for (const auto& [name, sent, statuses] : std::vector<slow_row>{
           {"never asks", "", {408}},
           {"half a head", "POST /s HTTP/1.1\r\nHost: local", {408}},
           {"half a body", "POST /s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf", {408}},
           {"waits after 100",
            "POST /s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
            {100, 408}},
           {"idle after an answer", get("/a"), {200}},
           {"half a second head", get("/a") + "GET", {200, 408}},
       }) {
    tls_client client(running.port());
    client.send(sent);
    for (const int status : statuses) {
      const auto answer = client.receive();
      ASSERT_TRUE(answer) << name;
      EXPECT_EQ(answer->status, status) << name;
    }
    EXPECT_TRUE(client.ended()) << name;
  }
}

TEST(Session, RefusesWhatIsNotAnsweredInTime) {
  server::settings quick;
  quick.timeouts.answer = milliseconds{50};
  running_server running(quick);
  tls_client client(running.port());
  ASSERT_TRUE(client.send(get("/never")));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_EQ(answer->header("retry-after"), "1");
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Session, CutsAClientThatDoesNotRead) {
  server::settings quick;
  quick.timeouts.write = milliseconds{60};
  quick.threads = 1;
  running_server running(quick);
  tls_client deaf(running.port());
  // 64 MiB of answers: more than the buffers on the way can hold.
  std::string requests;
  for (int i = 0; i < 64; ++i) requests += get("/big");
  ASSERT_TRUE(deaf.send(requests));
  tls_client other(running.port());
  other.send(get("/a"));
  EXPECT_EQ(other.receive()->body, "GET /a ");
  while (running.listener().counts().connections > 1) std::this_thread::yield();
  EXPECT_LT(running.answered(), 60U);
}

} // namespace
