// The same verdict and the same content as an independent parser: over generated texts and requests, damaged copies of
// them, and the hard cases in hard/.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>
#include <string_view>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/fhir/json/generated.hpp"
#include "tests/fhir/json/hard_cases.hpp"

namespace {

using other_document = rapidjson::Document;

bool parsed_by_other(std::string_view text, other_document& into) {
  constexpr unsigned flags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag;
  into.Parse<flags>(text.data(), text.size());
  return !into.HasParseError();
}

/// Refused here on purpose although it is JSON, or by the other on its own account.
bool stricter_by_intent(const fhir::issue& fault) {
  for (const auto* part : {"given twice", "\\u0000", "half of a surrogate pair", "exponent of a number",
                           "number is too large", "nested deeper", "member name is longer", "byte order mark"}) {
    if (fault.message.find(part) != std::string::npos) return true;
  }
  return false;
}

struct verdicts {
  int accepted = 0;
  int refused = 0;
};

void compare(std::string_view text, verdicts& counted) {
  fhir::json::document ours;
  other_document theirs;
  const auto read = ours.read(text);
  const bool other_accepts = parsed_by_other(text, theirs);
  if (!read) {
    ++counted.refused;
    EXPECT_TRUE(!other_accepts || stricter_by_intent(read.error())) << read.error().message << "\n" << text;
    return;
  }
  ++counted.accepted;
  ASSERT_TRUE(other_accepts) << text;
  std::string rewritten;
  fhir::json::writer(rewritten).value(*read);
  other_document again;
  ASSERT_TRUE(parsed_by_other(rewritten, again)) << rewritten;
  EXPECT_TRUE(theirs == again) << text << "\n" << rewritten;
}

/// Compares `times` texts and, of each, five damaged copies.
template<class Make> verdicts compare_all(int times, generated::texts& texts, Make make) {
  verdicts counted;
  for (int i = 0; i < times && !testing::Test::HasFailure(); ++i) {
    const std::string text = make();
    compare(text, counted);
    for (int damaged = 0; damaged < 5; ++damaged) compare(texts.damaged(text), counted);
  }
  return counted;
}

TEST(StrictReader, AgreesWithAnotherParser) {
  generated::texts texts(20260105);
  const auto counted = compare_all(2000, texts, [&] { return texts.any(); });
  EXPECT_GT(counted.accepted, 4000);
  EXPECT_GT(counted.refused, 4000);
}

TEST(StrictReader, AgreesWithAnotherParserOnRequests) {
  generated::texts texts(20260120);
  const auto counted = compare_all(1400, texts, [&] { return texts.hook_request(); });
  EXPECT_GT(counted.accepted, 2000);
  EXPECT_GT(counted.refused, 2000);
}

TEST(StrictReader, AcceptsTheHardCases) {
  const auto cases = hard_cases::with("accepted");
  ASSERT_GE(cases.size(), 40u);
  for (const auto& one : cases) {
    verdicts counted;
    compare(one.text, counted);
    EXPECT_EQ(counted.accepted, 1) << one.name;
  }
}

TEST(StrictReader, RefusesTheHardCases) {
  const auto cases = hard_cases::with("refused");
  ASSERT_GE(cases.size(), 60u);
  for (const auto& one : cases) {
    verdicts counted;
    compare(one.text, counted);
    EXPECT_EQ(counted.refused, 1) << one.name;
  }
}

} // namespace
