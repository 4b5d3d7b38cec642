// Known calls over TLS in, exact numbers out.
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_admin.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;

const std::string discovery = "GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The samples of one family that are not 0, by their labels.
std::map<std::string, double> counted(const running_admin& admin, const std::string& family) {
  std::map<std::string, double> found;
  std::istringstream in(admin.metrics());
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(family + "{")) continue;
    const auto end = line.rfind(' ');
    if (const auto value = std::stod(line.substr(end)); value != 0)
      found[line.substr(family.size(), end - family.size())] = value;
  }
  return found;
}

double sum(const std::map<std::string, double>& samples) {
  double all = 0;
  for (const auto& [labels, value] : samples) all += value;
  return all;
}

std::string call(const std::string& service, const std::string& client, const std::string& status) {
  return "{service=\"" + service + "\",client=\"" + client + "\",status=\"" + status + "\"}";
}

/// An answer is counted when it is on its way: a client may have it before.
void wait_for(const running_admin& admin, double calls) {
  const stopwatch passed;
  while (sum(counted(admin, "vesicle_requests_total")) < calls && passed.passed() < std::chrono::seconds(10)) {
  }
}

unsigned count_of(const std::string& text, const std::string& what) {
  unsigned count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

TEST(CountedCalls, AreToldByServiceClientAndStatus) {
  running_service service;
  const running_admin admin(service);
  service.send(discovery);
  service.post(sign, prefetched_order());
  service.post(sign, prefetched_order());
  service.post(sign, "not json");
  service.post(sign, prefetched_order(), "Bearer nonsense");
  service.post("/cds-services/antiviral-patient-view", prefetched_order());
  service.post("/cds-services/canary", "{}");
  service.post(feedback, feedback_on(1, 3));
  service.send("GET /cds-services HTTP/1.1\r\n\r\n"); // no Host: the gate
  wait_for(admin, 9);
  const std::string signs = "antiviral-order-sign";
  EXPECT_EQ(counted(admin, "vesicle_requests_total"),
            (std::map<std::string, double>{{call("discovery", "none", "200"), 1},
                                           {call(signs, "ehr", "200"), 2},
                                           {call(signs, "ehr", "400"), 1},
                                           {call(signs, "none", "401"), 1},
                                           {call("antiviral-patient-view", "ehr", "400"), 1},
                                           {call("other", "none", "404"), 1},
                                           {call("feedback", "ehr", "200"), 1},
                                           {call("other", "none", "400"), 1}}));
  EXPECT_EQ(admin.sample("vesicle_request_duration_seconds_count{service=\"antiviral-order-sign\"}"), 4);
  EXPECT_EQ(admin.sample("vesicle_request_duration_seconds_bucket{service=\"antiviral-order-sign\",le=\"+Inf\"}"), 4);
  EXPECT_EQ(admin.sample("vesicle_request_duration_seconds_count{service=\"other\"}"),
            1); // the gate reads no whole one
  EXPECT_EQ(admin.sample("vesicle_refused_clients_total{cause=\"malformed\"}"), 1);
  EXPECT_EQ(admin.sample("vesicle_feedback_total{outcome=\"overridden\"}"), 3);
  EXPECT_EQ(admin.sample("vesicle_overrides_total{reason=\"none\"}"), 3);
  EXPECT_EQ(admin.sample("vesicle_tokens_held"), 5);
}

TEST(CountedCalls, TellCardsAndOutcomesWithoutAStoreToo) {
  for (const bool keeps : {true, false}) {
    running_service service({.keeps = keeps});
    const running_admin admin(service);
    const auto answer = service.post(sign, prefetched_order());
    ASSERT_EQ(answer.status, 200);
    wait_for(admin, 1);
    const auto cards = counted(admin, "vesicle_cards_total");
    EXPECT_EQ(sum(cards), count_of(answer.body, "\"indicator\":"));
    EXPECT_GE(cards.size(), 1U);
    for (const auto& [labels, value] : cards) {
      std::smatch rule;
      ASSERT_TRUE(std::regex_search(labels, rule, std::regex("rule=\"([a-z-]+)\"")));
      EXPECT_EQ(
          counted(admin, "vesicle_outcomes_total").contains("{rule=\"" + rule[1].str() + "\",verdict=\"fired\"}") ||
              rule[1] == "not-checked",
          true)
          << labels;
    }
    const auto once = sum(counted(admin, "vesicle_outcomes_total"));
    service.post(sign, prefetched_order());
    wait_for(admin, 2);
    EXPECT_EQ(sum(counted(admin, "vesicle_outcomes_total")), 2 * once);
  }
}

TEST(CountedCalls, AreExactWhenManyCallAtOnce) {
  running_service service({.keeps = false});
  const running_admin admin(service);
  constexpr unsigned threads = 8;
  constexpr unsigned calls = 12;
  in_threads(threads, [&](unsigned) {
    tls_client client(service.port());
    for (unsigned i = 0; i < calls; ++i) {
      client.send(service.request(sign, prefetched_order()));
      const auto answer = client.receive();
      EXPECT_TRUE(answer && answer->status == 200);
      admin.metrics();
    }
  });
  wait_for(admin, threads * calls);
  EXPECT_EQ(counted(admin, "vesicle_requests_total"),
            (std::map<std::string, double>{{call("antiviral-order-sign", "ehr", "200"), threads * calls}}));
  EXPECT_EQ(admin.sample("vesicle_request_duration_seconds_count{service=\"antiviral-order-sign\"}"), threads * calls);
  for (const auto& [labels, value] : counted(admin, "vesicle_cards_total")) EXPECT_EQ(value, threads * calls) << labels;
  EXPECT_EQ(admin.sample("vesicle_tokens_held"), threads * calls);
  EXPECT_EQ(admin.sample("vesicle_connections"), 0);
}

TEST(CountedCalls, CountOneThatTookTooLongOnce) {
  hostile_server fhir;
  fhir.behave("silent");
  service_wish wish;
  wish.change = [](server::settings& chosen) {
    chosen.timeouts.answer = std::chrono::milliseconds(60);
    chosen.timeouts.fetch = std::chrono::milliseconds(300);
  };
  running_service service(wish, &fhir);
  const running_admin admin(service);
  order_wish without_chart;
  without_chart.fhir_server = fhir.url("/fhir");
  EXPECT_EQ(service.post(sign, order(without_chart)).status, 503);
  const stopwatch passed;
  while (counted(admin, "vesicle_requests_total").empty() && passed.passed() < std::chrono::seconds(10)) {
  }
  EXPECT_EQ(counted(admin, "vesicle_requests_total"),
            (std::map<std::string, double>{{call("antiviral-order-sign", "ehr", "503"), 1}}));
  EXPECT_TRUE(counted(admin, "vesicle_cards_total").empty());
  EXPECT_GT(sum(counted(admin, "vesicle_fetches_total")), 0);
}

} // namespace
