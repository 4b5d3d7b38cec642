// Every patient, at every service, with every key in every state, as each client would be answered: the status is what
// the table says, what leaves keeps every rule, and an empty answer means that everything was looked at.
#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"
#include "tests/conformance/patients.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace conformance;

struct key_state {
  const char* name;
  std::optional<std::string_view> text;
  int patient, required, optional; // status by the kind of key
};
constexpr key_state key_states[] = {
    {"absent", std::nullopt, 412, 412, 200},
    {"null", "null", 412, 200, 200},
    {"failed", R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})", 412, 412,
     200},
    {"an empty set", R"({"resourceType":"Bundle","type":"searchset","total":0})", 400, 200, 200},
    {"a set cut short", R"({"resourceType":"Bundle","total":7})", 400, 412, 200},
    {"an unread page", R"({"resourceType":"Bundle","link":[{"relation":"next","url":"https://x/?p=2"}],"entry":[]})",
     400, 412, 200},
    {"a number", "7", 400, 400, 400},
    {"a list", "[]", 400, 400, 400},
    {"a string", R"("Patient/x")", 400, 400, 400},
    {"another resource", R"({"resourceType":"Basic"})", 400, 400, 400},
    {"no resource", "{}", 400, 400, 400},
};

int expected_status(std::string_view key, const key_state& state) {
  return key == "patient" ? state.patient : is_required(key) ? state.required : state.optional;
}

/// A service as it may be configured: with and without the extension, a shared id, actions told how to be chosen.
struct configured {
  bool extension, same_id, action_selection;
  hooks::endpoint served;

  configured(bool extends, bool shares, bool selects)
      : extension(extends), same_id(shares), action_selection(selects),
        served(known(), {.same_id = shares, .anybody = rights(selects), .answer_extension = extends}) {}

  static hooks::client rights(bool selects) {
    hooks::client anybody;
    anybody.action_selection_behavior = selects;
    return anybody;
  }
};

const configured& configuration(std::size_t which) {
  static const configured all[] = {
      {false, false, false}, {true, false, true}, {false, true, true}, {true, true, false}};
  return all[which % std::size(all)];
}
constexpr std::size_t configurations = 4;

struct answer {
  hooks::reply reply;
  std::size_t not_evaluable = 0; // rules
};

std::size_t not_evaluable_in(const std::vector<cds::outcome>& outcomes) {
  return static_cast<std::size_t>(std::count_if(
      outcomes.begin(), outcomes.end(), [](const auto& one) { return one.verdict == cds::verdict::not_evaluable; }));
}

answer ask(const configured& by, std::string_view hook, std::string_view body, std::chrono::sys_seconds now) {
  const auto target = "/cds-services/antiviral" + (by.same_id ? "" : "-" + std::string(hook));
  answer given;
  given.reply = by.served.answer(post(target, body), support::world_at(now),
                                 [&](const cds::facts&, const cds::decision& decided) {
                                   given.not_evaluable = not_evaluable_in(decided.standing);
                                   for (const auto& order : decided.orders)
                                     given.not_evaluable += not_evaluable_in(order.outcomes);
                                 });
  return given;
}

/// What is wrong with an answer whatever was asked.
std::string faults_of(const answer& given, const configured& by, const std::string& body) {
  auto faults = violations_of(given.reply, body, by.action_selection);
  if (given.reply.status != 200) return faults;
  const bool extended = count_of(R"("extension":{"org.vesicle.decision":)", given.reply.body) == 1;
  if (extended != by.extension) faults += "the extension is not as configured\n";
  if (given.reply.body.starts_with(R"({"cards":[])") && given.not_evaluable > 0)
    faults += "no card, though " + std::to_string(given.not_evaluable) + " rules could not be evaluated\n";
  return faults;
}

class Sweep : public testing::TestWithParam<std::string_view> {};

TEST_P(Sweep, OfEveryKeyInEveryStateIsAnsweredAsTheTableSays) {
  std::size_t asked = 0, empty = 0, unsure = 0;
  for (const auto& one : patients()) {
    const auto whole = asked_by(GetParam(), one.request);
    for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
      const auto key = fhir::key_of(static_cast<fhir::data_kind>(i));
      for (const auto& state : key_states) {
        // What is refused for its shape is refused whoever the patient is.
        if (state.optional == 400 && &one != &patients().front()) continue;
        const auto about = one.name + " " + std::string(key) + ": " + state.name;
        const auto body = with_key(whole, key, state.text);
        const auto& by = configuration(asked++);
        const auto given = ask(by, GetParam(), body, one.now);
        ASSERT_EQ(given.reply.status, expected_status(key, state)) << about << '\n' << given.reply.body;
        ASSERT_EQ(faults_of(given, by, body), "") << about << '\n' << given.reply.body;
        empty += given.reply.body.starts_with(R"({"cards":[])");
        unsure += given.not_evaluable > 0;
        if (given.reply.status == 200) continue;
        ASSERT_EQ(count_of("\"prefetch." + std::string(key), given.reply.body), 1u) << about << '\n'
                                                                                    << given.reply.body;
      }
    }
  }
  EXPECT_EQ(asked, fhir::data_kind_count * (6 * patients().size() + 5));
  // A sweep in which nothing is empty, or nothing unsure, shows nothing.
  EXPECT_GT(empty, 0u);
  EXPECT_GT(unsure, 0u);
}

// Threads share the service and nothing else.
TEST_P(Sweep, GivesTheSameBytesAgainUnderEveryConfigurationFromSeveralThreads) {
  for (std::size_t which = 0; which < configurations; ++which) {
    const auto& by = configuration(which);
    std::vector<std::string> asked, expected;
    for (const auto& one : patients()) {
      asked.push_back(asked_by(GetParam(), one.request));
      const auto first = ask(by, GetParam(), asked.back(), one.now);
      EXPECT_EQ(first.reply.status, 200) << one.name;
      EXPECT_EQ(faults_of(first, by, asked.back()), "") << one.name << '\n' << first.reply.body;
      expected.push_back(first.reply.body);
    }
    std::atomic<std::size_t> same = 0;
    std::vector<std::thread> askers;
    for (std::size_t start = 0; start < 3; ++start)
      askers.emplace_back([&, start] {
        for (std::size_t i = 0; i < asked.size(); ++i) {
          const auto at = (7 * start + i) % asked.size();
          same += ask(by, GetParam(), asked[at], patients()[at].now).reply.body == expected[at];
        }
      });
    for (auto& one : askers) one.join();
    EXPECT_EQ(same, 3 * asked.size());
  }
}

INSTANTIATE_TEST_SUITE_P(EveryHook, Sweep, testing::ValuesIn(every_hook), [](const auto& row) {
  std::string name(row.param);
  name[name.find('-')] = '_';
  return name;
});

// What a client that knows actionSelectionBehavior is told, and no other: all of what belongs together.
TEST(ActionSelection, IsToldWithSeveralActionsToClientsThatKnowIt) {
  std::size_t told = 0;
  for (const auto& one : patients()) {
    const auto plain = ask(configuration(0), "order-sign", one.request, one.now).reply.body;
    const auto given = ask(configuration(2), "order-sign", one.request, one.now).reply.body;
    EXPECT_EQ(count_of("actionSelectionBehavior", plain), 0u) << one.name;
    fhir::json::document document;
    const auto root = document.read(given);
    ASSERT_TRUE(root) << one.name;
    for (const auto& card : (*root)["cards"])
      for (const auto& suggestion : card["suggestions"]) {
        const auto behavior = suggestion["actionSelectionBehavior"];
        const bool several = suggestion["actions"].size() > 1;
        EXPECT_EQ(behavior.string().value_or("none"), several ? "all" : "none") << one.name << behavior.path();
        told += several;
      }
    // Beside that, the answer is the same.
    std::string without = given;
    constexpr std::string_view member = R"("actionSelectionBehavior":"all",)";
    for (auto at = without.find(member); at != without.npos; at = without.find(member))
      without.erase(at, member.size());
    EXPECT_EQ(without, plain) << one.name;
  }
  EXPECT_GE(told, 5u);
}

} // namespace
