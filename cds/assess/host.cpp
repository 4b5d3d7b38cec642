#include "cds/assess/host.hpp"

#include <algorithm>

#include "cds/assess/draft_names.hpp"
#include "cds/assess/medicines.hpp"
#include "cds/assess/site.hpp"

namespace cds {
namespace {

constexpr int neonatal_days = 28; // the definition of a neonate, not a threshold

bool ongoing(const condition& c, const facts& chart, double recent_days) {
  if (is_healed(c, chart.now.today)) return false;
  if (is_active(c) || c.encounter_diagnosis) return true;
  const auto& when = c.onset ? c.onset : c.recorded;
  return !when || days_between(when->first, chart.now.today) <= recent_days;
}

} // namespace

age_group age_group_of(const std::optional<age>& years, const thresholds& limits) {
  if (!years) return age_group::unknown;
  if (years->youngest >= limits.adult_age_years) return age_group::adult;
  return years->oldest < limits.adult_age_years ? age_group::minor : age_group::unknown;
}

pregnancy_state assess_pregnancy(const facts& chart, const knowledge& known) {
  if (chart.patient.sex == sex::male) return pregnancy_state::not_pregnant;
  bool denied = false;
  for (const condition& c : chart.conditions.items) {
    if (c.unconfirmed || is_healed(c, chart.now.today)) continue;
    if (c.sets.has(value_set::pregnancy)) return pregnancy_state::pregnant;
    denied |= c.sets.has(value_set::not_pregnant);
  }
  const observation* latest = nullptr;
  for (const observation& o : chart.labs.items) {
    if (!o.sets.has(value_set::pregnancy_status) || o.status != observation::state::final || !o.effective) continue;
    if (!latest || o.effective->first >= latest->effective->first) latest = &o;
  }
  if (latest && days_between(latest->effective->first, chart.now.today) <= known.limits.pregnancy_status_days) {
    if (latest->coded_value.has(value_set::pregnancy)) return pregnancy_state::pregnant;
    denied |= latest->coded_value.has(value_set::not_pregnant);
  }
  return denied ? pregnancy_state::not_pregnant : pregnancy_state::unknown;
}

const condition* red_flag_in(const facts& chart, const knowledge& known) {
  for (const condition& c : chart.conditions.items)
    if ((c.sets.has(value_set::hsv_red_flag) || (c.sets.has(value_set::neonatal_herpes) && is_neonate(chart))) &&
        ongoing(c, chart, known.limits.lesion_recent_days))
      return &c;
  return nullptr;
}

bool is_neonate(const facts& chart) {
  return chart.patient.birth && days_between(chart.patient.birth->last, chart.now.today) <= neonatal_days;
}

const service_request* existing_referral(const facts& chart, const knowledge& known) {
  for (const service_request& r : chart.service_requests.items) {
    const bool stands = r.status == service_request::state::active || r.status == service_request::state::on_hold ||
                        r.status == service_request::state::completed;
    if (stands && r.sets.has(value_set::infectious_disease_referral) && r.authored &&
        days_between(r.authored->first, chart.now.today) <= known.limits.referral_look_back_days)
      return &r;
  }
  return nullptr;
}

const medication* current_foscarnet(const facts& chart) {
  const draft_names drafts(chart);
  for (const medication* m : all_medications(chart)) {
    const bool given_lately = m->origin == medication::kind::administration;
    if (m->drug.agent == agent::foscarnet && !drafts.hold(m->source) &&
        is_current(*m, chart.now.today, given_lately ? 2 : 0))
      return m;
  }
  return nullptr;
}

const allergy* foscarnet_allergy(const facts& chart) {
  for (const allergy& a : chart.allergies.items)
    if (a.active && a.drug.agent == agent::foscarnet) return &a;
  return nullptr;
}

std::vector<const medication*> foscarnet_interactions(const facts& chart) {
  const value_sets kinds = {value_set::nephrotoxic, value_set::foscarnet_interaction, value_set::qt_prolonging,
                            value_set::pentamidine};
  std::vector<const medication*> found;
  for (const medication* m : all_medications(chart)) {
    if (m->drug.agent == agent::foscarnet || !m->drug.sets.any_of(kinds) || !is_current(*m, chart.now.today)) continue;
    const auto same_drug = [&](const medication* other) {
      return other->drug.named && m->drug.named && other->drug.named->coding.display == m->drug.named->coding.display;
    };
    if (std::none_of(found.begin(), found.end(), same_drug)) found.push_back(m);
  }
  return found;
}

bool has_intravenous_pentamidine(const facts& chart) {
  const auto by_vein = [](const drug& what, const dosage& how) {
    const route way = route_of(what, how);
    return what.sets.has(value_set::pentamidine) && (way == route::intravenous || way == route::unknown);
  };
  const auto given = all_medications(chart);
  return std::any_of(
             given.begin(), given.end(),
             [&](const medication* m) { return by_vein(m->drug, m->dosage) && is_current(*m, chart.now.today); }) ||
         std::any_of(chart.drafts.begin(), chart.drafts.end(),
                     [&](const draft_order& d) { return by_vein(d.drug, d.dosage); });
}

} // namespace cds
