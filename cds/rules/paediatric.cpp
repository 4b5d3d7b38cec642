#include <algorithm>

#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::paediatric;

const label_age* label_age_of(const situation& s) {
  const route way = s.topical ? route::topical : route_of(s.draft.drug, s.draft.dosage);
  for (const label_age& l : s.known.label_ages)
    if (l.agent == s.draft.drug.agent && (l.route == route::unknown || l.route == way)) return &l;
  return nullptr;
}

recommendation warn(const situation& s, const label_age& label) {
  finding f(s, id, indicator::warning);
  const placeholders values = {{"agent", name_of(label.agent)},
                               {"age", s.notes().say(s.who.years->youngest)},
                               {"label_age", s.notes().say(label.years)}};
  f.summary("summary", values).why("why", values);
  f.data({"age", s.notes().say(s.who.years->youngest, " years"), s.chart.patient.birth, s.chart.patient.source});
  f.option("options", values);
  return f.take();
}

} // namespace

/// An antiviral below the age of its label. No dose is computed or suggested for a minor.
outcome paediatric(const situation& s, std::span<const outcome>) {
  if (s.draft.drug_unresolved) return not_evaluable(id, s, {"the ordered medicine"});
  if (s.out_of_scope()) return not_applicable(id, "the order is outside the scope");
  if (!s.who.years) return not_evaluable(id, s, {"date of birth"});
  const label_age* label = label_age_of(s);
  if (!label) return negative(id, "the label names no lowest age that is checked");
  if (s.who.years->youngest < label->years) return fired(warn(s, *label), "younger than the label's age");
  return negative(id, "at or above the label's age");
}

} // namespace cds::rules
