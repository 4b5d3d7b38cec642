#include "server/replay/judging.hpp"

#include <algorithm>
#include <variant>

#include "hooks/endpoint.hpp"
#include "hooks/response.hpp"

namespace server {
namespace {

using cds::value_set;

const cds::value_sets& culture_sets() {
  static const cds::value_sets sets = {value_set::hsv_culture, value_set::hsv_pcr, value_set::acyclovir_susceptibility,
                                       value_set::foscarnet_susceptibility, value_set::hsv_susceptibility_order};
  return sets;
}

/// What a suggested action asks for.
struct asked {
  deed what;
  cds::value_sets sets;
};
struct asked_by {
  const cds::knowledge& known;

  asked operator()(const cds::order_test& test) const {
    const auto* term = known.terms.find(test.code.system, test.code.code);
    const auto sets = term ? term->sets : cds::value_sets{};
    if (sets.any_of(culture_sets())) return {deed::culture, culture_sets()};
    return {deed::laboratory, sets};
  }
  asked operator()(const cds::refer&) const { return {deed::referral, {value_set::infectious_disease_referral}}; }
  asked operator()(const cds::cancel_order&) const { return {deed::order_ended, {}}; }
  asked operator()(const cds::order_oral&) const { return {deed::drug_changed, {}}; }
  asked operator()(const cds::order_foscarnet&) const { return {deed::drug_changed, {}}; }
  asked operator()(const cds::change_dosage&) const { return {deed::dose_changed, {}}; }
  asked operator()(const cds::change_foscarnet&) const { return {deed::dose_changed, {}}; }
};

std::vector<suggested_deed> suggested_by(const cds::recommendation& card, const cds::knowledge& known,
                                         const follow_up& after) {
  std::array<std::optional<cds::value_sets>, deed_count> wanted;
  for (const auto& suggestion : card.suggestions)
    for (const auto& action : suggestion.actions) {
      const auto asks = std::visit(asked_by{known}, action);
      auto& sets = wanted.at(static_cast<std::size_t>(asks.what));
      if (!sets) sets.emplace();
      sets->add(asks.sets);
    }
  std::vector<suggested_deed> found;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (wanted.at(i)) found.push_back(after.look_for(static_cast<deed>(i), *wanted.at(i)));
  return found;
}

class judge {
 public:
  judge(const cds::decision& decided, const cds::knowledge& known, const follow_up& after)
      : known_(known), after_(after), shown_(hooks::shown(decided.recommendations, hooks::settings{}.most_cards)) {}

  judgement judged(const cds::decision& decided) {
    made_.cards = static_cast<int>(shown_.size());
    for (const auto& order : decided.orders)
      for (const auto& one : order.outcomes) add(one);
    for (const auto& one : decided.standing)
      if (!has(one.rule)) add(one);
    for (const auto* card : shown_)
      if (card->rule == cds::rule_id::not_checked && !has(card->rule))
        made_.rules.push_back({.rule = card->rule,
                               .verdict = cds::verdict::fired,
                               .urgency = card->indicator,
                               .shown = true,
                               .missing = {},
                               .suggested = {}});
    std::sort(made_.rules.begin(), made_.rules.end(), [](const auto& a, const auto& b) { return a.rule < b.rule; });
    return std::move(made_);
  }

 private:
  bool has(cds::rule_id rule) const {
    return std::any_of(made_.rules.begin(), made_.rules.end(), [&](const rule_result& r) { return r.rule == rule; });
  }
  bool is_shown(cds::rule_id rule) const {
    return std::any_of(shown_.begin(), shown_.end(), [&](const auto* card) { return card->rule == rule; });
  }

  void add(const cds::outcome& one) {
    if (one.verdict == cds::verdict::not_applicable) return;
    rule_result result;
    result.rule = one.rule;
    result.verdict = one.verdict;
    result.missing.assign(one.missing.begin(), one.missing.end());
    if (one.recommendation) {
      result.urgency = one.recommendation->indicator;
      result.shown = is_shown(one.rule);
      result.suggested = suggested_by(*one.recommendation, known_, after_);
    }
    made_.rules.push_back(std::move(result));
  }

  const cds::knowledge& known_;
  const follow_up& after_;
  std::vector<const cds::recommendation*> shown_;
  judgement made_;
};

/// A test that a card suggests is one of many; a culture of herpes is one for all of them.
constexpr std::array unprompted_deeds = {deed::culture, deed::referral, deed::order_ended, deed::drug_changed,
                                         deed::dose_changed};

} // namespace

std::vector<suggested_deed> unprompted_after(const judgement& judged, const follow_up& after) {
  std::vector<suggested_deed> found;
  if (judged.cards > 0 || !judged.refused.empty()) return found;
  for (const auto what : unprompted_deeds)
    found.push_back(after.look_for(
        what, what == deed::culture ? culture_sets() : cds::value_sets{value_set::infectious_disease_referral}));
  return found;
}

judgement judgement_of(const cds::decision& decided, const cds::knowledge& known, const follow_up& after) {
  return judge(decided, known, after).judged(decided);
}

} // namespace server
