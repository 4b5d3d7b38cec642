// The client against a server that behaves, or nearly.
#include "server/outbound/client.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/asking_client.hpp"
#include "tests/server/support/hostile_server.hpp"

namespace {

using server::outbound_fault;
using server_tests::asking_client;
using server_tests::hostile_server;
using std::chrono::milliseconds;

const std::string sample = R"({"resourceType":"Patient","id":"sample"})";

asking_client trusting(const hostile_server& other) { return asking_client({other.authorities(), {}, {}}); }

TEST(OutboundClient, BringsTheAnswer) {
  hostile_server other;
  auto asking = trusting(other);
  auto request = asking_client::request(other.url("/R4/Patient/sample?x=1"));
  request.accept = "application/fhir+json";
  request.bearer = server::secret("token-of-the-test");
  const auto answer = asking.ask(std::move(request));
  EXPECT_EQ(answer.fault, outbound_fault::none);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/fhir+json");
  EXPECT_EQ(answer.body, sample);
  const auto heads = other.requests();
  ASSERT_EQ(heads.size(), 1U);
  EXPECT_EQ(heads[0], "GET /R4/Patient/sample?x=1 HTTP/1.1\r\nHost: localhost:" + std::to_string(other.port()) +
                          "\r\nAccept: application/fhir+json\r\nAccept-Encoding: identity\r\nUser-Agent: vesicle"
                          "\r\nAuthorization: Bearer token-of-the-test");
}

TEST(OutboundClient, SendsNoAuthorizationWithoutAToken) {
  hostile_server other;
  auto asking = trusting(other);
  asking.ask(asking_client::request(other.url()));
  EXPECT_EQ(other.requests().at(0).find("Authorization"), std::string::npos);
  EXPECT_NE(other.requests().at(0).find("\r\nAccept: */*\r\n"), std::string::npos);
}

TEST(OutboundClient, HandsOnTheHeadersThatCount) {
  hostile_server other;
  other.answer_with([](const std::string&) {
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncache-control: max-age=600\r\n"
           "retry-after: 3\r\nContent-Length: 2\r\n\r\n{}";
  });
  auto asking = trusting(other);
  const auto answer = asking.ask(asking_client::request(other.url()));
  EXPECT_EQ(answer.content_type, "application/json; charset=utf-8");
  EXPECT_EQ(answer.cache_control, "max-age=600");
  EXPECT_EQ(answer.retry_after, "3");
  EXPECT_EQ(answer.body, "{}");
}

TEST(OutboundClient, AsksAddressesByTheirOwnCertificateName) {
  hostile_server other;
  auto asking = trusting(other);
  const auto port = std::to_string(other.port());
  EXPECT_EQ(asking.ask(asking_client::request("https://127.0.0.1:" + port + "/")).fault, outbound_fault::none);
  // Listens there, too, but the certificate does not name it.
  EXPECT_EQ(asking.ask(asking_client::request("https://other.example:" + port + "/")).fault, outbound_fault::tls);
  EXPECT_EQ(asking.counts.looked_up, 1U);
}

TEST(OutboundClient, KeepsItsConnection) {
  hostile_server other;
  auto asking = trusting(other);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(other.connections(), 1U);
  EXPECT_EQ(asking.counts.reused, 19U);
  EXPECT_EQ(asking.counts.connections, 1U);
  EXPECT_EQ(asking.counts.requests, 0U);
}

TEST(OutboundClient, AsksInParallelUpToItsLimit) {
  hostile_server other;
  server::outbound_limits limits;
  limits.connections = 4;
  asking_client asking({other.authorities(), limits, {}});
  std::vector<std::shared_ptr<server_tests::ended_request>> all;
  for (int i = 0; i < 50; ++i) all.push_back(asking.begin(asking_client::request(other.url("/" + std::to_string(i)))));
  asking.wait();
  for (const auto& one : all) {
    EXPECT_EQ(one->times, 1U);
    EXPECT_EQ(one->answer.body, sample);
  }
  EXPECT_LE(other.connections(), 4U);
  EXPECT_EQ(other.requests().size(), 50U);
}

TEST(OutboundClient, GivesEveryRequestItsOwnAnswer) {
  hostile_server other([](const std::string& target) { return "answer to " + target; });
  auto asking = trusting(other);
  std::vector<std::pair<std::string, std::shared_ptr<server_tests::ended_request>>> all;
  for (int i = 0; i < 200; ++i) {
    const auto path = "/" + std::to_string(i);
    all.emplace_back(path, asking.begin(asking_client::request(other.url(path))));
  }
  asking.wait();
  for (const auto& [path, one] : all) EXPECT_EQ(one->answer.body, "answer to " + path);
}

// Bytes that came between two requests are not the answer to the second, however late they are looked at.
TEST(OutboundClient, NeverTakesWhatNobodyAskedForAsAnAnswer) {
  hostile_server other([](const std::string& target) { return "answer to " + target; });
  auto asking = trusting(other);
  for (int i = 0; i < 5; ++i) {
    other.behave("answers-unasked");
    const auto path = "/" + std::to_string(i);
    EXPECT_EQ(asking.ask(asking_client::request(other.url(path))).body, "answer to " + path);
    while (other.added() <= static_cast<std::size_t>(i)) std::this_thread::yield(); // the client's context stands still
    other.behave("good");
    EXPECT_EQ(asking.ask(asking_client::request(other.url("/next"))).body, "answer to /next");
  }
}

TEST(OutboundClient, SendsAgainWhenAKeptConnectionWasDead) {
  hostile_server other;
  auto asking = trusting(other);
  other.behave("stale");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.behave("good");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(other.connections(), 2U);
  EXPECT_LE(asking.counts.retried, 1U); // or the end was seen before the second request
}

// The end of the connection cannot be seen before the request is sent: the server reads it and ends unanswered.
TEST(OutboundClient, SendsAgainOnceAndNoMore) {
  hostile_server other;
  auto asking = trusting(other);
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.behave("closes-unanswered");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).fault, outbound_fault::connect);
  EXPECT_EQ(asking.counts.retried, 1U);
  EXPECT_EQ(other.connections(), 2U);
  EXPECT_EQ(other.requests().size(), 3U);
}

TEST(OutboundClient, DoesNotSendAgainOnceAnAnswerHasBegun) {
  hostile_server other;
  auto asking = trusting(other);
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.behave("resets-in-head");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).fault, outbound_fault::malformed);
  EXPECT_EQ(asking.counts.retried, 0U);
}

TEST(OutboundClient, ResumesTheTlsSession) {
  hostile_server other;
  auto asking = trusting(other);
  other.behave("says-close");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.behave("good");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.cut_all();
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_GE(other.resumed(), 1U);
  EXPECT_EQ(other.resumed(), asking.counts.resumed);
}

TEST(OutboundClient, RefusesBeforeAnythingIsSent) {
  hostile_server other;
  auto asking = trusting(other);
  const auto good = other.url("/R4/Patient");
  struct refused_row {
    const char* name;
    std::function<void(server::outbound_request&)> spoil;
  };
  for (const auto& [name, spoil] : std::vector<refused_row>{
           {"plain http", [](auto& one) { one.url.replace(0, 5, "http"); }},
           {"a line break in the token", [](auto& one) { one.bearer = server::secret("a\r\nX: y"); }},
           {"a space in the token", [](auto& one) { one.bearer = server::secret("a b"); }},
           {"a line break in Accept", [](auto& one) { one.accept = "a\r\n"; }},
           {"another path than the base's", [&](auto& one) { one.base = other.url("/R5"); }},
           {"another server than the base's", [](auto& one) { one.base = "https://other.example/R4"; }},
           {"a base that is none", [](auto& one) { one.base = "R4"; }},
           {"an address of this machine", [](auto& one) { one.public_only = true; }},
       }) {
    auto request = asking_client::request(good);
    spoil(request);
    EXPECT_EQ(asking.ask(std::move(request)).fault, outbound_fault::refused_url) << name;
  }
  EXPECT_EQ(other.connections(), 0U);
  auto below = asking_client::request(good);
  below.base = other.url("/R4");
  EXPECT_EQ(asking.ask(std::move(below)).fault, outbound_fault::none);
}

TEST(OutboundClient, SaysWhenANameHasNoAddress) {
  hostile_server other;
  const auto nothing_found = [](boost::asio::io_context& context) {
    return [names = server_tests::loopback_names(context)](const std::string& host, std::uint16_t port,
                                                           const std::function<void(server::addresses)>& found) {
      names(host, port, [found](const server::addresses&) { found({}); });
    };
  };
  asking_client asking({other.authorities(), {}, nothing_found});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).fault, outbound_fault::resolve);
}

TEST(OutboundClient, DoesNotWaitForANameServerThatHangs) {
  hostile_server other;
  const auto hanging = [](boost::asio::io_context&) {
    return [](const std::string&, std::uint16_t, const std::function<void(server::addresses)>&) {};
  };
  asking_client asking({other.authorities(), {}, hanging});
  EXPECT_EQ(asking.ask(asking_client::request(other.url(), milliseconds(60))).fault, outbound_fault::timeout);
}

TEST(OutboundClient, LooksNamesUpInTheSystem) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, server::system_lookup});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
}

TEST(OutboundClient, SaysWhenNobodyListens) {
  auto other = std::make_unique<hostile_server>();
  auto asking = trusting(*other);
  const auto url = other->url();
  other.reset();
  EXPECT_EQ(asking.ask(asking_client::request(url)).fault, outbound_fault::connect);
}

TEST(OutboundClient, IsTooLateWhenTheDeadlineHasPassed) {
  hostile_server other;
  auto asking = trusting(other);
  EXPECT_EQ(asking.ask(asking_client::request(other.url(), milliseconds(-1))).fault, outbound_fault::timeout);
  EXPECT_EQ(other.connections(), 0U);
}

} // namespace
