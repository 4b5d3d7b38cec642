#include "cds/engine.hpp"

#include <algorithm>
#include <array>

#include "cds/assess/medicines.hpp"
#include "cds/assess/situation.hpp"
#include "cds/compose.hpp"
#include "cds/rules/rule.hpp"

namespace cds {
namespace {

std::vector<outcome> run(const situation& s, std::initializer_list<rule_id> only = {}) {
  std::vector<outcome> outcomes;
  outcomes.reserve(rules::all().size());
  for (const rules::rule& r : rules::all())
    if (only.size() == 0 || std::find(only.begin(), only.end(), r.id) != only.end())
      outcomes.push_back(r.evaluate(s, outcomes));
  return outcomes;
}

bool orders_foscarnet(const facts& chart) {
  return std::any_of(chart.drafts.begin(), chart.drafts.end(),
                     [](const draft_order& d) { return d.drug.agent == agent::foscarnet; });
}

/// Foscarnet that is running is checked as if it were ordered now, unless an order that replaces it is under the pen.
void check_running_foscarnet(decision& decided, const facts& chart, const knowledge& known, const patient_state& who) {
  if (!who.foscarnet || orders_foscarnet(chart)) return;
  const draft_order order = as_order(*who.foscarnet->current);
  const situation s = assess_standing(chart, known, who, order);
  auto outcomes = run(s, {rule_id::foscarnet_dose, rule_id::foscarnet_safety, rule_id::foscarnet_course});
  add_cards(decided.recommendations, s, outcomes);
  std::move(outcomes.begin(), outcomes.end(), std::back_inserter(decided.standing));
}

/// On opening the chart: the first active nucleoside tells of a resistant result.
void check_running_nucleoside(decision& decided, const facts& chart, const knowledge& known, const patient_state& who) {
  for (const medication* m : all_medications(chart)) {
    if (!is_nucleoside(m->drug.agent) || !is_systemic(m->drug, m->dosage) || !is_current(*m, chart.now.today)) continue;
    const draft_order order = as_order(*m);
    const situation s = assess_standing(chart, known, who, order);
    auto outcomes = run(s, {rule_id::resistant_virus});
    add_cards(decided.recommendations, s, outcomes);
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(decided.standing));
    return;
  }
}

} // namespace

decision evaluate(const knowledge& known, const facts& chart) {
  decision decided;
  const patient_state who = assess_patient(chart, known);
  for (std::size_t i = 0; i < chart.drafts.size(); ++i) {
    const situation s = assess_order(chart, known, who, i);
    auto outcomes = run(s);
    add_cards(decided.recommendations, s, outcomes);
    decided.orders.push_back({i, std::move(outcomes)});
  }
  check_running_foscarnet(decided, chart, known, who);
  if (chart.hook == hook::patient_view) check_running_nucleoside(decided, chart, known, who);
  sort_cards(decided.recommendations);
  return decided;
}

} // namespace cds
