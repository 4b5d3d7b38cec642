// How the program ends, and how soon it begins: signals in every order, requests that are under way.
#include <gtest/gtest.h>

#include <csignal>
#include <string>

#include "tests/server/operation/served_program.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;

TEST(Stop, IsReadyTwoSecondsAfterItsStart) {
  const stopwatch since;
  const served_program served; // which returns when it listens
  RecordProperty("milliseconds", std::to_string(since.passed().count()));
  EXPECT_LT(since.passed(), bound(milliseconds{2'000}));
}

TEST(Stop, StaysCalmWhateverSignalsFollow) {
  served_program served;
  tls_client busy(served.port());
  const auto request = served.one.request(sign, prefetched_order());
  ASSERT_TRUE(busy.send(std::string_view(request).substr(0, request.size() - 10)));
  ASSERT_TRUE(served.reload().find("reloaded: ") != std::string::npos); // by now the request has begun
  served.program().signal(SIGTERM);
  ASSERT_TRUE(served.wait_for("stopping, ", 1));
  for (const int more : {SIGTERM, SIGINT, SIGHUP, SIGTERM}) served.program().signal(more);
  ASSERT_TRUE(busy.send(std::string_view(request).substr(request.size() - 10)));
  const auto answer = busy.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->header("connection"), "close");
  const auto ended = served.program().finish();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("info stopped"), ended.err.npos) << ended.err;
}

TEST(Stop, TakesManyReloadsInARowAndAStopAfterThem) {
  served_program served;
  steady_load load(served, served.one, 2);
  for (int i = 0; i < 50; ++i) served.program().signal(SIGHUP);
  ASSERT_TRUE(served.wait_for("reloaded: ", 1));
  load.wait_for_more(10);
  load.end();
  EXPECT_EQ(load.failed, 0U) << load.failed_with;
  served.program().signal(SIGHUP);
  served.program().signal(SIGTERM);
  const auto ended = served.program().finish();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.err.find("not reloaded"), ended.err.npos) << ended.err;
}

int readiness(std::uint16_t port) {
  tls_client operators(port);
  operators.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = operators.receive();
  return answer ? answer->status : 0;
}

TEST(Stop, IsSeenAsNotReadyBeforeTheDoorIsClosed) {
  served_program served("timeouts.unready_ms = " + std::to_string(bound(milliseconds{1'500}).count()) +
                        "\n[admin]\nlisten = \"127.0.0.1:0\"\n");
  EXPECT_EQ(readiness(served.admin_port()), 200);
  served.program().signal(SIGTERM);
  ASSERT_TRUE(served.wait_for("stopping, ", 1));
  EXPECT_EQ(readiness(served.admin_port()), 503);
  tls_client late(served.port());
  ASSERT_TRUE(late.connected());
  ASSERT_TRUE(late.send(served.one.request(sign, prefetched_order())));
  const auto answer = late.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  served.program().signal(SIGHUP);
  EXPECT_TRUE(served.wait_for("not reloaded: the server is stopping", 1));
  const auto ended = served.program().finish();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_LT(connect_tcp(served.port()), 0);
}

} // namespace
