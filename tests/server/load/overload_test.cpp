// Three times as many requests as can be answered: those that are answered are in time, the others are told at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "server/descriptors.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/open_loop.hpp"
#include "tests/server/support/running_server.hpp"
#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;

const std::string works = "GET /works HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string posts(std::size_t bytes) {
  return "POST /works HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" +
         std::string(bytes, 'x');
}

constexpr std::size_t connections = 600;

/// Of two threads.
unsigned capacity_with(milliseconds work) { return static_cast<unsigned>(2'000 / work.count()); }

void expect_shedding(const std::string& request, milliseconds work) {
  const auto capacity = capacity_with(work);
  server::fitting_connections(2 * connections);
  server::settings patient;
  patient.timeouts.header = milliseconds{60'000}; // of connections that wait for their first turn
  running_server running(patient);
  running.work = work;
  const auto seconds = effort(2, 30);
  const auto outcome = offer(running.port(), {request, seconds * 3 * capacity, 3 * capacity, connections});
  const auto answered = outcome.with(200);
  const auto refused = outcome.with(503);
  std::printf(
      "%zu answered, the slowest after %lld ms; %zu refused, the slowest after %lld ms; sent up to %lld ms late\n",
      answered, static_cast<long long>(outcome.slowest(200).count()), refused,
      static_cast<long long>(outcome.slowest(503).count()), static_cast<long long>(outcome.own_delay.count()));
  EXPECT_EQ(answered + refused, seconds * 3 * capacity);
  EXPECT_EQ(outcome.lost_connections, 0U) << "a refused request keeps its connection";
  EXPECT_GE(answered, seconds * capacity / 2);
  EXPECT_GE(refused, seconds * capacity);
  EXPECT_LE(outcome.slowest(200), bound(milliseconds{500}));
  EXPECT_LE(outcome.slowest(503), bound(milliseconds{500}));
  EXPECT_TRUE(std::all_of(outcome.answers.begin(), outcome.answers.end(),
                          [](const answered_request& one) { return one.status != 503 || one.says_when_again; }));
  const auto& counts = running.listener().counts();
  EXPECT_EQ(counts.shed_so_far(server::shed_cause::late), refused);
  EXPECT_EQ(running.answered(), answered);

  // And at once as before.
  tls_client after(running.port());
  for (int i = 0; i < 20; ++i) {
    const stopwatch waited;
    after.send(request);
    const auto answer = after.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200) << i;
    EXPECT_LE(waited.passed(), bound(milliseconds{100}));
  }
}

TEST(Overload, RefusesWhatItCannotAnswerInTime) { expect_shedding(works, milliseconds{10}); }

TEST(Overload, RefusesLargeRequestsAlike) { expect_shedding(posts(40'000), milliseconds{25}); }

TEST(Overload, RefusesNothingBelowItsCapacity) {
  running_server running;
  const auto capacity = capacity_with(running.work);
  const auto seconds = effort(2, 20);
  const auto outcome = offer(running.port(), {works, seconds * capacity / 2, capacity / 2, 200});
  EXPECT_EQ(outcome.with(200), seconds * capacity / 2);
  EXPECT_LE(outcome.slowest(200), bound(milliseconds{200}));
}

} // namespace
