#include "cds/rules/suggestions.hpp"

#include <cmath>

#include "cds/assess/observations.hpp"

namespace cds::rules {
namespace {

void add_test(suggestion& to, const situation& s, std::string_view service, bool urgent) {
  const coding code = s.known.service(service);
  to.actions.push_back(order_test{code, urgent, "Order " + std::string(code.display)});
}

bool done_or_ordered(const situation& s, std::initializer_list<value_set> any_of) {
  const thresholds& limits = s.known.limits;
  const value_sets wanted(any_of);
  for (const observation& o : s.chart.labs.items) {
    if (!o.sets.any_of(wanted) || !o.effective) continue;
    if (o.status != observation::state::unknown &&
        at_most(most_hours_since(*o.effective, s.chart.now), limits.foscarnet_baseline_hours))
      return true;
  }
  for (const service_request& r : s.chart.service_requests.items)
    if (r.sets.any_of(wanted) && r.status == service_request::state::active && r.authored &&
        at_most(most_hours_since(*r.authored, s.chart.now), limits.foscarnet_baseline_hours))
      return true;
  return false;
}

std::string standing(const test_state& t, const char* name) {
  const auto dated = [](const std::optional<date_time>& d) { return d ? " " + to_text(*d) : std::string(); };
  if (t.result)
    return std::string(name) + " resulted" + dated(t.result->effective) + " (" + to_text(t.result->source) + ")";
  if (t.preliminary)
    return std::string(name) + " pending since" + dated(t.preliminary->effective) + " (" +
           to_text(t.preliminary->source) + ")";
  if (t.ordered)
    return std::string(name) + " ordered" + dated(t.ordered->authored) + " (" + to_text(t.ordered->source) + ")";
  return {};
}

} // namespace

std::optional<suggestion> hsv_tests(const situation& s, const finding& f, bool recommended) {
  const resistance_state& r = s.resistance;
  if (r.negative) return std::nullopt; // without virus there is nothing to test
  suggestion tests{f.text("culture_label"), recommended, {}};
  // Susceptibility is tested on a cultured virus: once it is under way, so is the culture.
  if (r.culture.open() && r.acyclovir_test.open()) add_test(tests, s, "hsv-culture", false);
  if (r.acyclovir_test.open()) add_test(tests, s, "acyclovir-susceptibility", false);
  // For a severe host foscarnet's result is wanted too, but by itself it is no reason to test again.
  if (!tests.actions.empty() && s.who.immune.level == immune_level::severe && r.foscarnet_test.open())
    add_test(tests, s, "foscarnet-susceptibility", false);
  if (tests.actions.empty()) return std::nullopt;
  return tests;
}

std::string hsv_tests_standing(const situation& s) {
  std::string text = standing(s.resistance.culture, "HSV culture");
  const std::string susceptibility = standing(s.resistance.acyclovir_test, "acyclovir susceptibility");
  if (!text.empty() && !susceptibility.empty()) text += ", ";
  return text + susceptibility;
}

std::optional<suggestion> infectious_disease_referral(const situation& s, const finding& f, bool urgent,
                                                      bool recommended) {
  if (s.who.referral) return std::nullopt;
  const std::string label = f.text(urgent ? "referral_urgent_label" : "referral_label");
  return suggestion{label, recommended, {refer{s.known.service("infectious-disease-referral"), urgent, label}}};
}

std::optional<suggestion> cancel_this_order(const situation& s, const finding& f, bool recommended) {
  if (!s.is_draft() || s.draft.source.id.empty()) return std::nullopt; // nothing to name
  const std::string label = f.text("cancel_label", {{"agent", std::string(name_of(s.draft.drug.agent))}});
  return suggestion{label, recommended, {cancel_order{s.index, label}}};
}

std::optional<suggestion> foscarnet_baseline(const situation& s, const finding& f) {
  suggestion tests{f.text("baseline_label"), false, {}};
  if (!done_or_ordered(s, {value_set::basic_metabolic_panel}) &&
      !(done_or_ordered(s, {value_set::creatinine}) && done_or_ordered(s, {value_set::potassium})))
    add_test(tests, s, "basic-metabolic-panel", false);
  if (!done_or_ordered(s, {value_set::calcium, value_set::ionized_calcium})) add_test(tests, s, "calcium", false);
  if (!done_or_ordered(s, {value_set::magnesium})) add_test(tests, s, "magnesium", false);
  if (!done_or_ordered(s, {value_set::phosphate})) add_test(tests, s, "phosphate", false);
  if (!done_or_ordered(s, {value_set::ecg})) add_test(tests, s, "ecg", false);
  if (tests.actions.empty()) return std::nullopt;
  return tests;
}

const orderable* tablet_for(const situation& s, agent drug, double dose_mg) {
  const orderable* best = nullptr;
  for (const orderable& o : s.known.orderables) {
    if (o.agent != drug || o.strength_mg <= 0) continue;
    const double tablets = dose_mg / o.strength_mg;
    const bool whole = about_equal(tablets, std::round(tablets)) && at_least(tablets, 1);
    if (whole && (!best || o.strength_mg > best->strength_mg)) best = &o;
  }
  return best;
}

std::optional<dose_plan> adjusted_plan(const situation& s, const regimen& r) {
  const renal_state& kidneys = s.who.renal;
  if (kidneys.clearance_ml_min) return plan_for(r, *kidneys.clearance_ml_min);
  if (kidneys.at_risk) return std::nullopt;
  return r.plan;
}

std::optional<suggestion> update_this_order(const situation& s, const finding& f, const regimen& r) {
  const auto plan = adjusted_plan(s, r);
  if (!plan || !s.is_draft() || s.draft.source.id.empty()) return std::nullopt;
  const std::string label =
      f.text("update_label", {{"agent", std::string(name_of(r.agent))}, {"plan", to_text(*plan)}});
  return suggestion{label, false, {change_dosage{s.index, *plan, label}}};
}

std::optional<suggestion> replace_this_order(const situation& s, const finding& f, const regimen& r) {
  const auto plan = adjusted_plan(s, r);
  if (!plan || !s.is_draft() || s.draft.source.id.empty()) return std::nullopt;
  const orderable* tablet = tablet_for(s, r.agent, plan->dose_mg);
  if (!tablet) return std::nullopt;
  const placeholders values = {{"agent", std::string(name_of(r.agent))}, {"plan", to_text(*plan)}};
  const std::string label = f.text("replace_label", values);
  suggestion swap{label, false, {}};
  swap.actions.push_back(
      cancel_order{s.index, f.text("replace_remove", {{"agent", std::string(name_of(s.draft.drug.agent))}})});
  swap.actions.push_back(order_oral{tablet, *plan, s.index, f.text("replace_add", values)});
  return swap;
}

} // namespace cds::rules
