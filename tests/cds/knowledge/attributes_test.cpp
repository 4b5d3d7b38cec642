// What rules say about themselves: complete, and true where the code can be asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using knowledge_tests::embedded_knowledge;
using knowledge_tests::expect_reported;
using knowledge_tests::seeded;

constexpr const char* attributes = "attributes.toml";
constexpr const char* about = "about.toml";

bool covers(const cds::rule_entry& rule, const std::string& limit) {
  return std::any_of(rule.uses.begin(), rule.uses.end(),
                     [&](const std::string& use) { return limit == use || limit.starts_with(use + '.'); });
}

TEST(Attributes, AreCompleteForEveryRule) {
  for (const auto& rule : embedded_knowledge().rules) {
    SCOPED_TRACE(name_of(rule.id));
    std::vector<std::string> keys;
    for (const auto& a : rule.attributes) {
      EXPECT_FALSE(a.text.empty()) << a.key;
      keys.push_back(a.key);
    }
    std::vector<std::string> wanted(cds::rule_origin_keys.begin(), cds::rule_origin_keys.end());
    wanted.insert(wanted.end(), cds::patient_data_keys.begin(), cds::patient_data_keys.end());
    EXPECT_EQ(keys, wanted);
    EXPECT_EQ(rule.mode, cds::rule_mode::on);
  }
}

// `limits.failure_escalate_day` in a rule's source is `failure.escalate_day` in its `uses`.
TEST(Attributes, NameEveryLimitThatTheRuleItselfReads) {
  const std::regex read(R"(limits\.([a-z_0-9]+))");
  int seen = 0;
  for (const auto& rule : embedded_knowledge().rules) {
    std::string name(name_of(rule.id));
    std::replace(name.begin(), name.end(), '-', '_');
    std::ifstream stream(std::string(VESICLE_SOURCE_DIR) + "/cds/rules/" + name + ".cpp");
    ASSERT_TRUE(stream.is_open()) << name;
    const std::string source{std::istreambuf_iterator<char>(stream), {}};
    for (std::sregex_iterator at(source.begin(), source.end(), read), end; at != end; ++at, ++seen) {
      const auto& all = embedded_knowledge().listed_limits;
      const auto listed = std::find_if(all.begin(), all.end(), [&](const auto& l) {
        std::string member = l.name;
        std::replace(member.begin(), member.end(), '.', '_');
        return member == (*at)[1].str();
      });
      ASSERT_NE(listed, all.end()) << (*at)[1].str();
      EXPECT_TRUE(covers(rule, listed->name)) << name << " uses " << listed->name;
    }
  }
  EXPECT_GT(seen, 20);
}

TEST(Attributes, SayThatCockcroftGaultUsesSexAndAge) {
  for (const auto& rule : embedded_knowledge().rules) {
    if (std::find(rule.uses.begin(), rule.uses.end(), "renal") == rule.uses.end()) continue;
    for (const auto& a : rule.attributes) {
      if (a.key != "sex" && a.key != "date_of_birth") continue;
      EXPECT_THAT(a.text, testing::StartsWith("used: ")) << name_of(rule.id) << ' ' << a.key;
    }
  }
}

TEST(Attributes, ListEveryLimitWithItsSource) {
  const auto& known = embedded_knowledge();
  EXPECT_EQ(known.listed_limits.size() * sizeof(double), sizeof(cds::thresholds));
  for (const auto& l : known.listed_limits) {
    EXPECT_GT(l.value, 0) << l.name;
    EXPECT_FALSE(l.sources.empty()) << l.name;
    EXPECT_FALSE(l.unit.empty()) << l.name;
  }
  EXPECT_FALSE(known.about.intended_use.empty());
  EXPECT_FALSE(known.about.out_of_scope.empty());
}

TEST(AttributeFaults, AreReportedWhereTheyAre) {
  const std::string red_flag = "[red-flag]\nfires = \"an oral";
  const std::string first_funding = "funding = \"none recorded\"\nreleased = \"2026-11-22\"\nrevised = \"2026-11-23\"\n"
                                    "race = \"not used\"\n";
  expect_reported({
      {"RuleUnknown", attributes, red_flag, "[@@no-rule]\n" + red_flag, {"unknown rule `no-rule`"}},
      {"FiresMissing", attributes, red_flag, "@@[red-flag]\nnote = \"an oral", {"missing key `fires`"}},
      {"CitationEmpty",
       attributes,
       "citation = \"Own convention: an",
       "citation = @@\"\"\nnote = \"an",
       {"`citation` must be a text, not empty"}},
      {"DateShape",
       attributes,
       first_funding,
       "funding = \"none recorded\"\nreleased = @@\"2026-02-30\"\nrevised = @@\"yesterday\"\nrace = \"not used\"\n",
       {"`released` must be a date such as `2026-01-31`", "`revised` must be a date such as `2026-01-31`"}},
      {"RevisedBeforeReleased",
       attributes,
       first_funding,
       "funding = \"none recorded\"\nreleased = \"2026-11-22\"\nrevised = @@\"2026-11-21\"\nrace = \"not used\"\n",
       {"`revised` must not be before `released`"}},
      {"PatientDataVague",
       attributes,
       first_funding,
       "funding = \"none recorded\"\nreleased = \"2026-11-22\"\nrevised = \"2026-11-23\"\nrace = @@\"used: \"\n",
       {"`race` must be `not used` or begin with `used: ` and say how"}},
      {"UseUnknown",
       attributes,
       "uses = [\"adult\"]",
       "uses = [@@\"failur\", \"adult\", @@\"doses.toml\"]",
       {"unknown limit or table `failur`, thresholds.toml lists the limits",
        "unknown limit or table `doses.toml`, thresholds.toml lists the limits"}},
      {"AboutWithoutUsers",
       about,
       "\nusers = ",
       "\n@@user = ",
       {"missing key `users`",
        "unknown key `user`, expected here: intended_use, limits, out_of_scope, population, users"},
       1},
  });
}

} // namespace
