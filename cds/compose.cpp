#include "cds/compose.hpp"

#include <algorithm>

#include "cds/rules/not_checked.hpp"

namespace cds {
namespace {

bool is_shown(const situation& s, const outcome& o) { return s.known.mode_of(o.rule) == rule_mode::on; }

bool silenced(rule_id id, const situation& s, const std::vector<outcome>& outcomes) {
  if (id != rule_id::regimen_check && id != rule_id::renal_dose && id != rule_id::recurrence_pattern &&
      id != rule_id::topical_acyclovir)
    return false;
  return std::any_of(outcomes.begin(), outcomes.end(), [&](const outcome& o) {
    return (o.rule == rule_id::resistant_virus || o.rule == rule_id::red_flag) && o.recommendation &&
           o.recommendation->indicator == indicator::critical && is_shown(s, o);
  });
}

/// Cards share only what says the same in every line: nothing that is not known of one order may get lost.
bool same_finding(const recommendation& a, const recommendation& b) {
  return a.rule == b.rule && a.indicator == b.indicator && a.summary == b.summary && a.why == b.why &&
         a.not_known == b.not_known && a.options == b.options;
}

/// Suggestions about an order are kept for each order; those about the patient stand once.
bool concerns_an_order(const suggestion& s) {
  return std::any_of(s.actions.begin(), s.actions.end(), [](const action& a) {
    return std::holds_alternative<cancel_order>(a) || std::holds_alternative<change_dosage>(a) ||
           std::holds_alternative<change_foscarnet>(a);
  });
}

void add(std::vector<recommendation>& cards, const recommendation& card, const situation& s) {
  const auto known =
      std::find_if(cards.begin(), cards.end(), [&](const recommendation& c) { return same_finding(c, card); });
  if (known == cards.end()) {
    cards.push_back(card);
    return;
  }
  auto& memory = s.notes().memory();
  known->data_used.add({"also", s.notes().say(name_of(s.draft.drug.agent), " order"), s.draft.authored, s.draft.source},
                       memory);
  for (const std::size_t draft : card.drafts)
    if (std::find(known->drafts.begin(), known->drafts.end(), draft) == known->drafts.end())
      known->drafts.add(draft, memory);
  for (const suggestion& offered : card.suggestions)
    if (concerns_an_order(offered)) known->suggestions.add(offered, memory);
}

} // namespace

void add_cards(std::vector<recommendation>& cards, const situation& s, const std::vector<outcome>& outcomes) {
  for (const outcome& o : outcomes)
    if (o.recommendation && is_shown(s, o) && !silenced(o.rule, s, outcomes)) add(cards, *o.recommendation, s);
  if (const auto gap = rules::not_checked(s, outcomes)) add(cards, *gap, s);
}

void sort_cards(std::vector<recommendation>& cards) {
  const auto worse = [](const recommendation& a, const recommendation& b) { return a.indicator > b.indicator; };
  if (!std::is_sorted(cards.begin(), cards.end(), worse)) std::stable_sort(cards.begin(), cards.end(), worse);
}

} // namespace cds
