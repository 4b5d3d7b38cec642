#include <cmath>

#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::treatment_failure;

/// The rows of the pathway's table, by what they say.
enum class row : unsigned char { suspect, reassess, verify_severe, verify, ask };

row row_of(const situation& s, const exposure_run& run) {
  if (s.lesion.state == lesion_state::unknown) return row::ask;
  const bool severe = s.who.immune.level == immune_level::severe;
  if (run.adequate != adequacy::adequate) return severe ? row::verify_severe : row::verify;
  const bool escalate = run.elapsed_days >= s.known.limits.failure_escalate_day;
  return escalate || is_compromised(s.who.immune.level) ? row::suspect : row::reassess;
}

bool warns(row r) { return r == row::suspect || r == row::verify_severe; }

const char* name_of(row r) {
  switch (r) {
  case row::suspect:
    return "suspect";
  case row::reassess:
    return "reassess";
  case row::verify_severe:
    return "verify_severe";
  case row::verify:
    return "verify";
  case row::ask:
    break;
  }
  return "ask";
}

/// More than the late-start hours lie between onset and first dose, however the dates are read.
bool started_late(const situation& s, const exposure_run& run) {
  if (!s.lesion.onset) return false;
  const double limit = s.known.limits.failure_late_start_hours;
  if (s.lesion.onset->exact && run.first_dose) {
    const auto waited = *run.first_dose - *s.lesion.onset->exact;
    return above(std::chrono::duration<double, std::ratio<3600>>(waited).count(), limit);
  }
  return (days_between(s.lesion.onset->last, run.first) - 1) * 24 >= limit;
}

void add_reasons(finding& f, const situation& s, const exposure_run& run, row r, const placeholders& values) {
  const thresholds& limits = s.known.limits;
  if (s.resistance.negative) f.why("negative_test", {{"date", s.notes().say(*s.resistance.negative->effective)}});
  f.why({"why_", name_of(r)}, values);
  if (r != row::ask && s.draft.drug.agent != run.agent) f.why("same_class", values);
  if (run.covered_days >= limits.failure_weeks_day && run.adequate == adequacy::adequate) f.why("weeks");
  if (started_late(s, run))
    f.why("late_start", {{"onset", s.notes().say(*s.lesion.onset)}, {"first", s.notes().say(run.first)}});
  if (s.who.exposure.total_days >= limits.exposure_prolonged_days ||
      s.who.exposure.courses >= limits.exposure_repeated_courses)
    f.why("prolonged",
          {{"total", s.notes().say(s.who.exposure.total_days)}, {"courses", s.notes().say(s.who.exposure.courses)}});
  if (s.resistance.acyclovir_result && s.resistance.acyclovir == susceptibility::intermediate) f.why("intermediate");
  const std::string_view standing = hsv_tests_standing(s);
  if (!standing.empty()) f.why("tests_standing", {{"standing", standing}});
}

void add_unknowns(finding& f, const situation& s, const exposure_run& run) {
  if (s.lesion.state == lesion_state::unknown) f.not_known("lesion_unknown");
  if (!run.coverage) f.not_known("adherence_unknown");
  if (!run.mean_daily_mg) f.not_known("dose_unknown");
  if (s.who.immune.level == immune_level::unknown) f.not_known("immune_unknown");
  if (!s.resistance.labs_known) f.not_known("labs_unknown");
  for (const std::string_view kind : missing_medication_data(s.chart)) f.not_known("set_missing", {{"kind", kind}});
}

void add_options(finding& f, const situation& s, const exposure_run& run, row r) {
  const bool severe = s.who.immune.level == immune_level::severe;
  f.option({"option_", name_of(r)});
  // Only a severe host on an adequate course hears of foscarnet here: susceptibility takes weeks.
  if (severe && r == row::suspect) f.option("empiric_foscarnet");
  if (s.who.immune.level == immune_level::none) {
    f.option("other_diagnoses");
    if (run.elapsed_days >= s.known.limits.failure_biopsy_day) f.option("biopsy");
  }
  if (s.who.pregnancy == pregnancy_state::pregnant) f.option("pregnant");
  if (s.who.referral && warns(r)) f.option("referral_exists", {{"date", s.notes().say(*s.who.referral->authored)}});
}

recommendation finding_for(const situation& s, const exposure_run& run) {
  const row r = row_of(s, run);
  finding f(s, id, warns(r) ? indicator::warning : indicator::info);
  const placeholders values = {{"days", s.notes().say(run.elapsed_days)},
                               {"agent", name_of(run.agent)},
                               {"ordered", name_of(s.draft.drug.agent)}};
  f.summary({"summary_", name_of(r)}, values);
  add_reasons(f, s, run, r, values);
  f.data(course_datum(s, run)).data(lesion_datum(s)).data(host_data(s));
  add_unknowns(f, s, run);
  add_options(f, s, run, r);
  const bool severe = s.who.immune.level == immune_level::severe;
  if (warns(r) || r == row::reassess || (r == row::ask && severe)) f.suggest(hsv_tests(s, f, warns(r)));
  if (warns(r)) f.suggest(infectious_disease_referral(s, f, severe, false)).suggest(cancel_this_order(s, f, false));
  return f.take();
}

outcome without_run(const situation& s, std::string_view because) {
  if (s.who.exposure.complete) return negative(id, because);
  return not_evaluable(id, s, missing_medication_data(s.chart));
}

} // namespace

/// A lip lesion that does not heal on a nucleoside: is this treatment failing?
outcome treatment_failure(const situation& s, std::span<const outcome>) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (s.where.site != site::orolabial) return not_applicable(id, s.notes().say("the site is: ", name_of(s.where.site)));
  if (s.lesion.state == lesion_state::healed) return negative(id, "the lesion is recorded as healed");
  if (s.who.foscarnet) return negative(id, "the patient is on foscarnet");
  if (s.resistance.acyclovir == susceptibility::resistant || s.resistance.acyclovir == susceptibility::susceptible)
    return not_applicable(id, s.notes().say("the isolate is known: ", name_of(s.resistance.acyclovir)));
  const auto& run = s.who.exposure.run;
  if (!run) return without_run(s, "no course reaches to today");
  if (run->elapsed_days < s.known.limits.failure_reassess_day)
    return without_run(s, s.notes().say("day ", run->elapsed_days, " of ", name_of(run->agent)));
  return fired(finding_for(s, *run), s.notes().say("day ", run->elapsed_days, ", lesion ", name_of(s.lesion.state)));
}

} // namespace cds::rules
