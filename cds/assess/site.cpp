#include "cds/assess/site.hpp"

#include <cmath>
#include <vector>

namespace cds {
namespace {

/// The sites a set of codes names; herpes of unspecified site yields to orolabial, which it does not contradict.
struct sites_seen {
  bool orolabial = false, genital = false, zoster = false, cytomegalovirus = false, special = false,
       unspecified = false;

  void add(const value_sets& sets) {
    orolabial |= sets.has(value_set::hsv_orolabial);
    genital |= sets.has(value_set::hsv_genital);
    zoster |= sets.has(value_set::zoster) || sets.has(value_set::varicella);
    cytomegalovirus |= sets.has(value_set::cytomegalovirus);
    special |=
        sets.has(value_set::hsv_red_flag) || sets.has(value_set::hsv_whitlow) || sets.has(value_set::neonatal_herpes);
    unspecified |= sets.has(value_set::hsv_site_unspecified);
  }

  site decide() const {
    if (special) return site::special;
    const int named = orolabial + genital + zoster + cytomegalovirus;
    if (named > 1) return site::unspecified;
    if (zoster || cytomegalovirus)
      return unspecified ? site::unspecified : zoster ? site::zoster : site::cytomegalovirus;
    if (orolabial) return site::orolabial;
    if (genital) return site::genital;
    return unspecified ? site::unspecified : site::none;
  }
};

bool recent(const std::optional<date_time>& when, const facts& chart, double days) {
  return when && days_between(when->first, chart.now.today) <= days && when->first <= chart.now.today;
}

/// An encounter diagnosis often lacks a clinical status; then it counts while it is recent.
bool counts_as_present(const condition& c, const facts& chart, const thresholds& limits) {
  if (is_healed(c, chart.now.today)) return false;
  if (is_active(c)) return true;
  return recent(c.recorded, chart, limits.lesion_recent_days) || recent(c.onset, chart, limits.lesion_recent_days);
}

template<class Accept> site_finding from_conditions(const facts& chart, const char* origin, Accept accept) {
  sites_seen seen;
  site_finding found;
  for (const condition& c : chart.conditions.items) {
    if (!accept(c)) continue;
    sites_seen alone;
    alone.add(c.sets);
    if (alone.decide() == site::none) continue;
    seen.add(c.sets);
    if (!found.evidence || alone.decide() == site::orolabial) found.evidence = &c;
  }
  found.site = seen.decide();
  found.from = origin;
  return found;
}

site_finding from_order(const facts& chart, const draft_order& draft) {
  site_finding found{site::none, "the order's reason", true, nullptr};
  sites_seen referred;
  for (const std::size_t i : draft.conditions) {
    referred.add(chart.conditions.items[i].sets);
    if (!found.evidence) found.evidence = &chart.conditions.items[i];
  }
  found.site = referred.decide();
  if (found.site != site::none) return found;
  sites_seen coded;
  coded.add(draft.reasons);
  found.site = coded.decide();
  found.evidence = nullptr;
  return found;
}

/// The Conditions of lips and mouth that bear on the lesion of an order; null where there is none.
struct lip_conditions {
  const condition* active_reason = nullptr; // the order's reason, active
  const condition* healed_reason = nullptr; // the order's reason, healed
  const condition* present = nullptr; // not healed, with onset or record within the look-back; one with an onset first
  const condition* healed = nullptr;
  bool any_active = false; // however old
};

lip_conditions lip_conditions_of(const facts& chart, const knowledge& known, const draft_order& draft) {
  lip_conditions lips;
  const double window = known.limits.lesion_recent_days;
  const auto& all = chart.conditions.items;
  std::vector<bool> is_reason(all.size());
  for (const std::size_t i : draft.conditions) is_reason.at(i) = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const condition& c = all[i];
    if (!c.sets.has(value_set::hsv_orolabial)) continue;
    const bool reason = is_reason[i];
    if (is_healed(c, chart.now.today)) {
      if (!lips.healed) lips.healed = &c;
      if (reason && !lips.healed_reason) lips.healed_reason = &c;
      continue;
    }
    lips.any_active |= is_active(c);
    if (reason && is_active(c) && !lips.active_reason) lips.active_reason = &c;
    const bool dated = recent(c.onset, chart, window);
    if (dated || recent(c.recorded, chart, window))
      if (!lips.present || (dated && !recent(lips.present->onset, chart, window))) lips.present = &c;
  }
  return lips;
}

bool matches(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * b; }

} // namespace

const char* name_of(site s) {
  switch (s) {
  case site::orolabial:
    return "lips or mouth";
  case site::genital:
    return "genital";
  case site::zoster:
    return "zoster";
  case site::cytomegalovirus:
    return "CMV";
  case site::special:
    return "eye, brain, oesophagus, disseminated or other special site";
  case site::unspecified:
    return "herpes of unspecified site";
  case site::none:
    break;
  }
  return "none stated";
}

const char* name_of(lesion_state s) {
  switch (s) {
  case lesion_state::active:
    return "active";
  case lesion_state::healed:
    return "healed";
  case lesion_state::unknown:
    break;
  }
  return "unknown";
}

bool is_active(const condition& c) {
  return c.status == condition::clinical::active || c.status == condition::clinical::recurrence ||
         c.status == condition::clinical::relapse;
}

bool is_healed(const condition& c, day today) {
  if (c.abated_undated || (c.abated && c.abated->first <= today)) return true;
  return c.status == condition::clinical::resolved || c.status == condition::clinical::inactive ||
         c.status == condition::clinical::remission;
}

const dose_signature* signature_of(const knowledge& known, const draft_order& draft) {
  const auto mg = dose_mg(draft.drug, draft.dosage, 0);
  if (!mg || !draft.dosage.times_per_day) return nullptr;
  for (const dose_signature& s : known.signatures)
    if (s.agent == draft.drug.agent && matches(*mg, s.dose_mg, known.limits.dose_tolerance) &&
        matches(*draft.dosage.times_per_day, s.times_per_day, 1e-6))
      return &s;
  return nullptr;
}

site_finding assess_site(const facts& chart, const knowledge& known, const draft_order& draft) {
  if (const auto found = from_order(chart, draft); found.site != site::none) return found;
  // Ganciclovir is a CMV drug unless the order itself says herpes simplex.
  if (draft.drug.agent == agent::ganciclovir || draft.drug.agent == agent::valganciclovir)
    return {site::cytomegalovirus, "the drug, which is given for CMV", false, nullptr};

  const auto diagnosed = from_conditions(chart, "an encounter diagnosis", [&](const condition& c) {
    return c.encounter_diagnosis && counts_as_present(c, chart, known.limits);
  });
  if (diagnosed.site != site::none && diagnosed.site != site::unspecified) return diagnosed;
  if (const auto* s = signature_of(known, draft))
    return {s->means == value_set::zoster ? site::zoster : site::cytomegalovirus, "the dose", false, nullptr};
  if (diagnosed.site != site::none) return diagnosed;

  const auto active = from_conditions(chart, "the active problems", [](const condition& c) { return is_active(c); });
  if (active.site != site::none) return active;
  if (draft.reason_unresolved) return {site::unspecified, "a reason that was not supplied", false, nullptr};
  return {};
}

lesion assess_lesion(const facts& chart, const knowledge& known, const draft_order& draft, bool suppressive) {
  const lip_conditions lips = lip_conditions_of(chart, known, draft);
  const auto found = [&](lesion_state state, const condition* c) {
    lesion l{state, c, std::nullopt};
    if (c && recent(c->onset, chart, known.limits.lesion_recent_days)) l.onset = c->onset;
    // A problem-list entry of years ago is no episode: its onset comes from the Condition of this one.
    else if (state == lesion_state::active && lips.present &&
             recent(lips.present->onset, chart, known.limits.lesion_recent_days))
      l.onset = lips.present->onset;
    return l;
  };
  if (lips.active_reason) return found(lesion_state::active, lips.active_reason);
  if (lips.present) return found(lesion_state::active, lips.present);
  if (lips.healed_reason) return found(lesion_state::healed, lips.healed_reason);
  if (draft.reasons.has(value_set::hsv_orolabial) && !suppressive) return found(lesion_state::active, nullptr);
  if (lips.healed && !lips.any_active) return found(lesion_state::healed, lips.healed);
  return {};
}

bool is_suppressive(const knowledge& known, const draft_order& draft) {
  const dosage& how = draft.dosage;
  if (how.administrations == 1 || !how.times_per_day) return false;
  const auto mg = dose_mg(draft.drug, how, 0);
  bool listed = at_most(*how.times_per_day, 1);
  for (const regimen& r : known.regimens)
    listed |= mg && r.why == purpose::suppressive && r.agent == draft.drug.agent &&
              matches(*mg, r.plan.dose_mg, known.limits.dose_tolerance) &&
              matches(*how.times_per_day, administrations_per_day(r.plan), 1e-6);
  if (!listed) return false;
  const auto days = course_days(draft.drug, how, draft.days_supply, draft.amount);
  return draft.refills.value_or(0) > 0 || (days && at_least(*days, known.limits.suppressive_minimum_days));
}

} // namespace cds
