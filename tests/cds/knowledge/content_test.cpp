#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "cds/knowledge/check_digit.hpp"
#include "tests/cds/knowledge/seeded.hpp"

namespace {

namespace files = std::filesystem;
using cds_knowledge::read_directory;
using knowledge_tests::embedded_knowledge;

TEST(EmbeddedKnowledge, LoadsWithoutFault) {
  EXPECT_THAT(knowledge_tests::faults_of(cds_knowledge::embedded()), testing::IsEmpty());
}

TEST(EmbeddedKnowledge, IsTheFilesInTheTree) {
  for (const auto& f : cds_knowledge::embedded()) {
    std::ifstream stream(files::path(VESICLE_SOURCE_DIR) / "cds" / "knowledge" / f.name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(f.text, text) << f.name;
  }
}

TEST(EmbeddedKnowledge, SaysThatNobodySignedItOff) {
  for (const auto& f : cds_knowledge::embedded()) {
    EXPECT_THAT(f.text, testing::HasSubstr("Not signed off by a clinician")) << f.name;
    EXPECT_THAT(f.text, testing::HasSubstr("A hospital may override")) << f.name;
  }
}

TEST(EmbeddedKnowledge, HasEveryRuleWithItsBasis) {
  const auto& known = embedded_knowledge();
  ASSERT_EQ(known.rules.size(), cds::rule_count);
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& rule = known.rule(static_cast<cds::rule_id>(i));
    SCOPED_TRACE(name_of(rule.id));
    EXPECT_EQ(rule.id, static_cast<cds::rule_id>(i));
    EXPECT_FALSE(rule.statements.empty());
    EXPECT_FALSE(rule.overrides.empty());
    EXPECT_FALSE(known.source_named(rule.source).label.empty());
    for (const auto& key : rule.sources) EXPECT_FALSE(known.source_named(key).label.empty());
    for (const auto& t : rule.texts) EXPECT_EQ(known.text(rule.id, std::string_view(t.key)), t.text);
  }
}

TEST(EmbeddedKnowledge, OffersThePublishedOverrideReasons) {
  const auto& reasons = embedded_knowledge().overrides;
  EXPECT_EQ(reasons.size(), 35U);
  const auto shown = [&](std::string_view code) {
    const auto at = std::find_if(reasons.begin(), reasons.end(), [&](const auto& r) { return r.code == code; });
    return at == reasons.end() ? std::string() : at->display;
  };
  EXPECT_EQ(shown("patient-contraindication"), "Patient has contraindication to recommended action");
  EXPECT_EQ(shown("patient-refuses"), "Patient refuses/declines (no context given)*");
}

TEST(CheckDigits, TellCodesFromTypingMistakes) {
  struct row {
    const char* code;
    bool snomed;
    bool loinc;
  };
  const row rows[] = {
      {"1475003", true, false},
      {"1457003", false, false},
      {"1475004", false, false},
      {"2631000119108", true, false},
      {"5859-4", false, true},
      {"5859-5", false, false},
      {"5895-4", false, false},
      {"1-8", false, true},
      {"12345", false, false},
      {"", false, false},
      {"-8", false, false},
      {"5859-", false, false},
      {"5859-44", false, false},
      {"147500A", false, false},
      {"0000000000000000000", false, false},
  };
  for (const row& r : rows) {
    EXPECT_EQ(cds_knowledge::is_snomed_ct(r.code), r.snomed) << r.code;
    EXPECT_EQ(cds_knowledge::is_loinc(r.code), r.loinc) << r.code;
  }
}

class Directory : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = files::path(testing::TempDir()) / (std::string("vesicle_knowledge_") + test->name());
    files::remove_all(path_);
    files::create_directories(path_);
    for (const auto& f : cds_knowledge::embedded()) write(f.name, f.text);
  }
  void TearDown() override { files::remove_all(path_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::vector<std::string> faults() const {
    std::vector<std::string> texts;
    const auto read = read_directory(path_);
    if (!read)
      for (const auto& f : read.error()) texts.push_back(to_text(f));
    return texts;
  }

  files::path path_;
};

TEST_F(Directory, ReplacesTheEmbeddedFiles) {
  write("README.md", "not knowledge");
  auto changed = cds_knowledge::embedded();
  for (auto& f : changed) {
    if (f.name != "thresholds.toml") continue;
    const std::string old = "[failure.escalate_day]\nvalue = 10";
    f.text.replace(f.text.find(old), old.size(), "[failure.escalate_day]\nvalue = 9");
    write(f.name, f.text);
  }
  const auto read = read_directory(path_);
  ASSERT_TRUE(read.has_value());
  const auto known = cds_knowledge::read(*read);
  ASSERT_TRUE(known.has_value());
  EXPECT_DOUBLE_EQ(known->limits.failure_escalate_day, 9);
}

TEST_F(Directory, NamesAMissingFile) {
  files::remove(path_ / "renal.toml");
  EXPECT_THAT(faults(), testing::ElementsAre((path_ / "renal.toml").string() + ": missing file, or not readable"));
}

TEST_F(Directory, NamesAnUnknownFile) {
  write("renals.toml", "");
  EXPECT_THAT(faults(), testing::ElementsAre((path_ / "renals.toml").string() + ": unknown file"));
}

TEST_F(Directory, MustBeADirectory) {
  const auto read = read_directory(path_ / "thresholds.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(to_text(read.error().front()), (path_ / "thresholds.toml").string() + ": not a directory");
}

} // namespace
