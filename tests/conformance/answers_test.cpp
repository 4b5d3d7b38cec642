// Whole requests of real charts with one thing wrong at a time: the status is right and what leaves keeps every rule.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "cds/knowledge/read.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/writer.hpp"
#include "hooks/conformance.hpp"
#include "hooks/endpoint.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/world.hpp"

namespace {

using fhir::json::value;

const cds::knowledge& known() {
  static const auto read = cds_knowledge::read(cds_knowledge::embedded());
  if (!read) throw std::runtime_error(cds_knowledge::to_text(read.error().front()));
  return *read;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct patient {
  std::string name; // `v01`
  std::string request;
  std::chrono::sys_seconds now;
};

std::chrono::sys_seconds clock_of(const std::string& expectation) {
  fhir::json::document document;
  auto root = document.read(expectation);
  auto text = root ? std::string((*root)["now"].string().value_or("")) : std::string();
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%d-%u-%uT%u:%u:%uZ", &year, &month, &day, &hour, &minute, &second) != 6) {
    throw std::invalid_argument("no clock in an expectation");
  }
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

const std::vector<patient>& patients() {
  static const auto all = [] {
    std::vector<patient> found;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "vignettes")) {
      auto file = entry.path().filename().string();
      if (!file.ends_with(".request.json")) continue;
      auto name = file.substr(0, file.find('.'));
      found.push_back(
          {name, text_of(entry.path()), clock_of(text_of(entry.path().parent_path() / (name + ".expect.json")))});
    }
    return found;
  }();
  return all;
}

hooks::reply answer_of(std::string_view service, std::string_view body, std::chrono::sys_seconds now) {
  static const hooks::endpoint served(known(), {});
  const auto target = "/cds-services/" + std::string(service);
  return served.answer({.method = "POST",
                        .target = target,
                        .content_type = "application/json",
                        .content_encoding = {},
                        .origin = {},
                        .body = body},
                       support::world_at(now));
}

hooks::reply answer_to(std::string_view body, std::chrono::sys_seconds now) {
  return answer_of("antiviral-order-sign", body, now);
}

/// What the answer to `body` breaks; empty when it keeps every rule of its kind.
std::string violations_of(const hooks::reply& answered, std::string_view body) {
  fhir::json::document asked, answer;
  auto root = answer.read(answered.body);
  if (!root) return "not JSON";
  if (answered.status != 200) return hooks::to_text(hooks::check_refusal(*root));
  auto question = asked.read(body);
  return hooks::to_text(hooks::check_cards(*root, (*question)["context"]["draftOrders"]));
}

/// The request with `prefetch.key` saying `text`; without the key when there is no text.
std::string with_key(const std::string& request, std::string_view key, std::optional<std::string_view> text) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string changed;
  fhir::json::writer out(changed);
  out.begin_object();
  for (const auto& member : *root) {
    if (member.name() != "prefetch") {
      out.member(member.name(), member);
      continue;
    }
    out.name("prefetch").begin_object();
    for (const auto& sent : member) {
      if (sent.name() != key) out.member(sent.name(), sent);
    }
    if (text) out.name(key).raw(*text);
    out.end_object();
  }
  out.end_object();
  return changed;
}

/// The request of another hook about the same chart: `context` is what it adds to user and patient.
std::string asked_with(const std::string& request, std::string_view hook, std::string_view context) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string changed;
  fhir::json::writer out(changed);
  out.begin_object().member("hook", hook).member("hookInstance", "i-1").name("context").begin_object();
  for (const auto& member : (*root)["context"]) {
    if (member.name() != "draftOrders" || hook != "patient-view") out.member(member.name(), member);
  }
  if (!context.empty()) out.name("selections").raw(context);
  out.end_object().member("prefetch", (*root)["prefetch"]).end_object();
  return changed;
}

/// `["MedicationRequest/a"]`: every draft of the request.
std::string all_drafts(const std::string& request) {
  fhir::json::document document;
  auto root = document.read(request);
  std::string names;
  fhir::json::writer out(names);
  out.begin_array();
  for (const auto& entry : (*root)["context"]["draftOrders"]["entry"])
    out.string(entry["resource"]["id"].string().value_or(""));
  out.end_array();
  return names;
}

std::size_t count_of(std::string_view what, std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

bool is_required(std::string_view key) { return key == "patient" || key == "conditions" || key == "medications"; }

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

TEST(Answers, FollowTheStateOfEachPrefetchKey) {
  const struct {
    const char* name;
    std::optional<std::string_view> text;
    int status_required, status_optional;
  } states[] = {
      {"absent", std::nullopt, 412, 200},
      {"failed", R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})", 412, 200},
      {"cut short", R"({"resourceType":"Bundle","total":7})", 412, 200},
      {"null", "null", 200, 200},
      {"a number", "7", 400, 400},
      {"another resource", R"({"resourceType":"Basic"})", 400, 400},
  };
  for (const auto& one : patients()) {
    for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
      auto key = fhir::key_of(static_cast<fhir::data_kind>(i));
      for (const auto& state : states) {
        bool bundle_as_patient = key == "patient" && std::string_view(state.name) == "cut short";
        bool no_patient = key == "patient" && std::string_view(state.name) == "null";
        int expected = bundle_as_patient  ? 400
                       : no_patient       ? 412
                       : is_required(key) ? state.status_required
                                          : state.status_optional;
        auto body = with_key(one.request, key, state.text);
        auto answered = answer_to(body, one.now);
        EXPECT_EQ(answered.status, expected) << one.name << ' ' << key << ' ' << state.name << '\n' << answered.body;
        EXPECT_EQ(violations_of(answered, body), "") << one.name << ' ' << key << ' ' << state.name;
        if (expected != 200) {
          EXPECT_NE(answered.body.find("\"prefetch." + std::string(key)), std::string::npos) << one.name << ' ' << key;
        }
      }
    }
  }
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
