#include "cds/rules/foscarnet_monitoring.hpp"

#include <array>

#include "cds/assess/observations.hpp"

namespace cds::rules {
namespace {

/// One thing to watch: which results show it, which order brings it, and below what it is low (0 = no limit in that
/// unit).
struct watched {
  const char* name;
  const char* service;
  std::array<value_set, 2> sets;
  double low_mg_dl;
  double low_mmol_l;
};

std::array<watched, 6> all_watched(const thresholds& t) {
  return {
      {{"creatinine", "basic-metabolic-panel", {value_set::creatinine, value_set::creatinine}, 0, 0},
       {"potassium", "basic-metabolic-panel", {value_set::potassium, value_set::potassium}, 0, t.potassium_low_mmol_l},
       {"calcium",
        "calcium",
        {value_set::ionized_calcium, value_set::calcium},
        t.calcium_low_mg_dl,
        t.calcium_low_mmol_l},
       {"magnesium",
        "magnesium",
        {value_set::magnesium, value_set::magnesium},
        t.magnesium_low_mg_dl,
        t.magnesium_low_mmol_l},
       {"phosphate",
        "phosphate",
        {value_set::phosphate, value_set::phosphate},
        t.phosphate_low_mg_dl,
        t.phosphate_low_mmol_l},
       {"ECG", "ecg", {value_set::ecg, value_set::ecg}, 0, 0}}};
}

/// The newest final result. Only an ECG needs no number: a value that cannot be read is no result.
const observation* newest_of(const situation& s, value_set set) {
  const observation* best = nullptr;
  for (const observation& o : s.chart.labs.items)
    if (o.sets.has(set) && o.status == observation::state::final && o.effective && (o.value || set == value_set::ecg) &&
        (!best || most_hours_since(*o.effective, s.chart.now) < most_hours_since(*best->effective, s.chart.now)))
      best = &o;
  return best;
}

bool is_ordered(const situation& s, const watched& w) {
  const value_sets wanted = {w.sets[0], w.sets[1]};
  const bool panel = std::string_view(w.service) == "basic-metabolic-panel";
  for (const service_request& r : s.chart.service_requests.items) {
    if (r.status != service_request::state::active) continue;
    if (!r.authored || days_between(r.authored->first, s.chart.now.today) > s.known.limits.foscarnet_monitor_gap_days)
      continue;
    if (r.sets.any_of(wanted) || (panel && r.sets.has(value_set::basic_metabolic_panel))) return true;
  }
  for (const observation& o : s.chart.labs.items)
    if (o.sets.any_of(wanted) &&
        (o.status == observation::state::registered || o.status == observation::state::preliminary) && o.effective &&
        days_between(o.effective->first, s.chart.now.today) <= s.known.limits.foscarnet_monitor_gap_days)
      return true;
  return false;
}

/// Before the first dose a baseline is due; on therapy no gap may exceed the limit.
bool is_overdue(const situation& s, const observation* latest) {
  if (!latest) return true;
  const thresholds& t = s.known.limits;
  const bool on_therapy = s.who.foscarnet && s.who.foscarnet->days > 0;
  if (on_therapy) return days_between(latest->effective->first, s.chart.now.today) > t.foscarnet_monitor_gap_days;
  return above(most_hours_since(*latest->effective, s.chart.now), t.foscarnet_baseline_hours);
}

bool is_low(const observation& o, const watched& w, const thresholds& t) {
  if (!o.value) return false;
  if (o.sets.has(value_set::ionized_calcium)) {
    constexpr double mg_dl_per_mmol_l = 4.008; // molar mass of calcium
    const double factor = o.value->unit == unit::milligram_per_decilitre ? mg_dl_per_mmol_l : 1;
    return below(o.value->value / factor, t.ionized_calcium_low_mmol_l);
  }
  if (o.value->unit == unit::milligram_per_decilitre) return w.low_mg_dl > 0 && below(o.value->value, w.low_mg_dl);
  return o.value->unit == unit::millimole_per_litre && w.low_mmol_l > 0 && below(o.value->value, w.low_mmol_l);
}

/// The first of the sets that is not overdue decides (ionized calcium before total); else the newer result.
const observation* deciding_result(const situation& s, const watched& w) {
  const observation* preferred = newest_of(s, w.sets[0]);
  const observation* other = newest_of(s, w.sets[1]);
  if (!preferred || !other) return preferred ? preferred : other;
  if (!is_overdue(s, preferred)) return preferred;
  return most_hours_since(*other->effective, s.chart.now) < most_hours_since(*preferred->effective, s.chart.now)
             ? other
             : preferred;
}

void check(monitoring& m, const situation& s, const watched& w) {
  const observation* latest = deciding_result(s, w);
  notepad& notes = s.notes();
  if (is_overdue(s, latest)) {
    m.overdue_names.add(w.name, notes.memory());
    m.overdue.add(latest ? notes.say(w.name, " (last ", *latest->effective, ")") : notes.say(w.name, " (none)"),
                  notes.memory());
    const bool listed = !m.services.empty() && m.services.back() == w.service;
    if (!is_ordered(s, w) && !listed) m.services.add(w.service, notes.memory());
  }
  if (!latest || !latest->value) return;
  if (is_low(*latest, w, s.known.limits)) {
    m.low.add(notes.say(w.name, " ", *latest->value), notes.memory());
    m.low_calcium |= std::string_view(w.name) == "calcium";
  }
  m.data.add(datum_of(w.name, *latest, notes), notes.memory());
}

/// Creatinine values around the first dose. Of results at the same time the pair with the larger rise counts.
struct creatinine_course {
  const observation* before = nullptr; // the last up to the first dose
  const observation* first = nullptr;  // the earliest since
  const observation* latest = nullptr; // the newest since
};

creatinine_course creatinine_since(const situation& s, day start) {
  creatinine_course c;
  const auto hours = [&](const observation& o) { return most_hours_since(*o.effective, s.chart.now); };
  for (const observation& o : s.chart.labs.items) {
    if (!o.sets.has(value_set::creatinine) || o.status != observation::state::final || !o.value || !o.effective)
      continue;
    const day when = o.effective->first;
    const auto lower_or = [&](const observation* other, bool better, bool same) {
      return !other || better || (same && o.value->value < other->value->value);
    };
    if (when <= start) {
      if (lower_or(c.before, c.before && when > c.before->effective->first,
                   c.before && when == c.before->effective->first))
        c.before = &o;
      continue;
    }
    if (lower_or(c.first, c.first && hours(o) > hours(*c.first), c.first && hours(o) == hours(*c.first))) c.first = &o;
    if (!c.latest || hours(o) < hours(*c.latest) ||
        (hours(o) == hours(*c.latest) && o.value->value > c.latest->value->value))
      c.latest = &o;
  }
  return c;
}

/// Without a creatinine from before the first dose the earliest one since is the baseline: the rise is then at least
/// that.
void check_creatinine(monitoring& m, const situation& s) {
  if (!s.who.foscarnet || s.who.foscarnet->days == 0) return;
  const thresholds& t = s.known.limits;
  const creatinine_course c = creatinine_since(s, s.who.foscarnet->first);
  if (!c.latest) {
    m.creatinine_never_since_start = s.who.foscarnet->days >= t.foscarnet_monitor_gap_days;
    return;
  }
  const double from = (c.before ? c.before : c.first)->value->value, to = c.latest->value->value;
  if (at_least(to - from, t.foscarnet_creatinine_rise_mg_dl) ||
      at_least((to - from) / from, t.foscarnet_creatinine_rise_share))
    m.rise = s.notes().say(from, " to ", to, " mg/dL (+", rounded{to - from, 1}, ", +",
                           rounded{100 * (to - from) / from, 0}, " %)");
}

} // namespace

monitoring assess_monitoring(const situation& s) {
  monitoring m;
  for (const watched& w : all_watched(s.known.limits)) check(m, s, w);
  check_creatinine(m, s);
  return m;
}

} // namespace cds::rules
