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

outcome not_applicable(rule_id id, std::string because) {
  return {id, verdict::not_applicable, std::move(because), {}, {}};
}
outcome negative(rule_id id, std::string because) { return {id, verdict::negative, std::move(because), {}, {}}; }

outcome not_evaluable(rule_id id, std::vector<std::string> missing) {
  return {id, verdict::not_evaluable, "data are missing", std::move(missing), {}};
}

outcome fired(recommendation r, std::string because) {
  const rule_id id = r.rule;
  return {id, verdict::fired, std::move(because), {}, std::move(r)};
}

bool has_fired(std::span<const outcome> before, rule_id id) {
  return std::any_of(before.begin(), before.end(),
                     [id](const outcome& o) { return o.rule == id && o.verdict == verdict::fired; });
}

std::optional<outcome> unless_adult_in_scope(rule_id id, const situation& s) {
  if (s.out_of_scope())
    return not_applicable(id, "the order is outside the scope: not an antiviral for this, or another site");
  if (s.who.group == age_group::minor) return not_applicable(id, "the patient is a minor");
  if (s.who.group == age_group::unknown) return not_evaluable(id, {"date of birth"});
  // Without conditions an order that names no reason may be for anything.
  if (s.where.site == site::none && !s.chart.conditions.known()) return not_evaluable(id, {"conditions"});
  return std::nullopt;
}

std::vector<std::string> missing_medication_data(const facts& chart) {
  std::vector<std::string> missing;
  if (!chart.requests.known()) missing.push_back("medication orders");
  if (!chart.dispenses.known()) missing.push_back("medication dispenses");
  if (!chart.administrations.known()) missing.push_back("medication administrations");
  if (!chart.statements.known()) missing.push_back("medication statements");
  return missing;
}

finding::finding(const situation& s, rule_id id, indicator urgency) : s_(s) {
  card_.rule = id;
  card_.indicator = urgency;
  if (s.is_draft()) card_.drafts = {s.index};
}

std::string finding::text(std::string_view key, const placeholders& values) const {
  return fill(s_.known.text(card_.rule, key), values);
}

finding& finding::summary(std::string_view key, const placeholders& values) {
  card_.summary = text(key, values);
  return *this;
}
finding& finding::why(std::string_view key, const placeholders& values) {
  card_.why.push_back(text(key, values));
  return *this;
}
finding& finding::not_known(std::string_view key, const placeholders& values) {
  card_.not_known.push_back(text(key, values));
  return *this;
}
finding& finding::option(std::string_view key, const placeholders& values) {
  card_.options.push_back(text(key, values));
  return *this;
}
finding& finding::data(datum d) {
  card_.data_used.push_back(std::move(d));
  return *this;
}
finding& finding::data(std::vector<datum> several) {
  for (datum& d : several) card_.data_used.push_back(std::move(d));
  return *this;
}
finding& finding::suggest(std::optional<suggestion> s) {
  if (s) card_.suggestions.push_back(std::move(*s));
  return *this;
}

datum lesion_datum(const situation& s) {
  const condition* c = s.lesion.evidence ? s.lesion.evidence : s.where.evidence;
  if (!c) return {"site", std::string(name_of(s.where.site)) + ", from " + s.where.from, std::nullopt, s.draft.source};
  const std::string name = c->named ? std::string(c->named->coding.display) : "herpes of the lips or mouth";
  return {"lesion", name + ", " + name_of(s.lesion.state), c->onset ? c->onset : c->recorded, c->source};
}

datum course_datum(const exposure_run& run) {
  std::string value = std::string(name_of(run.agent)) + " since " + to_text(run.first) + ", " +
                      std::to_string(run.elapsed_days) + " days since the first dose, " +
                      std::to_string(run.covered_days) + (run.coverage ? " days covered" : " days ordered");
  if (run.mean_daily_mg) value += ", " + to_text(quantity{*run.mean_daily_mg, unit::milligram}) + " a day";
  if (run.from.empty()) return {"course", std::move(value), std::nullopt, {}};
  // The date beside a source is the source's own.
  const medication& newest = *run.from.front();
  return {"course", value + "; newest record", newest.start, newest.source};
}

std::vector<datum> host_data(const situation& s) {
  std::vector<datum> data;
  if (is_compromised(s.who.immune.level)) {
    data = s.who.immune.evidence;
    if (data.size() > 3) data.resize(3);
  }
  return data;
}

} // namespace cds::rules
