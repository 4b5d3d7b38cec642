// Used tokens that nodes share over a real PostgreSQL server.
#include "server/store/postgres_tokens.hpp"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <set>
#include <sstream>
#include <thread>

#include "server/trust/shared_tokens.hpp"
#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/store/support/token_node.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace store_tests;
using namespace std::chrono_literals;
using hooks::claimed;

class PostgresTokens : public testing::Test {
 protected:
  void SetUp() override { VESICLE_NEEDS_POSTGRES(); }
  /// A database with the tables that a store makes.
  static server::database_address database(server_tests::postgres_server& in = shared_server()) {
    const auto at = in.database();
    open_store(at)->close();
    return at;
  }
};

TEST_F(PostgresTokens, AreFreshOnceForAllThreadsOfTwoNodes) {
  const auto at = database();
  token_node one(at), other(at);
  one.connect();
  other.connect();
  constexpr int threads = 8, tokens = 300;
  std::vector<std::atomic<int>> fresh(tokens);
  std::latch together(threads);
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&, t] {
      together.arrive_and_wait();
      for (int i = 0; i < tokens; ++i)
        if ((t % 2 == 0 ? one : other).put(std::to_string(i)) == claimed::fresh) ++fresh[static_cast<std::size_t>(i)];
    });
  for (auto& thread : all) thread.join();
  for (const auto& count : fresh) EXPECT_EQ(count, 1);
}

TEST_F(PostgresTokens, AreFreshOnceForTwoProcesses) {
  const auto at = database();
  constexpr std::size_t tokens = 1000;
  const auto claims = [&](bool forwards) {
    return std::vector<std::string>{VESICLE_TOKEN_CLAIMER, at.url, std::to_string(tokens), forwards ? "up" : "down"};
  };
  server_tests::process one(claims(true)), other(claims(false));
  std::multiset<std::string> fresh;
  for (auto* each : {&one, &other}) {
    const auto told = each->finish();
    EXPECT_EQ(told.status, 0) << told.err;
    std::istringstream lines(told.out);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) fresh.insert(line);
    EXPECT_GT(count, 0U);
  }
  EXPECT_EQ(fresh.size(), tokens);
  EXPECT_EQ(std::set<std::string>(fresh.begin(), fresh.end()).size(), tokens);
}

TEST_F(PostgresTokens, AreForgottenInPiecesWhenTheirTimeIsOver) {
  const auto at = database();
  server::postgres::connection(at, {}).run("INSERT INTO used_token SELECT sha256(n::text::bytea), to_timestamp(1000)"
                                           " FROM generate_series(1, 2000) n");
  auto how = token_node::quickly();
  how.forgetting = 1s;
  token_node one(at, how);
  one.connect();
  EXPECT_EQ(one.put("1"), claimed::fresh);
  EXPECT_TRUE(
      in_time([&] { return number(at, "SELECT count(*) FROM used_token WHERE ends = to_timestamp(1000)") <= 0; }));
  token_node other(at);
  other.connect();
  EXPECT_EQ(other.put("1"), claimed::seen) << "its time is not over";
  EXPECT_EQ(other.put("1", token_node::start + 400s), claimed::fresh) << "now it is";
}

TEST_F(PostgresTokens, GoOnWhileTheServerHangsAndAreSharedAgainLater) {
  server_tests::postgres_server server;
  const auto at = database(server);
  auto how = token_node::quickly();
  how.patience = 50ms;
  token_node one(at, how, impatient()), other(at, token_node::quickly(), impatient());
  one.connect();
  server.pause();
  const server_tests::stopwatch unknown;
  EXPECT_EQ(one.put("1"), claimed::fresh);
  EXPECT_LE(unknown.passed(), server_tests::bound(80ms));
  EXPECT_EQ(one.put("1"), claimed::seen);
  const server_tests::stopwatch known;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.put("more " + std::to_string(i)), claimed::fresh);
  EXPECT_LE(known.passed(), server_tests::bound(20ms));
  EXPECT_GE(one.tokens().claimed_locally(), 101U);
  server.go_on();
  EXPECT_TRUE(in_time([&] { return number(at, "SELECT count(*) FROM used_token") >= 101; }));
  other.connect();
  EXPECT_EQ(other.put("1"), claimed::seen);
}

TEST_F(PostgresTokens, GoOnWhileTheServerIsAway) {
  server_tests::postgres_server server;
  const auto at = database(server);
  token_node one(at);
  one.connect();
  EXPECT_EQ(one.put("1"), claimed::fresh);
  server.kill();
  EXPECT_EQ(one.put("2"), claimed::fresh);
  EXPECT_EQ(one.put("1"), claimed::seen);
  EXPECT_GE(one.tokens().claimed_locally(), 1U);
  server.start();
  one.connect();
  EXPECT_EQ(one.put("3"), claimed::fresh);
}

} // namespace
