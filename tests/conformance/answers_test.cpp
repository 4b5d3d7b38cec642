// Whole requests of real charts with one thing wrong at a time: the status is right and what leaves keeps every rule.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "tests/conformance/patients.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace conformance;

hooks::reply answer_to(std::string_view body, std::chrono::sys_seconds now) {
  return answer_of("antiviral-order-sign", body, now);
}

TEST(Answers, OfEveryPatientKeepTheCardRules) {
  ASSERT_GE(patients().size(), 15u);
  for (const auto& one : patients()) {
    auto answered = answer_to(one.request, one.now);
    EXPECT_EQ(answered.status, 200) << one.name << answered.body;
    EXPECT_EQ(violations_of(answered, one.request), "") << one.name;
  }
}

TEST(Answers, AreTheSameBytesForTheSameRequest) {
  for (const auto& one : patients())
    EXPECT_EQ(answer_to(one.request, one.now).body, answer_to(one.request, one.now).body) << one.name;
}

// Threads share the endpoint and nothing else: no chart may shine through into the answer for another.
TEST(Answers, AreTheSameFromSeveralThreads) {
  std::vector<std::string> expected;
  for (const auto& one : patients()) expected.push_back(answer_to(one.request, one.now).body);
  std::atomic<int> answered = 0, different = 0;
  auto ask = [&](std::size_t start) {
    for (std::size_t i = 0; i < 2 * patients().size(); ++i) {
      const auto& one = patients()[(start + i) % patients().size()];
      if (answer_to(one.request, one.now).body != expected[(start + i) % patients().size()]) ++different;
      ++answered;
    }
  };
  std::vector<std::thread> askers;
  for (std::size_t i = 0; i < 4; ++i) askers.emplace_back(ask, i * 4);
  for (auto& one : askers) one.join();
  EXPECT_EQ(answered, static_cast<int>(8 * patients().size()));
  EXPECT_EQ(different, 0);
}

// While it is written, an order gets the cards that its signature would get, but for a dose that is not there yet.
TEST(Answers, OnSelectingEqualThoseOnSigning) {
  std::size_t with_cards = 0;
  for (const auto& one : patients()) {
    const auto signing = answer_to(one.request, one.now).body;
    const auto body = asked_with(one.request, "order-select", all_drafts(one.request));
    const auto selecting = answer_of("antiviral-order-select", body, one.now);
    EXPECT_EQ(selecting.status, 200) << one.name << selecting.body;
    EXPECT_EQ(violations_of(selecting, body), "") << one.name;
    with_cards += selecting.body != R"({"cards":[]})";
    if (signing.find("\"not-checked\"") == std::string::npos) {
      EXPECT_EQ(selecting.body, signing) << one.name;
    }
  }
  EXPECT_GE(with_cards, 5u);
}

TEST(Answers, OnSelectingNothingNameNoOrder) {
  for (const auto& one : patients()) {
    const auto body = asked_with(one.request, "order-select", "[]");
    const auto answered = answer_of("antiviral-order-select", body, one.now);
    EXPECT_EQ(answered.status, 200) << one.name << answered.body;
    EXPECT_EQ(count_of(R"("type":"delete")", answered.body) + count_of(R"("type":"update")", answered.body), 0u);
  }
}

TEST(Answers, OnOpeningTheChartKeepTheCardRules) {
  for (const auto& one : patients()) {
    const auto body = asked_with(one.request, "patient-view", {});
    const auto answered = answer_of("antiviral-patient-view", body, one.now);
    EXPECT_EQ(answered.status, 200) << one.name << answered.body;
    EXPECT_EQ(violations_of(answered, body), "") << one.name;
    for (const auto* key : {"patient", "conditions", "medications"}) {
      const auto without = answer_of("antiviral-patient-view", with_key(body, key, std::nullopt), one.now);
      EXPECT_EQ(without.status, 412) << one.name;
      EXPECT_EQ(count_of("\"prefetch." + std::string(key) + "\"", without.body), 1u) << one.name;
    }
  }
}

TEST(Answers, WithoutPrefetchNameEveryRequiredKey) {
  for (const auto& one : patients()) {
    for (const auto* replacement : {R"("prefetch":null,"unused":)", R"("unused":)"}) {
      auto answered = answer_to(hooks_tests::replaced(one.request, "\"prefetch\":", replacement), one.now);
      EXPECT_EQ(answered.status, 412) << one.name;
      for (const auto* key : {"prefetch.patient", "prefetch.conditions", "prefetch.medications"}) {
        EXPECT_NE(answered.body.find(key), std::string::npos) << one.name << ' ' << key;
      }
    }
  }
}

// Cut anywhere, a request must be refused as a whole, never read in part.
TEST(Answers, RefuseARequestCutAnywhere) {
  const auto& one = patients().front();
  auto end = one.request.find_last_not_of(" \r\n\t");
  for (std::size_t cut = 0; cut < end; cut += 97) {
    auto answered = answer_to(std::string_view(one.request).substr(0, cut), one.now);
    ASSERT_EQ(answered.status, 400) << cut;
  }
}

TEST(Answers, RepeatNothingOfTheChartInARefusal) {
  for (const auto& one : patients()) {
    auto body = hooks_tests::replaced(one.request, R"("hook")", R"("hookInstance":7,"hook")");
    for (const auto* broken : {R"("patientId": ")", R"("userId": ")"}) {
      auto asked = hooks_tests::replaced(one.request, broken, std::string(broken) + "canary/");
      auto answered = answer_to(asked, one.now);
      if (answered.status != 200) {
        EXPECT_EQ(answered.body.find("canary"), std::string::npos) << one.name;
      }
    }
    EXPECT_EQ(answer_to(body, one.now).status, 400);
  }
}

TEST(Discovery, KeepsItsRulesWithTheRealKnowledge) {
  const hooks::endpoint served(known(), {});
  auto answered = served.answer({.method = "GET",
                                 .target = "/cds-services",
                                 .content_type = {},
                                 .content_encoding = {},
                                 .origin = {},
                                 .body = {}},
                                support::world_at({}));
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.content_type, "application/json");
  fhir::json::document document;
  auto root = document.read(answered.body);
  ASSERT_TRUE(root);
  EXPECT_EQ(hooks::to_text(hooks::check_discovery(*root)), "");
  EXPECT_EQ((*root)["services"].size(), 3u);
  for (const auto& service : (*root)["services"]) {
    auto labs = service["prefetch"]["labs"].string().value_or("");
    for (const auto* code : {"2160-0", "73574-6", "24467-3"})
      EXPECT_NE(labs.find(code), std::string_view::npos) << code;
    // Some servers and proxies refuse longer targets.
    EXPECT_LT(labs.size(), 2000u);
  }
}

} // namespace
