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
using remarks = std::vector<remark>;

bool fails_adequate_therapy(const situation& s) {
  const auto& run = s.who.exposure.run;
  return run && run->adequate == adequacy::adequate && run->elapsed_days >= s.known.limits.failure_reassess_day &&
         s.lesion.state != lesion_state::healed;
}

void judge_isolate(remarks& found, const situation& s) {
  const resistance_state& r = s.resistance;
  if (r.acyclovir == susceptibility::susceptible) {
    found.push_back({indicator::warning, "susceptible", {{"date", to_text(*r.acyclovir_result->effective)}}});
  } else if (r.acyclovir == susceptibility::unknown && r.labs_known) {
    if (r.acyclovir_test.pending() || r.culture.pending())
      found.push_back({indicator::info, "pending", {{"standing", hsv_tests_standing(s)}}});
    else if (s.who.immune.level == immune_level::severe && fails_adequate_therapy(s))
      found.push_back({indicator::info, "send_now", {}});
    else if (s.is_draft())
      found.push_back({indicator::warning, "untested", {}});
  }
}

void judge_length(remarks& found, const situation& s) {
  if (!s.who.foscarnet || s.draft.drug.agent != agent::foscarnet) return;
  const int days = s.who.foscarnet->days;
  const placeholders values = {{"days", std::to_string(days)}};
  if (s.lesion.state == lesion_state::healed) found.push_back({indicator::info, "healed", values});
  if (days >= s.known.limits.foscarnet_longest_days)
    found.push_back({indicator::warning, "longest", values});
  else if (days >= s.known.limits.foscarnet_long_days)
    found.push_back({indicator::info, "long", values});
}

/// Draft nucleosides for herpes simplex beside foscarnet that is running.
std::span<const std::size_t> duplicates_of(const situation& s) {
  if (s.draft.drug.agent != agent::foscarnet) return {};
  return s.who.nucleosides_beside_it;
}

remarks judge(const situation& s) {
  remarks found;
  const auto duplicates = duplicates_of(s);
  if (!duplicates.empty())
    found.push_back({indicator::warning,
                     "duplicate",
                     {{"agent", std::string(name_of(s.chart.drafts[duplicates.front()].drug.agent))}}});
  judge_isolate(found, s);
  if (s.chart.hook != hook::patient_view && s.who.immune.level == immune_level::none)
    found.push_back({indicator::warning, "boxed", {}});
  const bool by_vein = route_of(s.draft.drug, s.draft.dosage) == route::intravenous ||
                       route_of(s.draft.drug, s.draft.dosage) == route::unknown;
  if (s.draft.drug.agent == agent::cidofovir && by_vein && s.who.pregnancy == pregnancy_state::pregnant)
    found.push_back({indicator::critical, "cidofovir_pregnancy", {}});
  judge_length(found, s);
  std::stable_sort(found.begin(), found.end(), [](const remark& a, const remark& b) { return a.urgency > b.urgency; });
  return found;
}

recommendation report(const situation& s, const remarks& found) {
  finding f(s, id, found.front().urgency);
  placeholders common = {{"drug", std::string(name_of(s.draft.drug.agent))}};
  f.summary(std::string("summary_") + found.front().kind, [&] {
    auto v = found.front().values;
    v.push_back(common.front());
    return v;
  }());
  for (const remark& r : found) {
    auto values = r.values;
    values.push_back(common.front());
    f.why(std::string("why_") + r.kind, values).option(std::string("option_") + r.kind, values);
  }
  if (const observation* o = s.resistance.acyclovir_result) {
    datum d = datum_of("acyclovir susceptibility", *o);
    d.value = name_of(s.resistance.acyclovir);
    f.data(std::move(d));
  }
  if (s.who.foscarnet)
    f.data({"foscarnet", "day " + std::to_string(s.who.foscarnet->days),
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
    for (const std::size_t draft : duplicates_of(s)) r.drafts.push_back(draft);
    return fired(std::move(r), found.front().kind);
  }
  if (!s.resistance.labs_known) return not_evaluable(id, {"laboratory results (susceptibility)"});
  return negative(id, "the isolate supports it and the course is not over");
}

} // namespace cds::rules
