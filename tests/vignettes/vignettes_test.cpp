// Whole patients, from the request an EHR would send to the answer it would get.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hooks/conformance.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/question.hpp"
#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

class Vignette : public testing::TestWithParam<std::string> {
 protected:
  const std::string request = request_of(GetParam());
  const expectation expected = expectation_of(GetParam());
  const hooks::reply answered = answer_to(request, expected.now);
};

TEST_P(Vignette, ComesBackAsExpected) {
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_THAT(differences(expected, boost::json::parse(answered.body)), testing::IsEmpty())
      << expected.patient << "\n"
      << support::laid_out(answered.body);
}

TEST_P(Vignette, Conforms) {
  fhir::json::document asked, answer;
  const auto question = asked.read(request);
  const auto root = answer.read(answered.body);
  ASSERT_TRUE(question && root);
  const auto found = hooks::check_cards(*root, support::question_in(*question));
  EXPECT_THAT(found, testing::IsEmpty()) << hooks::to_text(found);
}

TEST_P(Vignette, IsTheAnswerThatWasRead) {
  EXPECT_TRUE(support::is_golden("vignettes/" + GetParam() + ".answer.json", support::laid_out(answered.body)));
}

INSTANTIATE_TEST_SUITE_P(All, Vignette, testing::ValuesIn(all_vignettes()), [](const auto& row) { return row.param; });

TEST(Vignettes, AreThere) { EXPECT_EQ(all_vignettes().size(), 24u); }

} // namespace
} // namespace vignettes
