// Feedback over connections that break and a store that fails: what was acknowledged is kept, once; what was not can be
// sent again until it is.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "server/store/sqlite_store.hpp"
#include "tests/server/store/support/opened.hpp"
#include "tests/server/support/chaos_proxy.hpp"
#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

namespace fs = std::filesystem;
using namespace server_tests;
using std::chrono::milliseconds;

constexpr const char* count_feedback = "SELECT count(*) FROM feedback";

/// Sends it until it is acknowledged, on a new connection and with a new token each time; how often.
int send_until_kept(const running_service& service, std::uint16_t port, const std::string& body) {
  for (int tries = 1;; ++tries) {
    tls_client client(port);
    if (!client.connected() || !client.send(service.request(feedback, body))) continue;
    if (const auto answer = client.receive(); answer && answer->status == 200) return tries;
  }
}

TEST(FeedbackOverTls, IsKeptOnceHoweverOftenConnectionsBreak) {
  constexpr unsigned clients = 4;
  constexpr unsigned requests = 12;
  running_service service;
  std::atomic<unsigned> items{0};
  std::atomic<int> tries{0};
  unsigned cut = 0;
  {
    const chaos_proxy proxy(service.port(), 20260105, 6000, 6000);
    in_threads(clients, [&](unsigned i) {
      for (unsigned n = 0; n < requests; ++n) {
        const auto count = 1 + (i + n) % 5;
        tries += send_until_kept(service, proxy.port(), feedback_on(i * 1000 + n * 10, count));
        items += count;
      }
    });
    cut = proxy.cut();
  }
  service.setup().keeps->close();
  const auto data = service.directory() / "data";
  EXPECT_EQ(store_tests::number(data, count_feedback), items);
  EXPECT_EQ(store_tests::number(data, "SELECT count(DISTINCT card) FROM feedback"), items);
  EXPECT_GT(cut, 20U);
  RecordProperty("tries", std::to_string(tries));
}

/// One piece of feedback that cannot be kept: told so at once.
void expect_not_kept(const running_service& service, unsigned number) {
  tls_client client(service.port());
  const stopwatch since;
  ASSERT_TRUE(client.send(service.request(feedback, feedback_on(number, 2))));
  const auto answer = client.receive();
  EXPECT_LE(since.passed(), bound(milliseconds(100)));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503) << answer->body;
  EXPECT_GE(std::stoi("0" + answer->header("retry-after")), 1);
}

TEST(FeedbackOverTls, IsRefusedAtOnceWhileTheStoreIsGoneAndCardsAreNot) {
  running_service service;
  const auto data = service.directory() / "data";
  const auto away = service.directory() / "away";
  ASSERT_EQ(service.post(feedback, feedback_on(1, 2)).status, 200);
  fs::rename(data, away);
  std::ofstream(data) << "not a directory";
  for (unsigned i = 0; i < 4; ++i) {
    expect_not_kept(service, 100 + 10 * i);
    EXPECT_EQ(service.post(sign, prefetched_order()).status, 200);
  }
  fs::remove(data);
  fs::rename(away, data);
  EXPECT_GE(send_until_kept(service, service.port(), feedback_on(500, 2)), 1);
  EXPECT_EQ(service.post(feedback, feedback_on(100, 2)).status, 200); // what was refused, sent again
  service.setup().keeps->close();
  EXPECT_EQ(store_tests::number(data, "SELECT count(*) FROM feedback WHERE card IN ('" + uuid_of(1) + "','" +
                                          uuid_of(2) + "','" + uuid_of(500) + "','" + uuid_of(501) + "','" +
                                          uuid_of(100) + "','" + uuid_of(101) + "')"),
            6);
  EXPECT_EQ(store_tests::number(data, "SELECT count(DISTINCT card) FROM feedback"),
            store_tests::number(data, count_feedback));
}

TEST(FeedbackOverTls, IsRefusedAtOnceWhileAnotherProgramHoldsTheFile) {
  running_service service;
  const auto data = service.directory() / "data";
  ASSERT_EQ(service.post(feedback, feedback_on(1, 1)).status, 200);
  {
    const server::sqlite::connection other(server::store_file(data), server::sqlite::connection::access::write);
    other.run("BEGIN IMMEDIATE");
    tls_client client(service.port());
    const stopwatch since;
    ASSERT_TRUE(client.send(service.request(feedback, feedback_on(10, 1))));
    const auto answer = client.receive();
    EXPECT_LE(since.passed(), bound(milliseconds(500))); // it waits for the other for a while
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(service.post(sign, prefetched_order()).status, 200);
    other.run("ROLLBACK");
  }
  EXPECT_GE(send_until_kept(service, service.port(), feedback_on(10, 1)), 1);
  service.setup().keeps->close();
  EXPECT_EQ(store_tests::number(data, count_feedback), 2);
}

} // namespace
