// The comparison itself: whatever an answer lacks or has too much is reported.
#include "tests/vignettes/expectation.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vignettes {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* answer =
    R"({"cards": [{"summary": "Day 12 of valacyclovir", "indicator": "warning", "detail": "**Why** transplant",
  "source": {"topic": {"code": "treatment-failure"}},
  "suggestions": [
    {"label": "culture", "isRecommended": true, "actions": [
      {"type": "create", "resource": {"resourceType": "ServiceRequest", "priority": "urgent", "code": {"coding": [{"code": "5859-4"}]}}}]},
    {"label": "replace", "actions": [
      {"type": "delete", "resourceId": "MedicationRequest/draft"},
      {"type": "create", "resource": {"resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"coding": [{"code": "313564", "display": "valacyclovir 1000 MG"}]},
        "dosageInstruction": [{"timing": {"repeat": {"boundsDuration": {"value": 7}, "frequency": 1, "period": 12, "periodUnit": "h"}},
          "doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}}]}]}}]}]}]})";

std::vector<std::string> compare(const std::string& card, const std::string& rest = R"("no_other_cards": true)") {
  const auto text = R"({"patient": "a man", "now": "2026-01-20T15:00:00Z", "cards": [)" + card + "], " + rest + "}";
  return differences(read_expectation(text), boost::json::parse(answer));
}

std::string card(const std::string& suggestion, const std::string& indicator = "warning") {
  return R"({"rule": "treatment-failure", "indicator": ")" + indicator +
         R"(", "summary": ["day 12"], "says": ["transplant"], "suggestions": [)" + suggestion + "]}";
}

const std::string culture =
    R"({"recommended": true, "actions": [{"type": "create", "resource": "ServiceRequest", "code": "5859-4", "priority": "urgent"}]})";
std::string replacement(const std::string& dose) {
  return R"({"actions": [{"type": "delete", "id": "MedicationRequest/draft"}, {"type": "create", "agent": "valacyclovir", )" +
         dose + "}]}";
}

TEST(Expectation, WhatIsMet) {
  EXPECT_THAT(compare(card(culture)), IsEmpty());
  EXPECT_THAT(compare(card(replacement(R"("dose_mg": 1000, "every_hours": 12, "days": 7)"))), IsEmpty());
  EXPECT_THAT(compare("", R"("no_other_cards": false)"), IsEmpty());
}

TEST(Expectation, WhatIsNotMet) {
  for (const auto& suggestion :
       {R"({"recommended": false, "actions": [{"code": "5859-4"}]})", R"({"actions": [{"code": "1-8"}]})",
        R"({"actions": [{"code": "5859-4", "priority": "routine"}]})",
        R"({"actions": [{"type": "delete", "id": "MedicationRequest/other"}]})"})
    EXPECT_THAT(compare(card(suggestion)), ElementsAre(HasSubstr("no suggestion is"))) << suggestion;
  for (const auto& dose : {R"("dose_mg": 2000)", R"("every_hours": 8)", R"("days": 1)", R"("says": ["foscarnet"])"})
    EXPECT_THAT(compare(card(replacement(dose))), ElementsAre(HasSubstr("no suggestion is"))) << dose;
  EXPECT_THAT(compare(card(culture, "info")), ElementsAre("treatment-failure: the indicator is `warning`"));
  EXPECT_THAT(compare(""), ElementsAre(HasSubstr("a card of treatment-failure")));
  EXPECT_THAT(compare(R"({"rule": "red-flag", "indicator": "critical", "summary": [], "says": []})",
                      R"("no_other_cards": false)"),
              ElementsAre("no card of red-flag"));
  EXPECT_THAT(
      compare(R"({"rule": "treatment-failure", "indicator": "warning", "summary": ["day 13"], "says": ["HIV"]})"),
      ElementsAre(HasSubstr("summary lacks `day 13`"), HasSubstr("detail lacks `HIV`")));
}

TEST(Expectation, WhatMustNotBe) {
  const std::string rest = R"("no_other_cards": false, "never": )";
  for (const auto& [never, complaint] :
       {std::pair{R"({"rules": ["treatment-failure"]})", "a card of treatment-failure"},
        {R"({"texts": ["TRANSPLANT"]})", "says `TRANSPLANT`"},
        {R"({"patterns": ["Day [0-9]+ of"]})", "says `Day [0-9]+ of`"},
        {R"({"creates": ["MedicationRequest"]})", "proposes MedicationRequest"},
        {R"({"creates": ["313564"]})", "proposes 313564"},
        {R"({"deletes": true})", "deletes MedicationRequest/draft"}})
    EXPECT_THAT(compare("", rest + never), ElementsAre(HasSubstr(complaint))) << never;
}

TEST(Expectation, WhatOneCardMustNotSay) {
  const auto of = [](const std::string& pattern) {
    return R"({"rule": "treatment-failure", "indicator": "warning", "summary": [], "says": [], "never": [")" + pattern +
           R"("]})";
  };
  EXPECT_THAT(compare(of("[0-9]+ mg(?!/)")), IsEmpty());
  EXPECT_THAT(compare(of("Day 1[0-9]")), ElementsAre("treatment-failure: says `Day 1[0-9]`"));
}

TEST(Expectation, UnknownMembersAreFaults) {
  EXPECT_THROW(compare("", R"("no_other_cards": true, "maybe": 1)"), std::runtime_error);
  EXPECT_THROW(compare(card(R"({"actions": [{"dose": 1}]})")), std::runtime_error);
  EXPECT_THROW(compare("", R"("no_other_cards": true, "never": {"words": []})"), std::runtime_error);
}

} // namespace
} // namespace vignettes
