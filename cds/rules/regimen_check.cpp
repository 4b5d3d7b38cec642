#include <algorithm>

#include "cds/assess/observations.hpp"
#include "cds/assess/ordered_plan.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::regimen_check;

/// What is unusual about the ordered course; `none` when it is recognised.
enum class oddity : unsigned char { none, one_day_repeated, zoster_dose, one_day_compromised, unlisted, under_dosed };

/// A one-day regimen by its dose, whatever the ordered length. Renal reductions are told from other regimens by their
/// length.
const regimen* one_day_regimen(const situation& s, const ordered_plan& plan) {
  const double tolerance = s.known.limits.dose_tolerance;
  for (const regimen& r : s.known.regimens)
    if (r.one_day && r.agent == s.draft.drug.agent &&
        (same_dosing(plan, r.plan, tolerance) || matches(plan, r, tolerance)))
      return &r;
  return nullptr;
}

/// Recognised for this host: the regimen as listed, or a renal reduction of it.
bool recognised(const situation& s, const ordered_plan& plan, audience host) {
  return std::any_of(s.known.regimens.begin(), s.known.regimens.end(), [&](const regimen& r) {
    return r.agent == s.draft.drug.agent && r.whom == host && r.why == purpose::episodic &&
           matches(plan, r, s.known.limits.dose_tolerance);
  });
}

/// Below the given share of every daily dose that is listed for the drug and this host.
bool below_every_listed(const situation& s, const ordered_plan& plan, audience host) {
  double least = 0;
  const auto consider = [&](double mg) { least = least <= 0 ? mg : std::min(least, mg); };
  const auto clearance = s.who.renal.clearance_ml_min;
  for (const adequate_dose& a : s.known.adequate_doses) {
    if (a.agent != s.draft.drug.agent || a.whom != host) continue;
    for (const auto& band : a.bands)
      if (clearance ? at_least(*clearance, band.from) && below(*clearance, band.below) : &band == &a.bands.front())
        consider(band.daily_mg);
  }
  for (const regimen& r : s.known.regimens)
    if (r.agent == s.draft.drug.agent && r.whom == host && r.why == purpose::episodic)
      consider(daily_mg(clearance ? plan_for(r, *clearance) : r.plan));
  return least > 0 && below(plan.daily_mg(), s.known.limits.exposure_adequate_dose * least);
}

oddity oddity_of(const situation& s, const ordered_plan& plan) {
  const bool compromised = is_compromised(s.who.immune.level);
  const audience host = audience_of(s.who.immune.level);
  const dose_signature* signature = signature_of(s.known, s.draft);
  if (signature && signature->means == value_set::zoster) return oddity::zoster_dose;
  if (const regimen* r = one_day_regimen(s, plan)) {
    const double days = plan.single ? 1 : *plan.days;
    if (above(days, 1) && same_dosing(plan, r->plan, s.known.limits.dose_tolerance)) return oddity::one_day_repeated;
    if (at_most(days, 1)) return compromised ? oddity::one_day_compromised : oddity::none;
  }
  if (recognised(s, plan, host)) return oddity::none;
  if (below_every_listed(s, plan, host)) return oddity::under_dosed;
  return compromised ? oddity::none : oddity::unlisted;
}

const char* key_of(oddity o) {
  switch (o) {
  case oddity::one_day_repeated:
    return "one_day_repeated";
  case oddity::zoster_dose:
    return "zoster_dose";
  case oddity::one_day_compromised:
    return "one_day_compromised";
  case oddity::unlisted:
    return "unlisted";
  case oddity::under_dosed:
    return "under_dosed";
  case oddity::none:
    break;
  }
  return "none";
}

/// The reference for the same drug, so that the order can be updated rather than replaced.
const regimen* reference_for(const situation& s, audience host) {
  const regimen* found = nullptr;
  for (const regimen& r : s.known.regimens)
    if (r.agent == s.draft.drug.agent && r.whom == host && r.why == purpose::episodic && (!found || r.preferred))
      found = &r;
  return found;
}

std::string_view text_of(const situation& s, const ordered_plan& plan) {
  const std::string_view drug = name_of(s.draft.drug.agent);
  const quantity dose{*plan.dose_mg, unit::milligram};
  if (plan.single) return s.notes().say(drug, " ", dose, " once");
  return s.notes().say(drug, " ", dose, ", ", *plan.times_per_day, " times a day for ", *plan.days,
                       about_equal(*plan.days, 1) ? " day" : " days");
}

recommendation finding_for(const situation& s, const ordered_plan& plan, oddity what) {
  const bool warning =
      what == oddity::one_day_repeated || what == oddity::zoster_dose || what == oddity::one_day_compromised;
  const audience host = audience_of(s.who.immune.level);
  const regimen* reference = reference_for(s, host);
  const regimen* standard = s.known.preferred(host, purpose::episodic);
  const std::string_view ordered = text_of(s, plan);
  const placeholders values = {
      {"ordered", ordered},
      {"agent", name_of(s.draft.drug.agent)},
      {"standard", standard ? s.notes().say(name_of(standard->agent), " ", standard->plan) : ""}};
  finding f(s, id, warning ? indicator::warning : indicator::info);
  const std::string_view key = key_of(what);
  f.summary({"summary_", key}, values).why({"why_", key}, values);
  f.data({"order", ordered, std::nullopt, s.draft.source}).data(lesion_datum(s)).data(host_data(s));
  const renal_state& kidneys = s.who.renal;
  if (kidneys.clearance_ml_min && kidneys.creatinine) f.data(datum_of("creatinine", *kidneys.creatinine, s.notes()));
  if (s.who.immune.level == immune_level::unknown) f.not_known("immune_unknown");
  f.option("option", values);
  if (host == audience::immunocompromised) f.option("option_compromised", values);
  if (!kidneys.clearance_ml_min) f.not_known(kidneys.at_risk ? "clearance_needed" : "clearance_unknown");
  if (reference) f.suggest(update_this_order(s, f, *reference));
  return f.take();
}

} // namespace

/// Is the ordered course one that the guidance knows for cold sores in this host?
outcome regimen_check(const situation& s, std::span<const outcome> before) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (route_of(s.draft.drug, s.draft.dosage) == route::intravenous)
    return not_applicable(id, "the order is intravenous");
  if (s.where.site != site::orolabial) return not_applicable(id, s.notes().say("the site is: ", name_of(s.where.site)));
  if (has_fired(before, rule_id::treatment_failure) || has_fired(before, rule_id::resistant_virus))
    return not_applicable(id, "failure or resistance comes first");
  if (s.suppressive) return negative(id, "the order is suppressive");
  const ordered_plan plan = read_plan(s.draft, s.weight_kg());
  if (!plan.readable()) {
    if (s.chart.hook == hook::order_select) return negative(id, "the order is still being written");
    return not_evaluable(id, s, plan.missing);
  }
  const oddity what = oddity_of(s, plan);
  if (what == oddity::none) return negative(id, s.notes().say("a recognised course: ", text_of(s, plan)));
  return fired(finding_for(s, plan, what), text_of(s, plan));
}

} // namespace cds::rules
