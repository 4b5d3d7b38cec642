#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/foscarnet_draft.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::resistant_virus;

datum isolate(const situation& s, std::string_view label, const observation& o, susceptibility found) {
  const std::string_view named = name_of(found);
  return {label, o.value ? s.notes().say(named, " (", *o.value, ")") : named, o.effective, o.source};
}

void add_foscarnet(finding& f, const situation& s) {
  if (s.who.immune.level == immune_level::none) {
    f.option("outside_label");
    return;
  }
  const foscarnet_eligibility can = assess_foscarnet(s);
  f.data(can.data);
  if (can.dose)
    f.option("foscarnet_possible",
             {{"dose", can.dose_text}, {"clearance", s.notes().say(*s.who.renal.clearance_ml_min_kg)}});
  else
    for (const std::string_view obstacle : can.obstacles) f.not_known("obstacle", {{"obstacle", obstacle}});
  if (!can.interactions.empty()) f.option("interactions", {{"drugs", can.interactions}});
  if (s.who.pregnancy == pregnancy_state::unknown) f.not_known("pregnancy_unknown");
  if (can.contraindicated) f.option("cidofovir_gel");
  if (can.dose && s.is_draft()) f.suggest(foscarnet_suggestion(s, f, can)); // its reason is the draft's
  if (!can.contraindicated && is_compromised(s.who.immune.level)) f.suggest(foscarnet_baseline(s, f));
}

recommendation proven(const situation& s) {
  const bool severe = s.who.immune.level == immune_level::severe;
  finding f(s, id, severe ? indicator::critical : indicator::warning);
  const resistance_state& r = s.resistance;
  const placeholders values = {{"ordered", name_of(s.draft.drug.agent)},
                               {"date", s.notes().say(*r.acyclovir_result->effective)}};
  f.summary("summary", values).why("why", values).why(severe ? "why_severe" : "why_other");
  f.data(isolate(s, "acyclovir susceptibility", *r.acyclovir_result, r.acyclovir));
  if (r.foscarnet_result) f.data(isolate(s, "foscarnet susceptibility", *r.foscarnet_result, r.foscarnet));
  f.data(host_data(s));
  if (s.who.immune.level == immune_level::unknown) f.not_known("immune_unknown");
  f.option("options", values);
  f.suggest(cancel_this_order(s, f, true));
  add_foscarnet(f, s);
  f.suggest(infectious_disease_referral(s, f, severe, true));
  if (s.who.referral) f.option("referral_exists", {{"date", s.notes().say(*s.who.referral->authored)}});
  return f.take();
}

recommendation earlier(const situation& s) {
  finding f(s, id, indicator::info);
  const observation& o = *s.resistance.earlier_resistant;
  f.summary("summary_earlier", {{"date", s.notes().say(*o.effective)}}).why("why_earlier");
  f.data(isolate(s, "acyclovir susceptibility", o, susceptibility::resistant)).data(lesion_datum(s));
  f.option("option_earlier").suggest(hsv_tests(s, f, false));
  return f.take();
}

recommendation reported(const situation& s) {
  finding f(s, id, indicator::warning);
  const condition& c = *s.resistance.reported;
  f.summary("summary_reported").why("why_reported");
  f.data({"condition", c.named ? c.named->coding.display : "reported resistance", c.onset ? c.onset : c.recorded,
          c.source});
  if (!s.resistance.labs_known) f.not_known("labs_unknown");
  const std::string_view standing = hsv_tests_standing(s);
  if (!standing.empty()) f.why("tests_standing", {{"standing", standing}});
  f.option("option_reported").suggest(hsv_tests(s, f, true));
  f.suggest(infectious_disease_referral(s, f, s.who.immune.level == immune_level::severe, false));
  return f.take();
}

} // namespace

/// A nucleoside for herpes simplex that the laboratory calls resistant.
outcome resistant_virus(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !(s.systemic || s.topical)) return not_applicable(id, "not a nucleoside for herpes simplex");
  if (s.where.site == site::unspecified)
    return not_applicable(id, "the site is not stated: confirm-indication asks first");
  const resistance_state& r = s.resistance;
  if (r.acyclovir == susceptibility::resistant) return fired(proven(s), "the isolate of this episode is resistant");
  if (!r.labs_known)
    return r.reported ? fired(reported(s), "resistance is coded, results were not supplied")
                      : not_evaluable(id, s, {"laboratory results (susceptibility)"});
  if (r.acyclovir != susceptibility::unknown)
    return negative(id, s.notes().say("the isolate is ", name_of(r.acyclovir)));
  if (r.reported) return fired(reported(s), "resistance is coded, without a result");
  if (r.earlier_resistant) return fired(earlier(s), "an earlier, healed episode was resistant");
  return negative(id, "no susceptibility result");
}

} // namespace cds::rules
