#include "cds/assess/resistance.hpp"

#include <algorithm>

namespace cds {
namespace {

/// By interpretation or coded value; a bare number only against the laboratory's own limit.
susceptibility reading_of(const observation& o) {
  for (const value_sets* sets : {&o.interpretation, &o.coded_value}) {
    if (sets->has(value_set::resistant)) return susceptibility::resistant;
    if (sets->has(value_set::intermediate)) return susceptibility::intermediate;
    if (sets->has(value_set::susceptible)) return susceptibility::susceptible;
  }
  if (o.value && o.reference_high)
    return above(o.value->value, *o.reference_high) ? susceptibility::resistant : susceptibility::susceptible;
  return susceptibility::unknown;
}

/// What is known of lip lesions that healed, gathered once for all specimens.
class healings {
 public:
  explicit healings(const facts& chart) {
    for (const condition& c : chart.conditions.items) {
      if (!c.sets.has(value_set::hsv_orolabial) || !is_healed(c, chart.now.today)) continue;
      if (c.abated) {
        if (c.abated->first <= chart.now.today)
          last_healed_ = std::max(last_healed_.value_or(day::min()), c.abated->first);
      } else if (c.onset) {
        first_onset_ = std::min(first_onset_.value_or(day::max()), c.onset->first);
      }
    }
  }

  /// A lesion healed after the specimen was taken, so that the isolate belongs to an earlier episode. Where the chart
  /// does not record a healing, the isolate counts for the present episode: the safe side.
  bool since(day specimen, std::optional<day> onset) const {
    if (last_healed_ && *last_healed_ > specimen) return true;
    return first_onset_ && *first_onset_ <= specimen && onset && *onset > specimen;
  }

 private:
  std::optional<day> last_healed_; // of those whose day of healing is known
  std::optional<day> first_onset_; // of those healed on an unknown day
};

bool within(const std::optional<date_time>& when, const facts& chart, double days) {
  return when && days_between(when->first, chart.now.today) <= days;
}

/// Of two readings the later specimen counts; of one day the worse.
bool supersedes(const observation& a, susceptibility reading, const observation* best, susceptibility best_reading) {
  if (!best) return true;
  if (a.effective->first != best->effective->first) return a.effective->first > best->effective->first;
  return reading > best_reading;
}

struct reading {
  susceptibility value = susceptibility::unknown;
  const observation* from = nullptr;
};

reading newest_reading(const facts& chart, const healings& healed, const knowledge& known, value_set test,
                       bool this_episode, std::optional<day> onset) {
  reading best;
  for (const observation& o : chart.labs.items) {
    if (!o.sets.has(test) || o.status != observation::state::final) continue;
    if (!within(o.effective, chart, known.limits.resistance_look_back_days)) continue;
    if (healed.since(o.effective->first, onset) == this_episode) continue;
    const susceptibility value = reading_of(o);
    if (value != susceptibility::unknown && supersedes(o, value, best.from, best.value)) best = {value, &o};
  }
  return best;
}

test_state state_of(const facts& chart, const healings& healed, const knowledge& known, const value_sets& tests,
                    std::optional<day> onset) {
  test_state state;
  for (const observation& o : chart.labs.items) {
    if (!o.sets.any_of(tests) || !within(o.effective, chart, known.limits.resistance_look_back_days)) continue;
    if (healed.since(o.effective->first, onset)) continue;
    if (o.status == observation::state::final) {
      if (!onset || o.effective->last >= *onset || reading_of(o) != susceptibility::unknown) state.result = &o;
    } else if (o.status != observation::state::unknown &&
               within(o.effective, chart, known.limits.referral_look_back_days)) {
      state.preliminary = &o;
    }
  }
  for (const service_request& r : chart.service_requests.items)
    if (r.sets.any_of(tests) &&
        (r.status == service_request::state::active || r.status == service_request::state::on_hold) &&
        (!r.authored || within(r.authored, chart, known.limits.referral_look_back_days)))
      state.ordered = &r;
  return state;
}

const observation* negative_test(const facts& chart, std::optional<day> onset) {
  const observation* found = nullptr;
  for (const observation& o : chart.labs.items) {
    if (!o.sets.any_of({value_set::hsv_culture, value_set::hsv_pcr}) || o.status != observation::state::final) continue;
    if (!o.coded_value.has(value_set::not_detected) && !o.interpretation.has(value_set::not_detected)) continue;
    if (!o.effective || !onset || o.effective->last < *onset) continue;
    if (!found || o.effective->first > found->effective->first) found = &o;
  }
  return found;
}

const condition* reported(const facts& chart, const knowledge& known) {
  for (const condition& c : chart.conditions.items)
    if (c.sets.has(value_set::resistance_reported) && !is_healed(c, chart.now.today) &&
        ((!c.recorded && !c.onset) || within(c.recorded, chart, known.limits.resistance_look_back_days) ||
         within(c.onset, chart, known.limits.resistance_look_back_days)))
      return &c;
  return nullptr;
}

} // namespace

const char* name_of(susceptibility s) {
  switch (s) {
  case susceptibility::susceptible:
    return "susceptible";
  case susceptibility::intermediate:
    return "intermediate";
  case susceptibility::resistant:
    return "resistant";
  case susceptibility::unknown:
    break;
  }
  return "unknown";
}

resistance_state assess_resistance(const facts& chart, const knowledge& known, std::optional<day> onset) {
  resistance_state state;
  state.labs_known = chart.labs.known();
  const healings healed(chart);
  const auto acyclovir = newest_reading(chart, healed, known, value_set::acyclovir_susceptibility, true, onset);
  state.acyclovir = acyclovir.value;
  state.acyclovir_result = acyclovir.from;
  const auto foscarnet = newest_reading(chart, healed, known, value_set::foscarnet_susceptibility, true, onset);
  state.foscarnet = foscarnet.value;
  state.foscarnet_result = foscarnet.from;
  const auto earlier = newest_reading(chart, healed, known, value_set::acyclovir_susceptibility, false, onset);
  if (earlier.value == susceptibility::resistant) state.earlier_resistant = earlier.from;
  state.reported = reported(chart, known);
  state.culture = state_of(chart, healed, known, {value_set::hsv_culture}, onset);
  state.acyclovir_test =
      state_of(chart, healed, known, {value_set::acyclovir_susceptibility, value_set::hsv_susceptibility_order}, onset);
  state.foscarnet_test = state_of(chart, healed, known, {value_set::foscarnet_susceptibility}, onset);
  state.negative = negative_test(chart, onset);
  return state;
}

} // namespace cds
