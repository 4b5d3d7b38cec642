#include "cds/rules/rule.hpp"

#include <algorithm>
#include <array>

#include "cds/rules/all.hpp"

namespace cds::rules {

std::span<const rule> all() {
  static constexpr std::array<rule, 12> rules = {{
      {rule_id::red_flag, red_flag},
      {rule_id::paediatric, paediatric},
      {rule_id::confirm_indication, confirm_indication},
      {rule_id::resistant_virus, resistant_virus},
      {rule_id::treatment_failure, treatment_failure},
      {rule_id::regimen_check, regimen_check},
      {rule_id::renal_dose, renal_dose},
      {rule_id::recurrence_pattern, recurrence_pattern},
      {rule_id::topical_acyclovir, topical_acyclovir},
      {rule_id::foscarnet_dose, foscarnet_dose},
      {rule_id::foscarnet_safety, foscarnet_safety},
      {rule_id::foscarnet_course, foscarnet_course},
  }};
  return rules;
}

outcome not_applicable(rule_id id, std::string_view because) { return {id, verdict::not_applicable, because, {}, {}}; }
outcome negative(rule_id id, std::string_view because) { return {id, verdict::negative, because, {}, {}}; }

outcome not_evaluable(rule_id id, const situation& s, std::span<const std::string_view> missing) {
  outcome ended{id, verdict::not_evaluable, "data are missing", {}, {}};
  for (const std::string_view what : missing) ended.missing.add(what, s.notes().memory());
  return ended;
}
outcome not_evaluable(rule_id id, const situation& s, std::initializer_list<std::string_view> missing) {
  return not_evaluable(id, s, std::span(missing.begin(), missing.size()));
}

outcome fired(const recommendation& r, std::string_view because) { return {r.rule, verdict::fired, because, {}, r}; }

bool has_fired(std::span<const outcome> before, rule_id id) {
  return std::any_of(before.begin(), before.end(),
                     [id](const outcome& o) { return o.rule == id && o.verdict == verdict::fired; });
}

std::optional<outcome> unless_adult_in_scope(rule_id id, const situation& s) {
  if (s.out_of_scope())
    return not_applicable(id, "the order is outside the scope: not an antiviral for this, or another site");
  if (s.who.group == age_group::minor) return not_applicable(id, "the patient is a minor");
  if (s.who.group == age_group::unknown) return not_evaluable(id, s, {"date of birth"});
  // Without conditions an order that names no reason may be for anything.
  if (s.where.site == site::none && !s.chart.conditions.known()) return not_evaluable(id, s, {"conditions"});
  return std::nullopt;
}

std::string_view listed(const situation& s, const list<std::string_view>& items) {
  return items.size() == 1 ? items.front() : s.notes().say(joined{items});
}

few<std::string_view, 4> missing_medication_data(const facts& chart) {
  few<std::string_view, 4> missing;
  if (!chart.requests.known()) missing.add("medication orders");
  if (!chart.dispenses.known()) missing.add("medication dispenses");
  if (!chart.administrations.known()) missing.add("medication administrations");
  if (!chart.statements.known()) missing.add("medication statements");
  return missing;
}

finding::finding(const situation& s, rule_id id, indicator urgency) : s_(s) {
  card_.rule = id;
  card_.indicator = urgency;
  if (s.is_draft()) card_.drafts.add(s.index, s.notes().memory());
}

/// Most texts have no placeholder: they are said where they stand in the knowledge.
std::string_view finding::text(const text_key& key, const placeholders& values) const {
  const std::string_view text = s_.known.text(card_.rule, key);
  return text.find('{') == std::string_view::npos ? text : s_.notes().say(filled{text, values});
}

finding& finding::summary(const text_key& key, const placeholders& values) {
  card_.summary = text(key, values);
  return *this;
}
finding& finding::why(const text_key& key, const placeholders& values) {
  card_.why.add(text(key, values), s_.notes().memory());
  return *this;
}
finding& finding::not_known(const text_key& key, const placeholders& values) {
  card_.not_known.add(text(key, values), s_.notes().memory());
  return *this;
}
finding& finding::option(const text_key& key, const placeholders& values) {
  card_.options.add(text(key, values), s_.notes().memory());
  return *this;
}
finding& finding::data(const datum& d) {
  card_.data_used.add(d, s_.notes().memory());
  return *this;
}
finding& finding::data(const list<datum>& several) {
  for (const datum& d : several) data(d);
  return *this;
}
finding& finding::suggest(const std::optional<suggestion>& s) {
  if (s) card_.suggestions.add(*s, s_.notes().memory());
  return *this;
}

datum lesion_datum(const situation& s) {
  const condition* c = s.lesion.evidence ? s.lesion.evidence : s.where.evidence;
  if (!c) return {"site", s.notes().say(name_of(s.where.site), ", from ", s.where.from), std::nullopt, s.draft.source};
  const std::string_view name = c->named ? c->named->coding.display : "herpes of the lips or mouth";
  return {"lesion", s.notes().say(name, ", ", name_of(s.lesion.state)), c->onset ? c->onset : c->recorded, c->source};
}

datum course_datum(const situation& s, const exposure_run& run) {
  std::string_view value =
      s.notes().say(name_of(run.agent), " since ", run.first, ", ", run.elapsed_days, " days since the first dose, ",
                    run.covered_days, run.coverage ? " days covered" : " days ordered");
  if (run.mean_daily_mg) value = s.notes().say(value, ", ", quantity{*run.mean_daily_mg, unit::milligram}, " a day");
  if (run.from.empty()) return {"course", value, std::nullopt, {}};
  // The date beside a source is the source's own.
  const medication& newest = *run.from.front();
  return {"course", s.notes().say(value, "; newest record"), newest.start, newest.source};
}

list<datum> host_data(const situation& s) {
  constexpr std::size_t most = 3;
  if (!is_compromised(s.who.immune.level)) return {};
  const list<datum>& evidence = s.who.immune.evidence;
  return std::span(evidence.begin(), std::min(evidence.size(), most));
}

} // namespace cds::rules
