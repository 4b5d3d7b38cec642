#include "cds/engine.hpp"

#include <algorithm>

#include "cds/assess/situation.hpp"
#include "cds/rules/not_checked.hpp"
#include "cds/rules/rule.hpp"

namespace cds {
namespace {

/// A critical finding about the virus or the patient leaves no room for advice on the regimen of the same order.
bool silenced(rule_id id, const std::vector<outcome>& outcomes) {
  if (id != rule_id::regimen_check && id != rule_id::topical_acyclovir) return false;
  return std::any_of(outcomes.begin(), outcomes.end(), [](const outcome& o) {
    return (o.rule == rule_id::resistant_virus || o.rule == rule_id::red_flag) && o.recommendation &&
           o.recommendation->indicator == indicator::critical;
  });
}

order_outcomes run_rules(const situation& s) {
  order_outcomes result{s.index, {}};
  result.outcomes.reserve(rules::all().size());
  for (const rules::rule& r : rules::all()) result.outcomes.push_back(r.evaluate(s, result.outcomes));
  return result;
}

} // namespace

decision evaluate(const knowledge& known, const facts& chart) {
  decision decided;
  const patient_state who = assess_patient(chart, known);
  for (std::size_t i = 0; i < chart.drafts.size(); ++i) {
    const situation s = assess_order(chart, known, who, i);
    order_outcomes order = run_rules(s);
    for (const outcome& o : order.outcomes)
      if (o.recommendation && !silenced(o.rule, order.outcomes)) decided.recommendations.push_back(*o.recommendation);
    if (auto gap = rules::not_checked(s, order.outcomes)) decided.recommendations.push_back(std::move(*gap));
    decided.orders.push_back(std::move(order));
  }
  std::stable_sort(decided.recommendations.begin(), decided.recommendations.end(),
                   [](const recommendation& a, const recommendation& b) { return a.indicator > b.indicator; });
  return decided;
}

} // namespace cds
