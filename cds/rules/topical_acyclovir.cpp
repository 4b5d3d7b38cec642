#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::topical_acyclovir;

bool suspected_failure(const situation& s) {
  const auto& run = s.who.exposure.run;
  return run && run->adequate == adequacy::adequate && run->elapsed_days >= s.known.limits.failure_reassess_day &&
         s.lesion.state != lesion_state::healed;
}

recommendation finding_for(const situation& s) {
  const bool severe = s.who.immune.level == immune_level::severe;
  const bool failing = suspected_failure(s);
  finding f(s, id, severe || failing ? indicator::warning : indicator::info);
  const char* kind = failing ? "failing" : severe ? "severe" : "usual";
  f.summary({"summary_", kind}).why("why").why({"why_", kind});
  f.data(lesion_datum(s)).data(host_data(s));
  if (failing) f.data(course_datum(s, *s.who.exposure.run));
  if (s.who.immune.level == immune_level::unknown) f.not_known("immune_unknown");
  f.option({"option_", kind});
  if (failing) {
    // Another nucleoside by mouth would fail like the present one: send the tests instead.
    f.suggest(hsv_tests(s, f, true)).suggest(infectious_disease_referral(s, f, severe, false));
    return f.take();
  }
  const regimen* reference = s.known.preferred(audience_of(s.who.immune.level), purpose::episodic);
  if (!s.who.renal.clearance_ml_min) f.not_known(s.who.renal.at_risk ? "clearance_needed" : "clearance_unknown");
  if (reference) f.suggest(replace_this_order(s, f, *reference));
  return f.take();
}

} // namespace

/// Acyclovir cream or ointment for the lips: it works less well than treatment by mouth. Informs, never blocks.
outcome topical_acyclovir(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (s.draft.drug.agent != agent::acyclovir || !s.topical) return not_applicable(id, "not topical acyclovir");
  if (s.where.site != site::orolabial && s.where.site != site::none)
    return not_applicable(id, s.notes().say("the site is: ", name_of(s.where.site)));
  if (s.resistance.acyclovir == susceptibility::resistant)
    return not_applicable(id, "the isolate is resistant: resistant-virus speaks");
  return fired(finding_for(s), "acyclovir on the skin");
}

} // namespace cds::rules
