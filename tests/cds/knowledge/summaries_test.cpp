// How long a summary can get: every placeholder has a declared longest value, and no known value is longer.
#include <gtest/gtest.h>

#include "cds/knowledge/content.hpp"
#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds_knowledge::longest_length;
using cds_knowledge::longest_length_of;
using knowledge_tests::embedded_knowledge;

TEST(Summaries, HaveADeclaredLengthForEveryPlaceholder) {
  int seen = 0;
  for (const auto& rule : embedded_knowledge().rules)
    for (const auto& t : rule.texts) {
      if (!t.key.starts_with("summary")) continue;
      for (const auto& name : cds_knowledge::placeholders_of(t.text)) {
        EXPECT_TRUE(longest_length(name_of(rule.id), name)) << name_of(rule.id) << ' ' << name;
        ++seen;
      }
      EXPECT_LE(longest_length_of(name_of(rule.id), t.text), cds_knowledge::longest_summary)
          << name_of(rule.id) << ' ' << t.key;
    }
  EXPECT_GT(seen, 30);
}

TEST(Summaries, CountCharactersAndTheLongestValues) {
  EXPECT_EQ(longest_length_of("red-flag", "abc"), 3U);
  EXPECT_EQ(longest_length_of("red-flag", "\xC3\xA4 {agent}!"), 1U + 1U + 14U + 1U);
  EXPECT_EQ(longest_length_of("resistant-virus", "{ordered}"), 14U);
  EXPECT_EQ(longest_length_of("foscarnet-dose", "{ordered}"), 36U);
  EXPECT_EQ(longest_length_of("red-flag", "{unheard_of}"), cds_knowledge::longest_summary);
  EXPECT_FALSE(longest_length("red-flag", "unheard_of"));
}

TEST(Summaries, AllowForTheLongestKnownValue) {
  const auto& known = embedded_knowledge();
  for (auto a = static_cast<int>(cds::agent::none); a <= static_cast<int>(cds::agent::docosanol); ++a) {
    const auto agent = static_cast<cds::agent>(a);
    EXPECT_LE(name_of(agent).size(), *longest_length("", "agent")) << name_of(agent);
  }
  for (const auto& r : known.regimens) {
    const auto fits = [](const cds::dose_plan& plan) {
      EXPECT_LE(to_text(plan).size(), *longest_length("renal-dose", "row")) << to_text(plan);
      EXPECT_LE(to_text(plan).size() + sizeof "valacyclovir", *longest_length("recurrence-pattern", "plan"));
    };
    fits(r.plan);
    for (const auto& band : r.bands) fits(band.plan);
  }
  EXPECT_GT(known.terms.entries().size(), 100U);
  for (const auto& entry : known.terms.entries()) {
    const auto& sets = entry.meaning.sets;
    if (!sets.has(cds::value_set::hsv_red_flag) && !sets.has(cds::value_set::neonatal_herpes)) continue;
    EXPECT_LE(entry.display.size(), *longest_length("red-flag", "flag")) << entry.display;
  }
}

} // namespace
