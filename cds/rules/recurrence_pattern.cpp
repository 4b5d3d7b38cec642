#include <algorithm>

#include "cds/assess/episodes.hpp"
#include "cds/assess/medicines.hpp"
#include "cds/assess/ordered_plan.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::recurrence_pattern;

bool pregnant(const situation& s) { return s.who.pregnancy == pregnancy_state::pregnant; }
bool very_frequent(const situation& s, double episodes) { return episodes >= s.known.limits.recurrence_very_frequent; }

/// The suppressive regimen of valacyclovir for this many episodes: the preferred one, or for a healthy host with very
/// many the higher.
const regimen* suppression_for(const situation& s, double episodes) {
  const audience host = audience_of(s.who.immune.level);
  const regimen* chosen = s.known.preferred(host, purpose::suppressive);
  if (!chosen || host == audience::immunocompromised || !very_frequent(s, episodes)) return chosen;
  for (const regimen& r : s.known.regimens)
    if (r.agent == chosen->agent && r.whom == host && r.why == purpose::suppressive &&
        daily_mg(r.plan) > daily_mg(chosen->plan))
      return &r;
  return chosen;
}

std::optional<dose_plan> suppressive_plan(const situation& s, double episodes) {
  const regimen* r = suppression_for(s, episodes);
  if (!r || pregnant(s)) return std::nullopt;
  auto plan = adjusted_plan(s, *r);
  if (plan) plan->days = s.known.limits.recurrence_suppression_days;
  return plan;
}

std::optional<suggestion> suppress(const situation& s, const finding& f, double episodes) {
  const auto plan = suppressive_plan(s, episodes);
  if (!plan || !s.is_draft() || s.who.suppression_ordered) return std::nullopt;
  const regimen& r = *suppression_for(s, episodes);
  const orderable* tablet = tablet_for(s, r.agent, plan->dose_mg);
  if (!tablet) return std::nullopt;
  const std::string_view label =
      f.text("suppress_label", {{"agent", name_of(r.agent)}, {"plan", s.notes().say(*plan)}});
  return suggestion{label, false, {{order_oral{tablet, *plan, s.index, label}}, s.notes().memory()}};
}

datum episodes_datum(const situation& s, const std::vector<episode>& episodes) {
  const day first = episodes.front().onset;
  return {"episodes", s.notes().say(episodes.size(), " in 12 months, the first"), date_time{first, first, std::nullopt},
          episodes.front().source};
}

void add_unknowns(finding& f, const situation& s) {
  if (s.who.immune.level == immune_level::unknown) f.not_known("immune_unknown");
  if (!s.who.renal.clearance_ml_min) f.not_known(s.who.renal.at_risk ? "clearance_needed" : "clearance_unknown");
  if (pregnant(s)) f.option("pregnant");
}

recommendation frequent(const situation& s, const std::vector<episode>& episodes) {
  const auto count = static_cast<double>(episodes.size());
  finding f(s, id, indicator::info);
  const auto plan = suppressive_plan(s, count);
  const placeholders values = {{"count", s.notes().say(episodes.size())},
                               {"plan", plan ? s.notes().say("valacyclovir ", *plan) : ""}};
  f.summary(pregnant(s) ? "summary_frequent_pregnant" : "summary_frequent", values);
  f.why("why_frequent", values);
  if (plan && very_frequent(s, count) && !is_compromised(s.who.immune.level)) f.why("why_very_frequent");
  f.data(episodes_datum(s, episodes)).data(host_data(s));
  add_unknowns(f, s);
  if (plan) f.option("option_frequent", values);
  f.suggest(suppress(s, f, count));
  return f.take();
}

/// The last day on which a lesion of the lips was recorded as healed; a healing without any date tells nothing.
std::optional<day> last_healing(const situation& s) {
  std::optional<day> last;
  for (const condition& c : s.chart.conditions.items) {
    if (!c.sets.has(value_set::hsv_orolabial) || !is_healed(c, s.chart.now.today)) continue;
    const auto& when = c.abated ? c.abated : c.recorded;
    if (when && (!last || when->first > *last)) last = when->first;
  }
  return last;
}

/// Runs of treatment within the course window that began since a lesion last healed.
std::vector<exposure::dates> unhealed_courses(const situation& s) {
  const double window = s.known.limits.recurrence_course_window_days;
  const auto healed = last_healing(s);
  std::vector<exposure::dates> lately;
  for (const auto& r : s.who.exposure.runs)
    if (days_between(r.first, s.chart.now.today) <= window && (!healed || r.first >= *healed)) lately.push_back(r);
  return lately;
}

recommendation one_or_many(const situation& s, const std::vector<exposure::dates>& runs,
                           const std::vector<episode>& episodes) {
  const std::string_view courses = s.notes().say(runs.size());
  finding f(s, id, indicator::info);
  const placeholders values = {{"courses", courses},
                               {"days", s.notes().say(s.known.limits.recurrence_course_window_days)}};
  f.summary("summary_courses", values).why("why_courses", values);
  f.data({"courses", s.notes().say(courses, " since"), date_time{runs.front().first, runs.front().first, std::nullopt},
          s.draft.source});
  f.data(lesion_datum(s)).not_known("healing_unknown");
  add_unknowns(f, s);
  f.option("option_one_lesion");
  if (!pregnant(s)) f.option("option_new_outbreaks");
  f.suggest(hsv_tests(s, f, false)).suggest(suppress(s, f, static_cast<double>(episodes.size())));
  return f.take();
}

/// A suppressive order whose dose does not fit the number of episodes.
std::optional<recommendation> other_suppression(const situation& s, const std::vector<episode>& episodes) {
  if (is_compromised(s.who.immune.level) || episodes.empty() || pregnant(s)) return std::nullopt;
  const auto count = static_cast<double>(episodes.size());
  const ordered_plan plan = read_plan(s.draft, s.weight_kg());
  const regimen* fitting = suppression_for(s, count);
  if (!fitting || fitting->agent != s.draft.drug.agent || !plan.dose_mg || !plan.times_per_day) return std::nullopt;
  const bool listed = std::any_of(s.known.regimens.begin(), s.known.regimens.end(), [&](const regimen& r) {
    return r.why == purpose::suppressive && r.whom == audience::immunocompetent &&
           same_dosing(plan, r.plan, s.known.limits.dose_tolerance);
  });
  // What fits is the row for these kidneys; while the clearance is needed and missing, no dose is stated.
  const auto row = adjusted_plan(s, *fitting);
  const dose_plan proposed = row.value_or(fitting->plan);
  if (!listed || same_dosing(plan, proposed, s.known.limits.dose_tolerance)) return std::nullopt;
  finding f(s, id, indicator::info);
  const placeholders values = {{"count", s.notes().say(episodes.size())},
                               {"plan", s.notes().say(name_of(fitting->agent), " ", proposed)}};
  f.summary("summary_suppression", values).why("why_suppression", values);
  f.data(episodes_datum(s, episodes));
  add_unknowns(f, s);
  if (row) f.option("option_suppression", values);
  f.suggest(update_this_order(s, f, *fitting));
  return f.take();
}

} // namespace

/// Frequent new outbreaks, or one lesion that never healed? Says when suppression, and which, fits better.
outcome recurrence_pattern(const situation& s, std::span<const outcome> before) {
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.nucleoside() || !s.systemic) return not_applicable(id, "not a systemic nucleoside");
  if (s.where.site != site::orolabial) return not_applicable(id, s.notes().say("the site is: ", name_of(s.where.site)));
  if (has_fired(before, rule_id::treatment_failure)) return not_applicable(id, "treatment failure comes first");
  if (!s.chart.conditions.known()) return not_evaluable(id, s, {"conditions"});
  const auto episodes = assess_episodes(s.chart, s.known);
  if (s.suppressive) {
    if (auto other = other_suppression(s, episodes)) return fired(*other, s.notes().say(episodes.size(), " episodes"));
    return negative(id, "the order is suppressive and fits");
  }
  if (static_cast<double>(episodes.size()) >= s.known.limits.recurrence_frequent)
    return fired(frequent(s, episodes), s.notes().say(episodes.size(), " episodes in 12 months"));
  const auto courses = unhealed_courses(s);
  if (static_cast<double>(courses.size()) >= s.known.limits.recurrence_courses)
    return fired(one_or_many(s, courses, episodes), s.notes().say(courses.size(), " courses"));
  if (!s.who.exposure.complete) return not_evaluable(id, s, missing_medication_data(s.chart));
  return negative(id, s.notes().say(episodes.size(), " episodes in 12 months"));
}

} // namespace cds::rules
