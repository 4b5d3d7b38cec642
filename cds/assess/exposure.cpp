#include "cds/assess/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "cds/assess/draft_names.hpp"
#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

/// What is known of one civil day, from the best kind of evidence for it.
struct day_record {
  int evidence = 0; // 0 none, then by medication kind: request < statement < dispense < administration
  double mg = 0;    // 0 = unknown
  cds::agent agent = agent::none;
};

int strength_of(medication::kind k) {
  switch (k) {
  case medication::kind::request:
    return 1;
  case medication::kind::statement:
    return 2;
  case medication::kind::dispense:
    return 3;
  case medication::kind::administration:
    return 4;
  }
  return 0;
}
constexpr int planned_only = 1;

struct calendar {
  day first;                    // of the look-back
  std::vector<day_record> days; // up to and including today

  calendar(day today, double look_back)
      : first(today - std::chrono::days(static_cast<int>(look_back))), days(static_cast<std::size_t>(look_back) + 1) {}
  day at(std::size_t index) const { return first + std::chrono::days(static_cast<int>(index)); }
};

/// Two records of one day: the better evidence wins; doses given add up; two orders for one day do not.
void mark(day_record& record, medication::kind kind, cds::agent agent, double mg) {
  const int strength = strength_of(kind);
  if (strength < record.evidence) return;
  if (strength > record.evidence)
    record = {strength, mg, agent};
  else
    record.mg = kind == medication::kind::administration ? record.mg + mg : std::max(record.mg, mg);
}

/// Ganciclovir and its prodrug are given for CMV; they count only when the reason says herpes simplex.
bool counts(const medication& m, const draft_names& drafts) {
  if (!is_nucleoside(m.drug.agent) || !is_systemic(m.drug, m.dosage) || !m.start) return false;
  if (drafts.hold(m.source)) return false;
  if (m.drug.agent != agent::ganciclovir && m.drug.agent != agent::valganciclovir) return true;
  return m.reasons.has(value_set::hsv_orolabial) || m.reasons.has(value_set::hsv_site_unspecified);
}

double mg_on_a_day(const medication& m, double weight_kg) {
  const auto mg = m.origin == medication::kind::administration ? dose_mg(m.drug, m.dosage, weight_kg)
                                                               : daily_mg(m.drug, m.dosage, weight_kg);
  return mg.value_or(0);
}

/// Nucleoside courses of the chart, each resource once.
std::vector<const medication*> courses_of(const facts& chart) {
  std::vector<const medication*> courses;
  const draft_names drafts(chart);
  for (const medication* m : all_medications(chart))
    if (counts(*m, drafts)) courses.push_back(m);
  const auto key = [](const medication* m) { return std::tuple(m->source.type, m->source.id, m->start->first); };
  std::stable_sort(courses.begin(), courses.end(), [&](auto* a, auto* b) { return key(a) < key(b); });
  const auto same = [](const medication* a, const medication* b) {
    return !a->source.id.empty() && a->source == b->source;
  };
  courses.erase(std::unique(courses.begin(), courses.end(), same), courses.end());
  return courses;
}

void mark_course(calendar& c, const medication& m, day today, double weight_kg) {
  const auto last = last_day(m, today);
  const double mg = mg_on_a_day(m, weight_kg);
  for (day d = std::max(m.start->first, c.first); last && d <= std::min(*last, today); d += std::chrono::days(1))
    mark(c.days[static_cast<std::size_t>(days_between(c.first, d))], m.origin, m.drug.agent, mg);
}

struct span {
  std::size_t first, last;
};

/// Days with a dose, joined over gaps of up to `gap` days.
std::vector<span> runs_of(const calendar& c, double gap) {
  std::vector<span> runs;
  for (std::size_t i = 0; i < c.days.size(); ++i) {
    if (c.days[i].evidence == 0) continue;
    if (!runs.empty() && static_cast<double>(i - runs.back().last - 1) <= gap)
      runs.back().last = i;
    else
      runs.push_back({i, i});
  }
  return runs;
}

double adequate_mg(const knowledge& known, agent a, immune_level host, std::optional<double> clearance) {
  for (const adequate_dose& row : known.adequate_doses) {
    if (row.agent != a || row.whom != audience_of(host) || row.bands.empty()) continue;
    if (!clearance) return row.bands.front().daily_mg;
    for (const auto& band : row.bands)
      if (at_least(*clearance, band.from)) return band.daily_mg;
  }
  return 0;
}

/// Doses of the run's days against what is adequate. Today is left out while it may still be incomplete.
struct dose_summary {
  std::optional<double> mean_mg;
  std::optional<double> share;
};
dose_summary doses_in(const calendar& c, span run, const knowledge& known, immune_level host,
                      std::optional<double> clearance) {
  double total = 0, share = 0;
  int counted = 0, with_reference = 0;
  const std::size_t today = c.days.size() - 1;
  for (std::size_t i = run.first; i <= run.last; ++i) {
    const day_record& d = c.days[i];
    if (d.mg <= 0 || (i == today && run.first != today)) continue;
    total += d.mg;
    ++counted;
    if (const double reference = adequate_mg(known, d.agent, host, clearance); reference > 0) {
      share += d.mg / reference;
      ++with_reference;
    }
  }
  dose_summary s;
  if (counted > 0) s.mean_mg = total / counted;
  if (with_reference > 0) s.share = share / with_reference;
  return s;
}

adequacy judge(const dose_summary& doses, const std::optional<double>& coverage, double most_coverage,
               const thresholds& limits) {
  // What was ordered is the most that can have been taken, whoever kept count.
  if (below(most_coverage, limits.exposure_adequate_coverage)) return adequacy::inadequate;
  if (coverage && below(*coverage, limits.exposure_adequate_coverage)) return adequacy::inadequate;
  if (!doses.share) return adequacy::unknown;
  return at_least(*doses.share, limits.exposure_adequate_dose) ? adequacy::adequate : adequacy::inadequate;
}

exposure_run describe(const calendar& c, span run, day today, const std::vector<const medication*>& courses) {
  exposure_run r;
  r.first = c.at(run.first);
  r.last = c.at(run.last);
  r.elapsed_days = days_between(r.first, today);
  r.agent = c.days[run.last].agent;
  for (const medication* m : courses) {
    const auto last = last_day(*m, today);
    if (last && *last >= r.first && m->start->first <= r.last) r.from.push_back(m);
  }
  for (const medication* m : r.from)
    if (m->start->first == r.first && m->start->exact && (!r.first_dose || *m->start->exact < *r.first_dose))
      r.first_dose = m->start->exact;
  std::stable_sort(r.from.begin(), r.from.end(), [](auto* a, auto* b) { return a->start->first > b->start->first; });
  return r;
}

/// Days with at least this evidence: up to yesterday (for the proportion) and up to today (for the count).
struct day_count {
  int before_today = 0;
  int all = 0;
};
day_count covered_days(const calendar& c, span run, int evidence) {
  day_count n;
  for (std::size_t i = run.first; i <= run.last; ++i) {
    if (c.days[i].evidence < evidence) continue;
    ++n.all;
    if (i + 1 < c.days.size()) ++n.before_today;
  }
  return n;
}

} // namespace

exposure assess_exposure(const facts& chart, const knowledge& known, immune_level host,
                         std::optional<double> clearance_ml_min, double weight_kg) {
  const thresholds& limits = known.limits;
  exposure found;
  found.complete = !medications_incomplete(chart);
  const auto courses = courses_of(chart);
  if (courses.empty()) return found;

  calendar c(chart.now.today, limits.exposure_look_back_days);
  for (const medication* m : courses) mark_course(c, *m, chart.now.today, weight_kg);
  const auto runs = runs_of(c, limits.exposure_merge_gap_days);
  found.courses = static_cast<int>(runs.size());
  for (const span& r : runs) found.runs.push_back({c.at(r.first), c.at(r.last)});
  for (const day_record& d : c.days) found.total_days += d.evidence > 0;
  if (runs.empty() || days_between(c.at(runs.back().last), chart.now.today) > limits.exposure_reach_days) return found;

  const span latest = runs.back();
  exposure_run run = describe(c, latest, chart.now.today, courses);
  const bool only_planned = covered_days(c, latest, planned_only + 1).all == 0;
  const day_count most = covered_days(c, latest, planned_only);
  const day_count taken = only_planned ? most : covered_days(c, latest, planned_only + 1);
  const int past = std::max(run.elapsed_days, 1);
  const auto share_of_past = [&](const day_count& n) {
    return run.elapsed_days == 0 ? 1.0 : static_cast<double>(n.before_today) / past;
  };
  run.covered_days = taken.all;
  if (!only_planned) run.coverage = share_of_past(taken);
  const dose_summary doses = doses_in(c, latest, known, host, clearance_ml_min);
  run.mean_daily_mg = doses.mean_mg;
  run.adequate = judge(doses, run.coverage, share_of_past(most), limits);
  found.run = std::move(run);
  return found;
}

} // namespace cds
