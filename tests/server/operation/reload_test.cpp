// Certificates, clients and knowledge are replaced under load: nobody notices but those who ask for what is new.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <string>

#include "tests/server/operation/served_program.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;

TEST(Reload, RotatesCertificatesUnderLoad) {
  served_program served;
  tls_client old(served.port());
  const auto first = old.shown_sha256();
  steady_load load(served, served.one, 3);
  auto shown = first;
  for (std::size_t i = 0; i < effort(5, 100); ++i) {
    const auto next = served.replace_certificate();
    const auto said = served.reload();
    EXPECT_NE(said.find("certificate " + next.substr(0, 8) + " until "), said.npos) << said;
    EXPECT_NE(said.find("(was " + shown.substr(0, 8) + " until "), said.npos) << said;
    EXPECT_EQ(tls_client(served.port()).shown_sha256(), next);
    shown = next;
    // A connection of before goes on.
    ASSERT_TRUE(old.send(served.one.request(sign, prefetched_order())));
    const auto answer = old.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    load.wait_for_more(5);
  }
  load.end();
  EXPECT_EQ(load.failed, 0U) << load.failed_with;
  served.program().signal(SIGTERM);
  EXPECT_EQ(served.program().finish().status, 0);
}

TEST(Reload, RotatesKnowledgeUnderLoadAndEveryAnswerIsOfOneKind) {
  served_program served;
  const auto hash_in = [](const std::string& text, std::string_view before) {
    const auto at = text.find(before);
    return at == text.npos ? std::string() : text.substr(at + before.size(), 16);
  };
  // With the rule on there is a card; silent, there is none: an answer that mixed two would show it.
  const auto on = hash_in(served.reload(), " content ");
  ASSERT_EQ(on.size(), 16U);
  std::atomic<std::size_t> with_card{0};
  std::atomic<std::size_t> without{0};
  steady_load load(served, served.one, 3, [&](const http_answer& answer) {
    const bool card = answer.body.find("\"cards\":[]") == answer.body.npos;
    ++(card ? with_card : without);
    return card == (hash_in(answer.body, "\"hash\":\"") == on);
  });
  for (std::size_t i = 0; i < effort(6, 100); ++i) {
    const bool silent = i % 2 == 0;
    served.replace("overlay/rules.toml", std::string("[regimen-check]\nmode = \"") + (silent ? "silent" : "on") +
                                             "\"\nreason = \"for a test\"\n");
    const auto said = served.reload();
    EXPECT_EQ(hash_in(said, " content ") == on, !silent) << said;
    load.wait_for_more(10);
  }
  load.end();
  EXPECT_EQ(load.failed, 0U) << load.failed_with;
  EXPECT_GT(with_card, 0U);
  EXPECT_GT(without, 0U);
}

int status_of(served_program& served, const caller& by) {
  tls_client client(served.port());
  client.send(by.request(sign, prefetched_order()));
  const auto answer = client.receive();
  return answer ? answer->status : 0;
}

std::string allowed_origin(served_program& served, const std::string& origin) {
  tls_client client(served.port());
  client.send("GET /cds-services HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\n\r\n");
  const auto answer = client.receive();
  return answer ? answer->header("access-control-allow-origin") : "no answer";
}

TEST(Reload, ChangesClientsTheirKeysAndOriginsUnderLoad) {
  served_program served;
  steady_load load(served, served.one, 2);
  EXPECT_EQ(status_of(served, served.two), 200);
  for (std::size_t i = 0; i < effort(2, 50); ++i) {
    served.replace("clients.toml", served.one.table());
    auto said = served.reload();
    EXPECT_NE(said.find("1 client (were 2)"), said.npos) << said;
    EXPECT_EQ(status_of(served, served.two), 401);
    EXPECT_EQ(allowed_origin(served, served.two.iss()), "");
    load.wait_for_more(5);

    const caller renewed{"two"};
    served.replace("two.json", renewed.key_set());
    served.replace("clients.toml", served.one.table() + served.two.table());
    said = served.reload();
    EXPECT_NE(said.find("2 clients (were 1)"), said.npos) << said;
    EXPECT_EQ(status_of(served, served.two), 401); // with the key of before
    EXPECT_EQ(status_of(served, renewed), 200);
    EXPECT_EQ(allowed_origin(served, served.two.iss()), served.two.iss());
    load.wait_for_more(5);
  }
  load.end();
  EXPECT_EQ(load.failed, 0U) << load.failed_with;
}

} // namespace
