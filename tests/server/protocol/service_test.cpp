// The whole service, as a client on the other end of TLS meets it.
#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "fhir/json/document.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using server_tests::hostile_server;
using server_tests::http_answer;
using server_tests::in_quotes;
using server_tests::prefetched_order;
using server_tests::running_service;
using server_tests::sign;
using testing::HasSubstr;
using testing::Not;

std::string order_for(const std::string& fhir_server) {
  server_tests::order_wish wish;
  wish.fhir_server = fhir_server;
  return server_tests::order(wish);
}

std::string chart_of(const std::string& target) { return server_tests::poor_kidneys(target); }

TEST(Service, AnswersAClientThatItTrusts) {
  const running_service service;
  const auto answer = service.post(sign, prefetched_order());
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("regimen-check"));
  EXPECT_THAT(answer.body, HasSubstr("org.vesicle.decision"));
}

TEST(Service, RefusesEveryOtherWithOneAnswer) {
  const running_service service;
  const auto token = service.token(sign);
  EXPECT_EQ(service.post(sign, prefetched_order(), "Bearer " + token).status, 200);
  std::vector<std::string> bad{"",
                               "Bearer x",
                               "Basic dTpw",
                               "Bearer " + token, // a second time
                               "Bearer " + service.token(sign + "/feedback"),
                               "Bearer " + service.token(sign, {{"iss", in_quotes("https://other.example")}}),
                               "Bearer " + service.token(sign, {{"exp", "1"}})};
  std::string body;
  for (const auto& one : bad) {
    const auto answer = service.post(sign, "not even json", one);
    EXPECT_EQ(answer.status, 401) << one;
    EXPECT_EQ(answer.header("www-authenticate"), "Bearer") << one;
    if (body.empty()) body = answer.body;
    EXPECT_EQ(answer.body, body) << one;
  }
}

TEST(Service, ForbidsWhatAClientIsNotRegisteredFor) {
  const running_service service({.client_rules = "services = [\"antiviral-patient-view\"]\n"});
  EXPECT_EQ(service.post(sign, prefetched_order()).status, 403);
}

TEST(Service, ShowsDiscoveryToEverybody) {
  const running_service service;
  server_tests::tls_client client(service.port());
  ASSERT_TRUE(client.send("GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

TEST(Service, FetchesTheKeysOfAClientWhenItNeedsThem) {
  hostile_server keys;
  std::string set;
  keys.answer_with([&set](const std::string&) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(set.size()) +
           "\r\n\r\n" + set;
  });
  const running_service service({.keys_url = keys.url("/jwks.json"), .change = [&](server::settings& chosen) {
                                   chosen.fetching.authorities = keys.authorities().string();
                                 }});
  set = service.key_set();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(service.post(sign, prefetched_order()).status, 200);
  EXPECT_LE(keys.requests().size(), 2U); // the first look at start, and one for the first call
}

TEST(Service, FetchesWhatWasNotPrefetched) {
  hostile_server fhir(chart_of);
  const running_service service({}, &fhir);
  const auto answer = service.post(sign, order_for(fhir.url("/fhir")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("regimen-check"));
  const auto asked = fhir.requests();
  ASSERT_EQ(asked.size(), fhir::data_kind_count);
  for (const auto& head : asked) {
    EXPECT_THAT(head, HasSubstr("Authorization: Bearer tok-en"));
    EXPECT_THAT(head, HasSubstr("Accept: application/fhir+json"));
    EXPECT_TRUE(head.starts_with("GET /fhir/")) << head;
  }
}

TEST(Service, AsksNoServerThatTheClientIsNotRegisteredFor) {
  hostile_server fhir(chart_of);
  hostile_server other(chart_of);
  const running_service service({}, &fhir);
  for (const auto& base : {other.url("/fhir"), fhir.url("/fhir2"), fhir.url("/"), fhir.url("/fhir/../fhir")})
    EXPECT_EQ(service.post(sign, order_for(base)).status, 412) << base;
  EXPECT_EQ(other.connections(), 0U);
  EXPECT_EQ(fhir.requests().size(), 0U);
}

const std::string overridden =
    R"({"feedback":[{"card":"4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae","outcome":"overridden",)"
    R"("overrideReason":{"userComment":"=1+1"},"outcomeTimestamp":"2026-01-20T15:00:00Z"}]})";

TEST(Service, KeepsFeedbackBeforeItSaysSo) {
  const running_service service;
  const auto answer = service.post(sign + "/feedback", overridden);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(service.post(sign + "/feedback", overridden).status, 200); // a repetition
  const auto bad = service.post(sign + "/feedback", R"({"feedback":[{"card":"x"}]})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, HasSubstr("feedback[0].outcome"));
  EXPECT_EQ(service.post(sign + "/feedback", overridden, "").status, 401);
}

TEST(Service, CountsARequestThatNamesTwoPatients) {
  running_service service({.no_auth = true});
  auto mixed = prefetched_order();
  EXPECT_EQ(service.post(sign, mixed).status, 200);
  EXPECT_EQ(service.setup().counts.mixed_patients, 0U);
  mixed.replace(mixed.find("Patient/p-1"), 11, "Patient/p-2");
  EXPECT_EQ(service.post(sign, mixed).status, 400);
  EXPECT_EQ(service.setup().counts.mixed_patients, 1U);
}

TEST(Service, TakesNoFeedbackWhereNothingIsKept) {
  const running_service service({.keeps = false});
  EXPECT_EQ(service.post(sign + "/feedback", overridden).status, 404);
}

TEST(Service, KnowsTheCardsThatItIssued) {
  running_service service({.no_auth = true});
  const auto answer = service.post(sign, prefetched_order());
  ASSERT_EQ(answer.status, 200);
  const auto at = answer.body.find(R"("uuid":")") + 8;
  auto feedback = overridden;
  feedback.replace(feedback.find("4e0a3a1e"), 36, answer.body.substr(at, 36));
  EXPECT_EQ(service.post(sign + "/feedback", feedback).status, 200);
  service.setup().keeps->close(); // everything is written
  EXPECT_EQ(service.setup().keeps->health().dropped_records, 0U);
}

TEST(Service, AnswersThoseWhoWaitWhenItStops) {
  hostile_server fhir(chart_of);
  fhir.behave("silent");
  std::vector<std::thread> waiting;
  std::atomic<int> answered{0};
  {
    const running_service service({}, &fhir);
    for (int i = 0; i < 4; ++i)
      waiting.emplace_back([&] { answered += service.post(sign, order_for(fhir.url("/fhir"))).status == 412; });
    while (fhir.requests().size() < 4) std::this_thread::yield();
  }
  for (auto& one : waiting) one.join();
  EXPECT_EQ(answered, 4);
}

} // namespace
