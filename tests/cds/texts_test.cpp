// Every text of the knowledge is said by some rule to some patient, with all its placeholders filled in.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "cds/engine.hpp"
#include "cds/knowledge/read.hpp"
#include "tests/cds/corpus.hpp"
#include "tests/cds/verdicts.hpp"

namespace {

constexpr unsigned patients = 20000;

/// `<rule.key>` and the placeholders of the text, so that what is said can be told by its key.
void mark(std::vector<cds::rule_text>& texts, std::string_view owner) {
  for (auto& t : texts) {
    std::string marked = "<" + std::string(owner) + "." + t.key + ">";
    for (auto open = t.text.find('{'); open != std::string::npos; open = t.text.find('{', open + 1))
      marked += t.text.substr(open, t.text.find('}', open) - open + 1);
    t.text = marked;
  }
}

cds::knowledge marked_knowledge() {
  auto known = cds_knowledge::read(cds_knowledge::embedded()).value();
  for (auto& rule : known.rules) mark(rule.texts, name_of(rule.id));
  mark(known.common_texts, "common");
  return known;
}

std::set<std::string> keys_of(const cds::knowledge& known) {
  std::set<std::string> keys;
  const auto add = [&](const std::vector<cds::rule_text>& texts) {
    for (const auto& t : texts) keys.insert(t.text.substr(0, t.text.find('>') + 1));
  };
  for (const auto& rule : known.rules) add(rule.texts);
  add(known.common_texts);
  return keys;
}

void strike_out(std::set<std::string>& keys, const cds::recommendation& said) {
  const auto strike = [&](std::string_view text) {
    for (auto open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1))
      keys.erase(std::string(text.substr(open, text.find('>', open) - open + 1)));
  };
  strike(said.summary);
  for (const auto* lines : {&said.why, &said.not_known, &said.options})
    for (const auto line : *lines) strike(line);
  for (const auto& suggestion : said.suggestions) {
    strike(suggestion.label);
    for (const auto& action : suggestion.actions)
      strike(std::visit([](const auto& a) { return a.description; }, action));
  }
}

TEST(Texts, EveryTextIsReached) {
  const auto known = marked_knowledge();
  auto left = keys_of(known);
  ASSERT_GT(left.size(), 100u);
  for (unsigned i = 0; i < patients && !left.empty(); ++i) {
    const auto told = corpus::patient(i);
    const auto decided = cds::evaluate(known, told.facts);
    for (const auto& said : decided.recommendations) strike_out(left, said);
  }
  for (const auto& key : left) ADD_FAILURE() << "no patient is told " << key;
}

/// With the real texts: nothing is left unfilled, and every headline fits.
TEST(Texts, NothingIsLeftUnfilled) {
  for (unsigned i = 0; i < 2000; ++i) {
    const auto decided = verdicts::decide(corpus::patient(i));
    for (const auto& said : decided.recommendations) {
      const auto words = verdicts::words(said);
      EXPECT_EQ(words.find_first_of("{}"), std::string::npos) << "patient " << i << "\n" << words;
      EXPECT_LE(said.summary.size(), 139u) << said.summary;
      EXPECT_FALSE(said.summary.empty()) << "patient " << i;
    }
  }
}

} // namespace
