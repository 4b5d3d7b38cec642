#include "cds/rules/suggestions.hpp"

#include <cmath>

#include "cds/assess/observations.hpp"

namespace cds::rules {
namespace {

void add_test(suggestion& to, const situation& s, std::string_view service, bool urgent) {
  const coding code = s.known.service(service);
  to.actions.add(order_test{code, urgent, s.notes().say("Order ", code.display)}, s.notes().memory());
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

std::string_view standing(const situation& s, const test_state& t, std::string_view name) {
  const auto say = [&](std::string_view how, const std::optional<date_time>& when, const resource_ref& source) {
    return when ? s.notes().say(name, how, " ", *when, " (", source, ")") : s.notes().say(name, how, " (", source, ")");
  };
  if (t.result) return say(" resulted", t.result->effective, t.result->source);
  if (t.preliminary) return say(" pending since", t.preliminary->effective, t.preliminary->source);
  if (t.ordered) return say(" ordered", t.ordered->authored, t.ordered->source);
  return {};
}

std::optional<suggestion> of_one(const situation& s, std::string_view label, bool recommended, const action& what) {
  return suggestion{label, recommended, {{what}, s.notes().memory()}};
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

std::string_view hsv_tests_standing(const situation& s) {
  const std::string_view culture = standing(s, s.resistance.culture, "HSV culture");
  const std::string_view susceptibility = standing(s, s.resistance.acyclovir_test, "acyclovir susceptibility");
  if (culture.empty() || susceptibility.empty()) return culture.empty() ? susceptibility : culture;
  return s.notes().say(culture, ", ", susceptibility);
}

std::optional<suggestion> infectious_disease_referral(const situation& s, const finding& f, bool urgent,
                                                      bool recommended) {
  if (s.who.referral) return std::nullopt;
  const std::string_view label = f.text(urgent ? "referral_urgent_label" : "referral_label");
  return of_one(s, label, recommended, refer{s.known.service("infectious-disease-referral"), urgent, label});
}

std::optional<suggestion> cancel_this_order(const situation& s, const finding& f, bool recommended) {
  if (!s.is_draft() || s.draft.source.id.empty()) return std::nullopt; // nothing to name
  const std::string_view label = f.text("cancel_label", {{"agent", name_of(s.draft.drug.agent)}});
  return of_one(s, label, recommended, cancel_order{s.index, label});
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
  const std::string_view label = f.text("update_label", {{"agent", name_of(r.agent)}, {"plan", s.notes().say(*plan)}});
  return of_one(s, label, false, change_dosage{s.index, *plan, label});
}

std::optional<suggestion> replace_this_order(const situation& s, const finding& f, const regimen& r) {
  const auto plan = adjusted_plan(s, r);
  if (!plan || !s.is_draft() || s.draft.source.id.empty()) return std::nullopt;
  const orderable* tablet = tablet_for(s, r.agent, plan->dose_mg);
  if (!tablet) return std::nullopt;
  const placeholders values = {{"agent", name_of(r.agent)}, {"plan", s.notes().say(*plan)}};
  suggestion swap{f.text("replace_label", values), false, {}};
  const std::string_view removes = f.text("replace_remove", {{"agent", name_of(s.draft.drug.agent)}});
  swap.actions.add(cancel_order{s.index, removes}, s.notes().memory());
  swap.actions.add(order_oral{tablet, *plan, s.index, f.text("replace_add", values)}, s.notes().memory());
  return swap;
}

} // namespace cds::rules
