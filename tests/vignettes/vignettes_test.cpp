// Whole patients, from the request an EHR would send to the answer it would get.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hooks/conformance.hpp"
#include "hooks/endpoint.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/world.hpp"
#include "tests/vignettes/expectation.hpp"

namespace vignettes {
namespace {

const auto folder = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "vignettes";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `v01` ...: every request in this folder.
std::vector<std::string> all_vignettes() {
  constexpr std::string_view ending = ".request.json";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (const auto name = entry.path().filename().string(); name.ends_with(ending))
      names.push_back(name.substr(0, name.size() - ending.size()));
  std::sort(names.begin(), names.end());
  return names;
}

hooks::reply answer_to(std::string_view body, std::chrono::sys_seconds now) {
  const hooks::endpoint served(support::embedded_knowledge(), {});
  return served.answer({.method = "POST",
                        .target = "/cds-services/antiviral-order-sign",
                        .content_type = "application/json",
                        .content_encoding = {},
                        .origin = {},
                        .body = body},
                       support::world_at(now));
}

class Vignette : public testing::TestWithParam<std::string> {
 protected:
  const std::string request = text_of(folder / (GetParam() + ".request.json"));
  const expectation expected = read_expectation(text_of(folder / (GetParam() + ".expect.json")));
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
  const auto found = hooks::check_cards(*root, (*question)["context"]["draftOrders"]);
  EXPECT_THAT(found, testing::IsEmpty()) << hooks::to_text(found);
}

TEST_P(Vignette, IsTheAnswerThatWasRead) {
  EXPECT_TRUE(support::is_golden("vignettes/" + GetParam() + ".answer.json", support::laid_out(answered.body)));
}

INSTANTIATE_TEST_SUITE_P(All, Vignette, testing::ValuesIn(all_vignettes()), [](const auto& row) { return row.param; });

TEST(Vignettes, AreThere) { EXPECT_GE(all_vignettes().size(), 15u); }

} // namespace
} // namespace vignettes
