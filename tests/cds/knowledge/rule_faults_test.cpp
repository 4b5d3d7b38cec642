#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using knowledge_tests::expect_reported;
using knowledge_tests::faults_of;
using knowledge_tests::seeded;

constexpr const char* renal = "renal.toml";
constexpr const char* foscarnet = "foscarnet.toml";
constexpr const char* rules = "rules.toml";

std::vector<seeded> rule_faults() {
  const std::string own_rule =
      "[red-flag]\ntitle = \"Red flag: herpes that needs same-day care\"\nversion = \"1.0.0\"\n"
      "source = \"own-knowledge\"\nsources = [\"own-knowledge\", \"statements\"]\nstatements = [\"S21\"]\n";
  const auto with = [](std::string text, const std::string& find, const std::string& replacement) {
    return text.replace(text.find(find), find.size(), replacement);
  };
  const std::string red_flag_summary =
      "summary = \"Red flag: {flag}. Same-day evaluation, not oral or topical treatment alone\"";
  const std::string neonate = "neonate = \"newborn with a herpes antiviral\"";
  return {
      {"RuleUnknown", rules, "[not-checked]", "[@@no-such-rule]\n[not-checked]", {"unknown rule `no-such-rule`"}},
      {"ModeUnknown",
       rules,
       own_rule,
       own_rule + "mode = @@\"quiet\"\n",
       {"unknown mode `quiet`, expected one of: on, silent, off"}},
      {"NotCheckedSwitchedOff",
       rules,
       "[not-checked]\n",
       "[not-checked]\nmode = @@\"silent\"\n",
       {"`not-checked` is always on: without it nobody learns what could not be evaluated"}},
      {"SummaryCanGetTooLong",
       rules,
       red_flag_summary,
       "summary = @@\"{flag} {flag}, seen\"",
       {"a summary has at most 139 characters, this one can have 143 when it is filled in"}},
      {"RuleWithoutSource",
       rules,
       own_rule,
       with("@@" + own_rule, "source = \"own-knowledge\"\n", ""),
       {"missing key `source`"}},
      {"RuleWithoutSources",
       rules,
       own_rule,
       with("@@" + own_rule, "sources = [\"own-knowledge\", \"statements\"]\n", ""),
       {"missing key `sources`"}},
      {"RuleWithoutStatements",
       rules,
       own_rule,
       with("@@" + own_rule, "statements = [\"S21\"]\n", ""),
       {"missing key `statements`"}},
      {"StatementsEmpty", rules, own_rule, with(own_rule, "[\"S21\"]", "@@[]"), {"`statements` must not be empty"}},
      {"StatementUnknown",
       rules,
       own_rule,
       with(own_rule, "\"S21\"", "@@\"S25\""),
       {"unknown statement `S25`, expected `S1` to `S24`"}},
      {"RuleSourceUnknown",
       rules,
       own_rule,
       with(own_rule, ", \"statements\"]", ", @@\"x\"]"),
       {"unknown source `x`, sources.toml lists them"}},
      {"MainSourceNotListed",
       rules,
       own_rule,
       with(own_rule, "source = \"own-knowledge\"", "source = @@\"natural-course\""),
       {"the main source `natural-course` must be among `sources`"}},
      {"OverrideUnknown",
       rules,
       "\"patient-ineligible\", \"action-completed\"",
       "@@\"because\", \"action-completed\"",
       {"unknown override reason `because`, overrides.toml lists them"}},
      {"TextMissing",
       rules,
       "[red-flag.texts]\n" + red_flag_summary + "\n",
       "@@[red-flag.texts]\n",
       {"missing text `summary`"}},
      {"TextUnknown", rules, neonate, neonate + "\nextra = @@\"x\"", {"unknown text `extra`"}},
      {"TextKeyShape",
       rules,
       neonate,
       neonate + "\n@@Extra = @@\"x\"",
       {"text key `Extra` must be lower_snake", "unknown text `Extra`"}},
      {"PlaceholderOpen", rules, neonate, "neonate = @@\"newborn {with\"", {"`{` without `}`"}},
      {"PlaceholderNested", rules, neonate, "neonate = @@\"newborn {{with}}\"", {"`{` without `}`"}},
      {"PlaceholderClosed", rules, neonate, "neonate = @@\"newborn with}\"", {"`}` without `{`"}},
      {"PlaceholderName",
       rules,
       neonate,
       "neonate = @@\"newborn {With}\"",
       {"placeholder `{With}` must be lower_snake"}},
      {"PlaceholderUnfilled",
       rules,
       neonate,
       "neonate = @@\"newborn {age}\"",
       {"nothing fills the placeholder `{age}` of this text"}},
      {"TwoLines", rules, neonate, "neonate = @@\"newborn\\nwith\"", {"a text must be one line"}},
      {"SummaryTooLong",
       rules,
       red_flag_summary,
       "summary = @@\"{flag}" + std::string(140, 'x') + "\"",
       {"a summary has at most 139 characters, this one can have 208 when it is filled in"}},
  };
}

TEST(RuleFaults, AreReportedWhereTheyAre) { expect_reported(rule_faults()); }

TEST(KnowledgeFaults, ReportsAllFilesAtOnce) {
  auto files = cds_knowledge::embedded();
  for (auto& f : files)
    if (f.name == renal || f.name == foscarnet) f.text += "\n[surplus]\nx = 1\n";
  EXPECT_THAT(faults_of(files), testing::Contains(testing::HasSubstr("foscarnet.toml:")));
  EXPECT_THAT(faults_of(files), testing::Contains(testing::HasSubstr("renal.toml:")));
}

TEST(KnowledgeFaults, NamesAMissingRule) {
  auto files = cds_knowledge::embedded();
  for (auto& f : files)
    if (f.name == rules) f.text.resize(f.text.find("[not-checked]"));
  EXPECT_THAT(faults_of(files), testing::ElementsAre("rules.toml:1:1: missing rule `not-checked`"));
}

TEST(KnowledgeFaults, NamesMissingUnknownAndRepeatedFiles) {
  auto files = cds_knowledge::embedded();
  files.push_back({"extra.toml", ""});
  files.push_back(files[1]);
  files.erase(files.begin());
  EXPECT_THAT(faults_of(files), testing::UnorderedElementsAre("extra.toml: unknown file", "sources.toml: missing file",
                                                              "overrides.toml: the file is given twice"));
}

} // namespace
