#include "hooks/problem.hpp"

#include <gtest/gtest.h>

#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"

namespace {

using fhir::issue_code;

TEST(Problem, IsAnOperationOutcomeWithEveryFault) {
  auto answer = hooks::to_reply(
      {.status = 405,
       .issues = {{issue_code::required, "context.patientId", "missing"}, {issue_code::structure, "", "no `JSON`"}},
       .headers = {{"Allow", "GET"}}});
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.headers, (std::vector<hooks::header>{{"Allow", "GET"}}));
  EXPECT_EQ(answer.body,
            R"({"resourceType":"OperationOutcome","issue":[)"
            R"({"severity":"error","code":"required","diagnostics":"missing","expression":["context.patientId"]},)"
            R"({"severity":"error","code":"structure","diagnostics":"no `JSON`"}]})");
}

TEST(Problem, SaysHowManyFaultsItLeavesOut) {
  for (std::size_t faults : {hooks::most_issues, hooks::most_issues + 1, hooks::most_issues + 5000}) {
    hooks::problem refused{.status = 400, .issues = {}, .headers = {}};
    refused.issues.resize(faults, {issue_code::value, "a", "b"});
    auto answer = hooks::to_reply(refused);
    fhir::json::document document;
    auto root = document.read(answer.body);
    ASSERT_TRUE(root);
    bool cut = faults > hooks::most_issues;
    ASSERT_EQ((*root)["issue"].size(), hooks::most_issues + (cut ? 1 : 0));
    if (cut) {
      EXPECT_EQ((*root)["issue"][hooks::most_issues]["diagnostics"].string(),
                "and " + std::to_string(faults - hooks::most_issues) + " more faults");
    }
    EXPECT_EQ(hooks::to_text(hooks::check_refusal(*root)), "");
  }
}

} // namespace
