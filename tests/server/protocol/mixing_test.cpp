// Many patients at once through one service: what belongs to one is never in the answer about another.
#include <gmock/gmock.h>

#include <latch>
#include <set>
#include <string>
#include <vector>

#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;

constexpr unsigned patients = 16;
constexpr unsigned rounds = 6;

std::string patient(unsigned number) { return "mixing-" + std::string(1, static_cast<char>('a' + number)); }

/// The patient whom a FHIR server is asked about.
std::string asked_about(const std::string& target) {
  const auto at = target.find("mixing-");
  return at == target.npos ? std::string() : target.substr(at, 8);
}

/// Every patient named in a text.
std::set<std::string> named_in(const std::string& text) {
  std::set<std::string> all;
  for (auto at = text.find("mixing-"); at != text.npos; at = text.find("mixing-", at + 1))
    all.insert(text.substr(at, 8));
  return all;
}

std::string call_about(const std::string& who, const hostile_server& fhir, bool prefetched) {
  order_wish wish;
  wish.fhir_server = fhir.url("/fhir");
  wish.patient = who;
  wish.draft = "draft-of-" + who;
  wish.access_token = "token-of-" + who;
  if (prefetched) {
    wish.prefetch = with(empty_chart(who), "labs", bundle_of({creatinine("creatinine-of-" + who, who)}));
    wish.prefetch = with(wish.prefetch, "vitals", bundle_of({weight("weight-of-" + who, who)}));
  }
  return order(wish);
}

void be_patient(server::settings& chosen) {
  chosen.threads = 4;
  chosen.timeouts.fetch = std::chrono::seconds(15);
  chosen.timeouts.answer = std::chrono::seconds(16);
}

TEST(Mixing, NoPatientIsInTheAnswerAboutAnother) {
  hostile_server fhir([](const std::string& target) { return poor_kidneys(target, asked_about(target)); });
  const running_service service({.change = be_patient}, &fhir);
  std::latch together(patients);
  in_threads(patients, [&](unsigned i) {
    const auto who = patient(i);
    together.arrive_and_wait();
    for (unsigned round = 0; round < rounds; ++round) {
      const auto answer = service.post(sign, call_about(who, fhir, (i + round) % 2 == 0));
      ASSERT_EQ(answer.status, 200) << answer.body;
      EXPECT_EQ(named_in(answer.body), std::set<std::string>{who});
      EXPECT_THAT(answer.body, testing::HasSubstr("creatinine-of-" + who));
      EXPECT_THAT(answer.body, testing::HasSubstr("draft-of-" + who));
    }
  });
  // Nor does one patient's token go along with a query about another.
  for (const auto& head : fhir.requests()) EXPECT_EQ(named_in(head).size(), 1U) << head;
  EXPECT_EQ(fhir.requests().size(), patients * rounds / 2 * fhir::data_kind_count);
}

} // namespace
