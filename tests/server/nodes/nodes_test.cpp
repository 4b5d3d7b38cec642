// Two nodes on one PostgreSQL behind HAProxy: what a hospital that cannot be without the service relies on.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/server/nodes/steady_load.hpp"
#include "tests/server/nodes/two_nodes.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Nodes : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_haproxy_and_postgres()) GTEST_SKIP() << "this machine lacks HAProxy or PostgreSQL";
  }
};

int status_at(std::uint16_t port, const std::string& call) {
  tls_client client(port);
  client.send(call);
  const auto answer = client.receive();
  return answer ? answer->status : 0;
}

TEST_F(Nodes, RestartOneAfterTheOtherUnderLoadWithoutAFailedCall) {
  const client_key key{"first"};
  two_nodes nodes({&key});
  steady_load load(nodes.front(), key);
  const auto restarts = effort(4, 100);
  for (std::size_t i = 0; i < restarts; ++i) {
    const auto node = i % 2;
    const stopwatch leaving;
    EXPECT_EQ(nodes.stop(node), 0) << "restart " << i;
    EXPECT_LT(leaving.passed(), seconds(30));
    const stopwatch coming;
    nodes.start(node);
    EXPECT_LT(coming.passed(), bound(seconds(2)));
    nodes.await_in_service(node);
    load.await_calls(10);
  }
  EXPECT_EQ(load.end(), "");
  EXPECT_GT(load.answered(), 10 * restarts);
  RecordProperty("answered", std::to_string(load.answered()));
}

TEST_F(Nodes, CertificatesAndKeysChangeUnderLoadWithoutAFailedCall) {
  std::vector<client_key> keys;
  for (std::size_t i = 0; i <= effort(3, 30); ++i) keys.push_back({"key-" + std::to_string(i)});
  two_nodes nodes({&keys[0]});
  steady_load load(nodes.front(), keys[0]);
  for (std::size_t i = 1; i < keys.size(); ++i) {
    const auto& before = keys[i - 1];
    const auto& next = keys[i];
    nodes.renew_certificate();
    nodes.register_keys({&before, &next});
    nodes.reload();
    load.sign_with(next);
    nodes.register_keys({&next});
    nodes.reload();
    for (std::size_t node = 0; node < 2; ++node)
      EXPECT_EQ(status_at(nodes.port(node), signed_call(before)), 401) << "a key that is not registered any more";
    load.await_calls(10);
  }
  EXPECT_EQ(load.end(), "");
}

std::uint64_t claimed_locally(const two_nodes& nodes) {
  const std::string family = "vesicle_tokens_claimed_locally_total";
  return nodes.counted(0, family) + nodes.counted(1, family);
}

// Where the database was too slow for a node, on a busy machine, the node has to say so.
TEST_F(Nodes, RefuseATokenThatTheOtherHasTaken) {
  const client_key key{"first"};
  const two_nodes nodes({&key});
  std::size_t refused = 0;
  for (std::size_t i = 0; i < effort(20, 1000); ++i) {
    const auto call = call_with(token_of(key));
    const auto before = claimed_locally(nodes);
    EXPECT_EQ(status_at(nodes.port(i % 2), call), 200);
    const bool taken_twice = status_at(nodes.port(1 - i % 2), call) == 200;
    if (!taken_twice) ++refused;
    EXPECT_EQ(status_at(nodes.port(i % 2), call), 401);
    EXPECT_TRUE(!taken_twice || claimed_locally(nodes) > before) << "taken twice, and nobody told";
  }
  EXPECT_GT(refused, 0u);
}

TEST_F(Nodes, AnswerCallsWhileTheDatabaseIsDown) {
  const client_key key{"first"};
  two_nodes nodes({&key});
  steady_load load(nodes.front(), key);
  load.await_calls(20);
  nodes.database().kill();
  load.await_calls(effort(100, 5000));
  nodes.database().start();
  load.await_calls(20);
  EXPECT_EQ(load.end(), "");
}

} // namespace
