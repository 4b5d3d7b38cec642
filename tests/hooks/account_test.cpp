#include "hooks/account.hpp"

#include <gtest/gtest.h>

#include "hooks/uuid.hpp"
#include "tests/hooks/small_knowledge.hpp"

namespace {

using cds::indicator;
using cds::rule_id;
using cds::verdict;

template<class table, class way> auto at(const table& counted, rule_id rule, way which) {
  return counted.at(static_cast<std::size_t>(rule)).at(static_cast<std::size_t>(which));
}

template<class table> unsigned sum(const table& counted) {
  unsigned all = 0;
  for (const auto& rule : counted)
    for (const auto one : rule) all += one;
  return all;
}

cds::outcome ended(rule_id rule, verdict how, std::optional<indicator> urgency = {}) {
  cds::outcome made;
  made.rule = rule;
  made.verdict = how;
  if (urgency) made.recommendation.emplace().indicator = *urgency;
  return made;
}

TEST(Account, CountsOutcomesCardsAndWhatSilentRulesFound) {
  auto known = hooks_tests::another_small_knowledge();
  known.rules.at(static_cast<std::size_t>(rule_id::renal_dose)).mode = cds::rule_mode::silent;
  cds::decision decided;
  decided.orders = {
      {0,
       {ended(rule_id::red_flag, verdict::negative), ended(rule_id::renal_dose, verdict::fired, indicator::warning),
        ended(rule_id::regimen_check, verdict::fired, indicator::info)}},
      {1, {ended(rule_id::red_flag, verdict::negative), ended(rule_id::regimen_check, verdict::not_evaluable)}}};
  decided.standing = {ended(rule_id::foscarnet_dose, verdict::not_applicable)};
  hooks::issued_card card;
  card.rule = rule_id::regimen_check;
  const auto made = hooks::account_of(decided, {card}, known);
  EXPECT_EQ(at(made.outcomes, rule_id::red_flag, verdict::negative), 2U);
  EXPECT_EQ(at(made.outcomes, rule_id::renal_dose, verdict::fired), 1U);
  EXPECT_EQ(at(made.outcomes, rule_id::regimen_check, verdict::fired), 1U);
  EXPECT_EQ(at(made.outcomes, rule_id::regimen_check, verdict::not_evaluable), 1U);
  EXPECT_EQ(at(made.outcomes, rule_id::foscarnet_dose, verdict::not_applicable), 1U);
  EXPECT_EQ(sum(made.outcomes), 6U);
  EXPECT_EQ(at(made.cards, rule_id::regimen_check, indicator::info), 1U);
  EXPECT_EQ(sum(made.cards), 1U);
  EXPECT_EQ(at(made.silent, rule_id::renal_dose, indicator::warning), 1U);
  EXPECT_EQ(sum(made.silent), 1U);
}

TEST(Uuid, IsToldByItsForm) {
  for (const auto* good : {"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "D1577C69-DFBE-44AD-BA6D-3E05E953B2EA",
                           "00000000-0000-0000-0000-000000000000"})
    EXPECT_TRUE(hooks::is_uuid(good)) << good;
  for (const auto* bad :
       {"", "d1577c69", "d1577c69-dfbe-44ad-ba6d-3e05e953b2e", "d1577c69-dfbe-44ad-ba6d-3e05e953b2eaa",
        "d1577c69edfbe-44ad-ba6d-3e05e953b2ea", "g1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "{d1577c69-dfbe-44ad-ba6d-3e05e953b2e}", "Jane Doe, born 1980-01-01, MRN 12345"})
    EXPECT_FALSE(hooks::is_uuid(bad)) << bad;
}

} // namespace
