#include "hooks/feedback.hpp"

#include <gtest/gtest.h>

#include "tests/hooks/faults.hpp"

namespace {

using hooks::feedback_item;
using hooks::read_feedback;

const std::string card = "c0ffee00-0000-4000-8000-000000000001";
const std::string suggestion = "c0ffee00-0000-4000-8000-000000000002";
const std::string accepted =
    R"({"card":"c0ffee00-0000-4000-8000-000000000001","outcome":"accepted",)"
    R"("acceptedSuggestions":[{"id":"c0ffee00-0000-4000-8000-000000000002"}],"outcomeTimestamp":"2026-01-05T10:00:00Z"})";
const std::string overridden =
    R"({"card":"c0ffee00-0000-4000-8000-000000000001","outcome":"overridden",)"
    R"("overrideReason":{"reason":{"code":"expert-contradicts","system":"urn:reasons","display":"Advice"},)"
    R"("userComment":"seen by a colleague"},"outcomeTimestamp":"2026-01-05T10:00:00.120+02:00"})";

std::string body(const std::string& items) { return R"({"feedback":[)" + items + "]}"; }

std::string faults_of(const std::string& text) {
  const auto read = read_feedback(text);
  return read ? "" : hooks_tests::to_text(read.error().issues);
}

feedback_item only_item(const std::string& text) {
  const auto read = read_feedback(body(text));
  if (!read) throw std::invalid_argument(hooks_tests::to_text(read.error().issues));
  return read->size() == 1 ? read->front() : throw std::invalid_argument("not one item");
}

std::chrono::sys_seconds at(int hour) {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours{hour};
}

TEST(Feedback, IsReadWithAllItSays) {
  EXPECT_EQ(only_item(accepted), (feedback_item{.card = card,
                                                .outcome = hooks::card_outcome::accepted,
                                                .accepted_suggestions = {suggestion},
                                                .reason = {},
                                                .comment = {},
                                                .outcome_timestamp = "2026-01-05T10:00:00Z",
                                                .outcome_time = at(10)}));
  EXPECT_EQ(only_item(overridden),
            (feedback_item{.card = card,
                           .outcome = hooks::card_outcome::overridden,
                           .accepted_suggestions = {},
                           .reason = hooks::override_coding{"expert-contradicts", "urn:reasons", "Advice"},
                           .comment = "seen by a colleague",
                           .outcome_timestamp = "2026-01-05T10:00:00.120+02:00",
                           .outcome_time = at(8)}));
}

TEST(Feedback, KeepsTheOrderOfItemsAndIdentifiersAsWritten) {
  const auto in_capitals = hooks_tests::replaced(accepted, card, "C0FFEE00-0000-4000-8000-00000000000A");
  const auto read = read_feedback(body(in_capitals + "," + overridden + "," + overridden));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 3u);
  EXPECT_EQ(read->at(0).card, "C0FFEE00-0000-4000-8000-00000000000A");
  EXPECT_EQ(read->at(1), read->at(2));
}

// What clients in the field send beside the specification's examples, and what an older version of it allows.
TEST(Feedback, IsReadLiberallyWhereItIsSafe) {
  const std::string start = R"({"card":")" + card + R"(","outcomeTimestamp":"2026-01-05T10:00:00Z",)";
  const struct {
    std::string item;
    bool has_reason;
    std::string comment;
  } table[] = {
      {start + R"("outcome":"overridden"})", false, ""},
      {start + R"("outcome":"overridden","acceptedSuggestions":[]})", false, ""},
      {start + R"("outcome":"overridden","acceptedSuggestions":null,"overrideReason":null})", false, ""},
      {start + R"("outcome":"overridden","overrideReason":{}})", false, ""},
      {start + R"("outcome":"overridden","overrideReason":{"reason":null,"userComment":""}})", false, ""},
      {start + R"("outcome":"overridden","overrideReason":{"userComment":" \n"}})", false, ""},
      {start + R"("outcome":"overridden","overrideReason":{"userComment":" as is "}})", false, " as is "},
      {start + R"("outcome":"overridden","overrideReason":{"reason":{"display":"Other"}}})", true, ""},
      {start + R"("outcome":"overridden","overrideReason":{"reason":{"code":"x","display":""}}})", true, ""},
      {start + R"("outcome":"overridden","extension":{"com.example":{"a":[1]}},"patient":7})", false, ""},
  };
  for (const auto& row : table) {
    const auto read = only_item(row.item);
    EXPECT_EQ(read.reason.has_value(), row.has_reason) << row.item;
    EXPECT_EQ(read.comment, row.comment) << row.item;
    EXPECT_TRUE(read.accepted_suggestions.empty()) << row.item;
  }
  EXPECT_EQ(faults_of(R"({"extension":{},"x":1,"feedback":[)" + accepted + "]}"), "");
}

TEST(Feedback, ReadsInstantsOnly) {
  const std::string wrong = "value feedback[0].outcomeTimestamp: not a time such as `2026-01-05T10:00:00Z`: ";
  const struct {
    std::string written;
    std::string faults;
  } table[] = {
      {R"("2026-01-05T10:00:00.123456789Z")", ""},
      {R"("2026-01-05T10:00:00-05:00")", ""},
      {R"("2026-01-05T10:00Z")", ""},
      {R"("2026-01-05")", wrong + "the time of day or its offset is missing"},
      {R"("2026-01-05T10:00:00")", wrong + "the time of day or its offset is missing"},
      {R"("2026-02-30T10:00:00Z")", wrong + "the month has no such day"},
      {R"("05/01/2026 10:00")", wrong + "the date does not begin with a year of four digits"},
      {R"("2026-01-05T10:00:00.)" + std::string(60, '0') + R"(Z")", wrong + "too long"},
      {"1767607200", "structure feedback[0].outcomeTimestamp: must be a string, not a number"},
      {"null", "required feedback[0].outcomeTimestamp: missing"},
  };
  for (const auto& row : table) {
    const auto item = hooks_tests::replaced(accepted, R"("2026-01-05T10:00:00Z")", row.written);
    EXPECT_EQ(faults_of(body(item)), row.faults) << row.written;
  }
}

TEST(Feedback, IsRefusedAsAWholeWithEveryFault) {
  const std::string is_card = R"("card":")" + card + R"(",)";
  const auto changed = [](const std::string& item, std::string_view what, std::string_view with) {
    return body(hooks_tests::replaced(item, what, with));
  };
  const std::string no_uuid = ": not a UUID such as `c0ffee00-0000-4000-8000-000000000001`";
  const struct {
    std::string text;
    std::string faults;
  } table[] = {
      {"[]", "structure : the body must be a JSON object, not an array"},
      {"{}", "required feedback: missing"},
      {R"({"feedback":null})", "required feedback: missing"},
      {R"({"feedback":{}})", "structure feedback: must be an array of objects, not an object"},
      {body(""), "required feedback: must hold 1 to 100 items"},
      {body("7,[]"), "structure feedback[0]: must be an object, not a number\n"
                     "structure feedback[1]: must be an object, not an array"},
      {body("{}"), "required feedback[0].card: missing\nrequired feedback[0].outcome: missing\n"
                   "required feedback[0].outcomeTimestamp: missing"},
      {body(accepted + "," + hooks_tests::replaced(overridden, "overridden", "dismissed")),
       "value feedback[1].outcome: must be `accepted` or `overridden`"},
      {changed(accepted, is_card, ""), "required feedback[0].card: missing"},
      {changed(accepted, card, ""), "value feedback[0].card: must not be empty"},
      {changed(accepted, card, "urn:uuid:" + card), "value feedback[0].card" + no_uuid},
      {changed(accepted, card, card.substr(1) + "g"), "value feedback[0].card" + no_uuid},
      {changed(accepted, card, card.substr(1)), "value feedback[0].card" + no_uuid},
      {changed(accepted, card, " " + card), "value feedback[0].card" + no_uuid},
      {changed(accepted, R"(,"acceptedSuggestions":[{"id":"c0ffee00-0000-4000-8000-000000000002"}])", ""),
       "required feedback[0].acceptedSuggestions: missing"},
      {changed(accepted, R"([{"id":"c0ffee00-0000-4000-8000-000000000002"}])", "[]"),
       "required feedback[0].acceptedSuggestions: must name at least one suggestion"},
      {changed(accepted, R"([{"id":"c0ffee00-0000-4000-8000-000000000002"}])", R"(["a",{},{"id":"b"}])"),
       "structure feedback[0].acceptedSuggestions[0]: must be an object, not a string\n"
       "required feedback[0].acceptedSuggestions[1].id: missing\n"
       "value feedback[0].acceptedSuggestions[2].id" +
           no_uuid},
      {changed(accepted, R"([{"id":"c0ffee00-0000-4000-8000-000000000002"}])", "{}"),
       "structure feedback[0].acceptedSuggestions: must be an array of objects, not an object"},
      {changed(overridden, R"({"code":"expert-contradicts","system":"urn:reasons","display":"Advice"})", "{}"),
       "required feedback[0].overrideReason.reason: must have a `code` or a `display`"},
      {changed(overridden, R"({"code":"expert-contradicts","system":"urn:reasons","display":"Advice"})", R"("x")"),
       "structure feedback[0].overrideReason.reason: must be an object, not a string"},
      {changed(overridden, R"("expert-contradicts")", "7"),
       "structure feedback[0].overrideReason.reason.code: must be a string, not a number"},
      {changed(overridden, R"("seen by a colleague")", "[]"),
       "structure feedback[0].overrideReason.userComment: must be a string, not an array"},
  };
  for (const auto& row : table) EXPECT_EQ(faults_of(row.text), row.faults) << row.text;
}

TEST(Feedback, HoldsItsLimits) {
  const auto many = [](std::size_t count, const std::string& one) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + one;
    return all;
  };
  const auto commented = [](std::size_t bytes) {
    return body(hooks_tests::replaced(overridden, "seen by a colleague", std::string(bytes, 'x')));
  };
  const auto coded = [](std::size_t bytes) {
    return body(hooks_tests::replaced(overridden, "urn:reasons", std::string(bytes, 'x')));
  };
  const std::string id = R"({"id":"c0ffee00-0000-4000-8000-000000000002"})";
  EXPECT_EQ(faults_of(body(many(100, accepted))), "");
  EXPECT_EQ(faults_of(body(many(101, accepted))), "too-costly feedback: must hold 1 to 100 items");
  EXPECT_EQ(faults_of(body(hooks_tests::replaced(accepted, id, many(100, id)))), "");
  EXPECT_EQ(faults_of(body(hooks_tests::replaced(accepted, id, many(101, id)))),
            "too-costly feedback[0].acceptedSuggestions: must not hold more than 100 suggestions");
  EXPECT_EQ(faults_of(commented(4096)), "");
  EXPECT_EQ(faults_of(commented(4097)),
            "too-long feedback[0].overrideReason.userComment: must not be longer than 4096 bytes");
  EXPECT_EQ(faults_of(coded(1024)), "");
  EXPECT_EQ(faults_of(coded(1025)),
            "too-long feedback[0].overrideReason.reason.system: must not be longer than 1024 bytes");
}

TEST(Feedback, ThatIsNoStrictJsonIsRefused) {
  for (const std::string& text : {std::string(), std::string("{"), body(accepted) + "x",
                                  hooks_tests::replaced(body(accepted), "{\"card\"", "{\"card\":\"a\",\"card\""),
                                  hooks_tests::replaced(body(overridden), "seen by", "\xff"),
                                  hooks_tests::replaced(body(overridden), "seen by", "\\u0000")}) {
    const auto read = read_feedback(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().status, 400);
    EXPECT_EQ(read.error().issues.size(), 1u);
  }
}

// Every byte in turn becomes another one, or the last: whatever comes of it is read or refused with reasons.
TEST(Feedback, ThatIsDamagedAnywhereIsReadOrRefused) {
  const auto whole = body(accepted + "," + overridden);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::vector<std::string> damaged{whole.substr(0, at)};
    for (const char other : std::string_view("\"{}[],:0-zZ\\\x00\x80\xff", 15)) {
      damaged.push_back(whole);
      damaged.back()[at] = other;
    }
    for (const auto& text : damaged) {
      const auto read = read_feedback(text);
      if (read) {
        EXPECT_EQ(read->size(), 2u) << text;
        continue;
      }
      ++refused;
      EXPECT_EQ(read.error().status, 400);
      ASSERT_FALSE(read.error().issues.empty()) << text;
      for (const auto& fault : read.error().issues) EXPECT_NE(fault.message, "") << text;
    }
  }
  EXPECT_GT(refused, whole.size() * 5);
}

TEST(Feedback, FaultsRepeatNothingOfWhatWasSent) {
  const auto text = faults_of(body(R"({"card":"jane doe","outcome":"jane doe","acceptedSuggestions":"jane doe",)"
                                   R"("outcomeTimestamp":"jane doe"})"));
  EXPECT_NE(text, "");
  EXPECT_EQ(text.find("jane"), std::string::npos) << text;
}

} // namespace
