// Broken lines, missing types and files that end too early: told, counted, and never half a result.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <fstream>

#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using replaying::place;
namespace fs = std::filesystem;

class BadInput : public testing::Test {
 protected:
  BadInput() {
    fs::create_directories(input);
    hospital::write({.seed = 7, .patients = 48, .files = 1}, input);
  }

  tl::expected<run_summary, std::string> run(std::uint64_t most_broken = 100) const {
    return replaying::run(input, where / "out", {.most_broken = most_broken, .threads = 2});
  }
  std::string orders() const {
    const auto text = replaying::text_of(where / "out");
    return text.substr(text.find('\n') + 1);
  }
  fs::path file(const char* type) const { return input / (std::string(type) + ".000.ndjson"); }
  /// Puts a line before the others, so that it is the first.
  void put_first(const char* type, std::string_view line) const {
    const auto rest = replaying::text_of(file(type));
    std::ofstream(file(type), std::ios::binary) << line << "\n" << rest;
  }

  place where;
  fs::path input = where / "export";
};

TEST_F(BadInput, ABrokenLineIsToldByItsPlaceAndSkipped) {
  ASSERT_TRUE(run());
  const auto expected = orders();
  put_first("Observation", R"({"resourceType":"Observation","secret)");
  put_first("MedicationRequest", R"({"resourceType":"MedicationRequest","secret":tru})");
  put_first("Condition", "secret");
  put_first("Condition", "");
  const auto summary = run();
  ASSERT_TRUE(summary) << summary.error();
  const std::vector<broken_line> told = {
      {"Condition.000.ndjson", 2, "is no JSON object"},
      {"MedicationRequest.000.ndjson", 1, "is not JSON that can be read strictly"},
      {"Observation.000.ndjson", 1, "ends within a text"},
  };
  EXPECT_EQ(summary->broken, told);
  EXPECT_EQ(replaying::text_of(where / "out").find("secret"), std::string::npos);
  EXPECT_EQ(orders(), expected);
  for (const auto& one : summary->files) {
    const bool has_one = one.type == "Observation" || one.type == "MedicationRequest" || one.type == "Condition";
    EXPECT_EQ(one.broken, has_one ? 1u : 0u) << one.name;
  }
}

TEST_F(BadInput, MoreBrokenLinesThanAreWantedEndTheRunWithoutAResult) {
  put_first("Observation", "{");
  put_first("MedicationRequest", "{");
  EXPECT_TRUE(run(2));
  fs::remove(where / "out");
  const auto stopped = run(1);
  ASSERT_FALSE(stopped);
  EXPECT_NE(stopped.error().find("lines are broken"), std::string::npos) << stopped.error();
  EXPECT_FALSE(fs::exists(where / "out"));
  EXPECT_FALSE(run(0));
}

TEST_F(BadInput, ALineOfAPatientThatMattersIsReadStrictly) {
  put_first("Condition", "");
  auto text = replaying::text_of(file("Condition"));
  const auto patient = replaying::text_of(file("MedicationRequest"));
  const auto at = patient.find("\"Patient/");
  const auto id = patient.substr(at + 9, patient.find('"', at + 9) - at - 9);
  put_first("Condition",
            R"({"resourceType":"Condition","id":"a","id":"a","subject":{"reference":"Patient/)" + id + R"("}})");
  const auto summary = run();
  ASSERT_TRUE(summary) << summary.error();
  ASSERT_EQ(summary->broken.size(), 1u);
  EXPECT_EQ(summary->broken.front().line, 1u);
}

TEST_F(BadInput, LinesOfOtherTypesOrOfNobodyAreSkippedAndCounted) {
  ASSERT_TRUE(run());
  const auto expected = orders();
  put_first("Condition", R"({"resourceType":"Procedure","id":"x","subject":{"reference":"Patient/p"}})");
  put_first("Condition", R"({"resourceType":"Condition","id":"x","subject":{"reference":"Group/p"}})");
  put_first("Condition", R"({"resourceType":"Condition","id":"x"})");
  const auto summary = run();
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_TRUE(summary->broken.empty());
  for (const auto& one : summary->files) EXPECT_EQ(one.skipped, one.type == "Condition" ? 3u : 0u) << one.name;
  EXPECT_EQ(orders(), expected);
}

TEST_F(BadInput, AMissingTypeIsToldWithTheRulesItBlinds) {
  fs::remove(file("Observation"));
  const auto summary = run();
  ASSERT_TRUE(summary) << summary.error();
  ASSERT_EQ(summary->missing.size(), 1u);
  EXPECT_EQ(summary->missing.front().type, "Observation");
  EXPECT_NE(std::ranges::find(summary->missing.front().blinds, cds::rule_id::resistant_virus),
            summary->missing.front().blinds.end());
  bool blind = false;
  for (const auto& order : replaying::read(where / "out").orders)
    for (const auto& rule : order.judged.rules)
      blind |= rule.rule == cds::rule_id::resistant_virus && rule.verdict == cds::verdict::not_evaluable;
  EXPECT_TRUE(blind);
}

/// For each type: a rule that ends differently without it is among those that are told.
TEST_F(BadInput, EveryRuleThatEndsDifferentlyWithoutATypeIsTold) {
  ASSERT_TRUE(run());
  const auto whole = replaying::read(where / "out").orders;
  for (const char* type : {"MedicationDispense", "MedicationAdministration", "Observation", "AllergyIntolerance"}) {
    const auto kept = replaying::text_of(file(type));
    fs::remove(file(type));
    const auto summary = run();
    ASSERT_TRUE(summary) << summary.error();
    const auto without = replaying::read(where / "out").orders;
    ASSERT_EQ(without.size(), whole.size());
    const auto& told = summary->missing.front().blinds;
    for (const auto& order : without)
      for (const auto& rule : order.judged.rules) {
        if (rule.verdict != cds::verdict::not_evaluable) continue;
        const auto& before = whole[static_cast<std::size_t>(&order - without.data())].judged.rules;
        const bool was_so = std::ranges::any_of(
            before, [&](const auto& r) { return r.rule == rule.rule && r.verdict == cds::verdict::not_evaluable; });
        EXPECT_TRUE(was_so || std::ranges::find(told, rule.rule) != told.end())
            << type << " " << cds::name_of(rule.rule);
      }
    std::ofstream(file(type), std::ios::binary) << kept;
  }
}

TEST_F(BadInput, WithoutConditionsOrThePatientNothingIsEvaluated) {
  fs::remove(file("Condition"));
  auto summary = run();
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_EQ(summary->counts.refused, summary->counts.orders);
  for (const auto& order : replaying::read(where / "out").orders) EXPECT_EQ(order.judged.refused, "conditions");
  fs::remove(file("Patient"));
  summary = run();
  ASSERT_TRUE(summary) << summary.error();
  EXPECT_EQ(summary->counts.patients_missing, summary->counts.patients);
  for (const auto& order : replaying::read(where / "out").orders) EXPECT_EQ(order.judged.refused, "patient");
}

TEST_F(BadInput, AnExportWithoutOrdersIsNone) {
  fs::remove(file("MedicationRequest"));
  EXPECT_NE(run().error().find("holds no file of MedicationRequest"), std::string::npos);
  EXPECT_NE(replaying::run(where / "nowhere", where / "out").error().find("cannot be opened"), std::string::npos);
}

TEST_F(BadInput, ACompressedFileThatIsCutShortEndsTheRun) {
  const auto text = replaying::text_of(file("Observation"));
  fs::remove(file("Observation"));
  const auto name = input / "Observation.ndjson.gz";
  auto* packed = ::gzopen(name.c_str(), "wb");
  ASSERT_NE(packed, nullptr);
  ::gzwrite(packed, text.data(), static_cast<unsigned>(text.size()));
  ::gzclose(packed);
  EXPECT_TRUE(run());
  fs::remove(where / "out");
  fs::resize_file(name, fs::file_size(name) / 2);
  const auto stopped = run();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error(), "`Observation.ndjson.gz` cannot be read: the compressed text is cut short");
  EXPECT_FALSE(fs::exists(where / "out"));
}

} // namespace
