// Feedback as a call: what is handed over to be kept, what the client is told of that, and every refusal whole.
#include <gmock/gmock.h>

#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "hooks/exchange.hpp"
#include "tests/conformance/patients.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using namespace conformance;
using hooks_tests::replaced;

constexpr std::string_view target = "/cds-services/antiviral-order-sign/feedback";
const auto noon = std::chrono::sys_seconds(std::chrono::sys_days{2026y / 1 / 20} + 12h);

const std::string accepted =
    R"({"card":"c0ffee00-0000-4000-8000-000000000001","outcome":"accepted",)"
    R"("acceptedSuggestions":[{"id":"c0ffee00-0000-4000-8000-000000000002"}],"outcomeTimestamp":"2026-01-20T10:00:00Z"})";
const std::string overridden =
    R"({"card":"c0ffee00-0000-4000-8000-000000000001","outcome":"overridden",)"
    R"("overrideReason":{"reason":{"code":"patient-ineligible","system":"http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes",)"
    R"("display":"Patient does not meet eligibility for recommended action"},"userComment":"seen"},)"
    R"("outcomeTimestamp":"2026-01-20T11:00:00Z"})";

std::string body_of(const std::string& items) { return R"({"feedback":[)" + items + "]}"; }

std::string many(std::size_t count, const std::string& one) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + one;
  return all;
}

const hooks::endpoint& served() {
  static const hooks::endpoint one(known(), {.keeps_records = true});
  return one;
}

/// What is to be kept; none with a refusal.
std::optional<hooks::keep_feedback> handed_over(const std::string& body) {
  const auto asked = post(target, body);
  hooks::exchange one(served(), asked, support::world_at(noon));
  auto first = one.begin();
  const auto* keeps = std::get_if<hooks::keep_feedback>(&first);
  return keeps == nullptr ? std::nullopt : std::optional(*keeps);
}

hooks::reply reply_to(const std::string& body, const hooks::keeping& outcome = hooks::kept{}) {
  const auto asked = post(target, body);
  hooks::exchange one(served(), asked, support::world_at(noon));
  auto next = one.begin();
  if (std::holds_alternative<hooks::keep_feedback>(next)) next = one.resume(outcome);
  return std::get<hooks::reply>(next);
}

TEST(FeedbackCall, OfEveryOrdinaryShapeIsHandedOverWhole) {
  const auto other = replaced(accepted, "000000000001", "00000000000a");
  const auto no_reason =
      replaced(overridden,
               overridden.substr(overridden.find(R"("overrideReason")"),
                                 overridden.find(R"("outcomeTimestamp")") - overridden.find(R"("overrideReason")")),
               "");
  const auto reason_only = replaced(overridden, R"(,"userComment":"seen")", "");
  const auto comment = [](const std::string& text) { return replaced(overridden, R"("seen")", '"' + text + '"'); };
  std::string halves; // 4096 bytes of two bytes each
  for (int i = 0; i < 2048; ++i) halves += "\xC3\xA9";
  const struct {
    const char* name;
    std::string items;
    std::size_t count;
  } table[] = {
      {"one", accepted, 1},
      {"the same twice", accepted + "," + accepted, 2},
      {"several cards", accepted + "," + other + "," + overridden, 3},
      {"accepted, then overridden", accepted + "," + overridden, 2},
      {"out of order", overridden + "," + accepted, 2},
      {"as many as there may be", many(100, accepted), 100},
      {"a suggestion that nobody knows", replaced(accepted, "000000000002", "ffffffffffff"), 1},
      {"overridden without a reason", no_reason, 1},
      {"a reason alone", reason_only, 1},
      {"a comment of 4096 bytes", comment(std::string(4096, 'x')), 1},
      {"a comment of 4096 bytes in two each", comment(halves), 1},
      {"members of another version",
       replaced(accepted, R"("outcome")", R"("extension":{"com.x":1},"serviceId":"x","outcome")"), 1},
  };
  for (const auto& one : table) {
    const auto keeps = handed_over(body_of(one.items));
    ASSERT_TRUE(keeps) << one.name << reply_to(body_of(one.items)).body;
    EXPECT_EQ(keeps->items.size(), one.count) << one.name;
    EXPECT_EQ(keeps->service, "antiviral-order-sign") << one.name;
    fhir::json::document document;
    EXPECT_EQ(hooks::to_text(hooks::check_feedback(document.read(body_of(one.items)).value())), "") << one.name;
    const auto reply = reply_to(body_of(one.items));
    EXPECT_EQ(reply.status, 200) << one.name;
    EXPECT_EQ(reply.body, "{}") << one.name;
    EXPECT_EQ(reply.content_type, "application/json") << one.name;
  }
}

TEST(FeedbackCall, KeepsTheOrderInWhichItCame) {
  const auto keeps = handed_over(body_of(overridden + "," + accepted + "," + overridden));
  ASSERT_TRUE(keeps);
  EXPECT_EQ(keeps->items[0].outcome, hooks::card_outcome::overridden);
  EXPECT_EQ(keeps->items[1].outcome, hooks::card_outcome::accepted);
  EXPECT_EQ(keeps->items[0], keeps->items[2]);
}

TEST(FeedbackCall, IsRefusedWithRetryAfterUnlessItIsKnownToBeKept) {
  const auto lost = reply_to(body_of(accepted), hooks::not_kept{7s});
  EXPECT_EQ(lost.status, 503);
  EXPECT_THAT(lost.headers, testing::Contains(testing::Pair("Retry-After", "7")));
  EXPECT_EQ(violations_of(lost, "{}"), "");
}

TEST(FeedbackCall, IsNotTakenWhereNothingIsKept) {
  const hooks::endpoint forgetful(known(), {});
  EXPECT_EQ(forgetful.answer(post(target, body_of(accepted)), support::world_at(noon)).status, 404);
}

/// The request, cut where it is long, and the whole answer.
std::string exchange_about(const std::string& body, const hooks::reply& answered) {
  constexpr std::size_t most = 400;
  std::string text = "POST " + std::string(target) + "\n\n" + body.substr(0, most);
  if (body.size() > most) text += "... (" + std::to_string(body.size()) + " bytes)";
  text += "\n\n" + std::to_string(answered.status) + "\n";
  for (const auto& [name, value] : answered.headers) text.append(name).append(": ").append(value).append("\n");
  return text + "\n" + support::laid_out(answered.body);
}

TEST(FeedbackCall, IsRefusedWholeWithThePathOfEveryFault) {
  const auto second = [](const std::string& item) { return body_of(accepted + "," + item); };
  const struct {
    const char* name; // of its golden file
    std::string body;
  } table[] = {
      {"no-items", body_of("")},
      {"not-a-list", R"({"feedback":{}})"},
      {"bare-list", "[" + accepted + "]"},
      {"item-without-members", second("{}")},
      {"items-that-are-none", second("null,7,[]")},
      {"card-is-no-uuid", second(replaced(accepted, "c0ffee00-0000-4000-8000-000000000001", "card-1"))},
      {"unknown-outcome", second(replaced(accepted, R"("accepted")", R"("ignored")"))},
      {"accepted-nothing", second(replaced(accepted, R"([{"id":"c0ffee00-0000-4000-8000-000000000002"}])", "[]"))},
      {"accepted-by-label",
       second(replaced(accepted, R"({"id":"c0ffee00-0000-4000-8000-000000000002"})", R"("Order")"))},
      {"reason-is-text", second(replaced(overridden, R"({"code":"patient-ineligible")", R"("x","y":{"code":"z")"))},
      {"time-without-offset", second(replaced(accepted, "10:00:00Z", "10:00:00"))},
      {"too-many-items", body_of(many(101, accepted))},
      {"comment-too-long", second(replaced(overridden, "seen", std::string(4097, 'x')))},
      {"two-cards-in-one", second(replaced(accepted, R"("outcome")", R"("card":"x","outcome")"))},
      {"cut-short", body_of(accepted).substr(0, 100)},
      {"several-faults", body_of(replaced(accepted, R"("accepted")", R"("ignored")") + "," +
                                 replaced(overridden, "11:00:00Z", "noon") + R"(,{"card":7})")},
  };
  for (const auto& one : table) {
    const auto answered = reply_to(one.body);
    EXPECT_EQ(answered.status, 400) << one.name;
    EXPECT_FALSE(handed_over(one.body)) << one.name;
    EXPECT_EQ(violations_of(answered, "{}"), "") << one.name;
    EXPECT_TRUE(support::is_golden("feedback/" + std::string(one.name) + ".txt", exchange_about(one.body, answered)))
        << one.name;
  }
}

} // namespace
