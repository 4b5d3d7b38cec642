#include <algorithm>

#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::foscarnet_course;

struct remark {
  indicator urgency;
  const char* kind;
  placeholders values;
};
using remarks = std::pmr::vector<remark>;

/// Worst first; among equals in the order of the pathway.
void add(remarks& found, const remark& one) {
  const auto milder = [](indicator urgency, const remark& other) { return urgency > other.urgency; };
  found.insert(std::upper_bound(found.begin(), found.end(), one.urgency, milder), one);
}

bool fails_adequate_therapy(const situation& s) {
  const auto& run = s.who.exposure.run;
  return run && run->adequate == adequacy::adequate && run->elapsed_days >= s.known.limits.failure_reassess_day &&
         s.lesion.state != lesion_state::healed;
}

void judge_isolate(remarks& found, const situation& s) {
  const resistance_state& r = s.resistance;
  if (r.acyclovir == susceptibility::susceptible) {
    add(found, {indicator::warning, "susceptible", {{"date", s.notes().say(*r.acyclovir_result->effective)}}});
  } else if (r.acyclovir == susceptibility::unknown && r.labs_known) {
    if (r.acyclovir_test.pending() || r.culture.pending())
      add(found, {indicator::info, "pending", {{"standing", hsv_tests_standing(s)}}});
    else if (s.who.immune.level == immune_level::severe && fails_adequate_therapy(s))
      add(found, {indicator::info, "send_now", {}});
    else if (s.is_draft())
      add(found, {indicator::warning, "untested", {}});
  }
}

void judge_length(remarks& found, const situation& s) {
  if (!s.who.foscarnet || s.draft.drug.agent != agent::foscarnet) return;
  const int days = s.who.foscarnet->days;
  const placeholders values = {{"days", s.notes().say(days)}};
  if (s.lesion.state == lesion_state::healed) add(found, {indicator::info, "healed", values});
  if (days >= s.known.limits.foscarnet_longest_days)
    add(found, {indicator::warning, "longest", values});
  else if (days >= s.known.limits.foscarnet_long_days)
    add(found, {indicator::info, "long", values});
}

/// Draft nucleosides for herpes simplex beside foscarnet that is running.
list<std::size_t> duplicates_of(const situation& s) {
  if (s.draft.drug.agent != agent::foscarnet) return {};
  return s.who.nucleosides_beside_it;
}

remarks judge(const situation& s) {
  remarks found(&s.notes().memory());
  const auto duplicates = duplicates_of(s);
  if (!duplicates.empty())
    add(found, {indicator::warning, "duplicate", {{"agent", name_of(s.chart.drafts[duplicates.front()].drug.agent)}}});
  judge_isolate(found, s);
  if (s.chart.hook != hook::patient_view && s.who.immune.level == immune_level::none)
    add(found, {indicator::warning, "boxed", {}});
  const bool by_vein = route_of(s.draft.drug, s.draft.dosage) == route::intravenous ||
                       route_of(s.draft.drug, s.draft.dosage) == route::unknown;
  if (s.draft.drug.agent == agent::cidofovir && by_vein && s.who.pregnancy == pregnancy_state::pregnant)
    add(found, {indicator::critical, "cidofovir_pregnancy", {}});
  judge_length(found, s);
  return found;
}

recommendation report(const situation& s, const remarks& found) {
  finding f(s, id, found.front().urgency);
  const placeholder drug = {"drug", name_of(s.draft.drug.agent)};
  for (const remark& r : found) {
    placeholders values = r.values;
    values.add(drug);
    if (&r == &found.front()) f.summary({"summary_", r.kind}, values);
    f.why({"why_", r.kind}, values).option({"option_", r.kind}, values);
  }
  if (const observation* o = s.resistance.acyclovir_result) {
    f.data({"acyclovir susceptibility", name_of(s.resistance.acyclovir), o->effective, o->source});
  }
  if (s.who.foscarnet)
    f.data({"foscarnet", s.notes().say("day ", s.who.foscarnet->days),
            date_time{s.who.foscarnet->first, s.who.foscarnet->first, std::nullopt}, s.who.foscarnet->current->source});
  f.data(lesion_datum(s)).data(host_data(s));
  if (!s.resistance.labs_known) f.not_known("labs_unknown");
  const bool test = std::any_of(found.begin(), found.end(), [](const remark& r) {
    return std::string_view(r.kind) == "untested" || std::string_view(r.kind) == "send_now";
  });
  if (test) f.suggest(hsv_tests(s, f, true));
  return f.take();
}

} // namespace

/// Is foscarnet or cidofovir the right drug now, and has it run its course?
outcome foscarnet_course(const situation& s, std::span<const outcome>) {
  const bool second_line = s.draft.drug.agent == agent::foscarnet || s.draft.drug.agent == agent::cidofovir;
  if (!second_line && !s.draft.drug_unresolved) return not_applicable(id, "not foscarnet or cidofovir");
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  const remarks found = judge(s);
  if (!found.empty()) {
    recommendation r = report(s, found);
    for (const std::size_t draft : duplicates_of(s)) r.drafts.add(draft, s.notes().memory());
    return fired(r, found.front().kind);
  }
  if (!s.resistance.labs_known) return not_evaluable(id, s, {"laboratory results (susceptibility)"});
  return negative(id, "the isolate supports it and the course is not over");
}

} // namespace cds::rules
