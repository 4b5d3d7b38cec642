#include "cds/engine.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "cds/assess/medicines.hpp"
#include "cds/assess/situation.hpp"
#include "cds/compose.hpp"
#include "cds/rules/rule.hpp"

namespace cds {
namespace {

outcome switched_off(rule_id id) { return rules::not_applicable(id, "switched off by the hospital"); }

bool is_wanted(rule_id id, std::initializer_list<rule_id> only) {
  return only.size() == 0 || std::find(only.begin(), only.end(), id) != only.end();
}

/// Silent rules run last and are seen by no other: a finding that nobody reads must not keep a visible rule quiet.
std::vector<outcome> run(const situation& s, std::initializer_list<rule_id> only = {}) {
  std::vector<outcome> outcomes;
  outcomes.reserve(only.size() > 0 ? only.size() : rules::all().size());
  for (const rules::rule& r : rules::all()) {
    if (!is_wanted(r.id, only)) continue;
    const rule_mode mode = s.known.mode_of(r.id);
    if (mode == rule_mode::on)
      outcomes.push_back(r.evaluate(s, outcomes));
    else if (mode == rule_mode::off)
      outcomes.push_back(switched_off(r.id));
  }
  const std::size_t seen = outcomes.size();
  for (const rules::rule& r : rules::all())
    if (is_wanted(r.id, only) && s.known.mode_of(r.id) == rule_mode::silent)
      outcomes.push_back(r.evaluate(s, std::span(outcomes).first(seen)));
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
  decided.standing = run(s, {rule_id::foscarnet_dose, rule_id::foscarnet_safety, rule_id::foscarnet_course});
  add_cards(decided.recommendations, s, decided.standing);
}

/// On opening the chart: the first active nucleoside that is for herpes simplex tells of a resistant result.
void check_running_nucleoside(decision& decided, const facts& chart, const knowledge& known, const patient_state& who) {
  for (const medication* m : all_medications(chart)) {
    if (!is_nucleoside(m->drug.agent) || !is_systemic(m->drug, m->dosage) || !is_current(*m, chart.now.today)) continue;
    const draft_order order = as_order(*m);
    const situation s = assess_standing(chart, known, who, order);
    if (s.out_of_scope()) continue;
    const auto outcomes = run(s, {rule_id::resistant_virus});
    add_cards(decided.recommendations, s, outcomes);
    decided.standing.insert(decided.standing.end(), outcomes.begin(), outcomes.end());
    return;
  }
}

} // namespace

decision evaluate(const knowledge& known, const facts& chart) {
  decision decided;
  const patient_state who = assess_patient(chart, known);
  decided.written_on = who.notes;
  decided.orders.reserve(chart.drafts.size());
  constexpr std::size_t usual_cards = 4;
  decided.recommendations.reserve(usual_cards);
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
