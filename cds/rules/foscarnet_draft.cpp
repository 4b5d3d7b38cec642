#include "cds/rules/foscarnet_draft.hpp"

#include <algorithm>
#include <cmath>

#include "cds/assess/medicines.hpp"
#include "cds/assess/observations.hpp"

namespace cds::rules {
namespace {

void check_kidneys_and_weight(foscarnet_eligibility& can, const situation& s) {
  const renal_state& kidneys = s.who.renal;
  const thresholds& limits = s.known.limits;
  const auto within = [](double value, double limit) { return at_most(value, limit); };
  if (!kidneys.creatinine || !within(kidneys.creatinine_hours, limits.foscarnet_creatinine_hours))
    can.obstacles.push_back("no creatinine within " + to_text(limits.foscarnet_creatinine_hours) + " hours");
  if (!kidneys.weight || !within(kidneys.weight_days, limits.foscarnet_weight_days))
    can.obstacles.push_back("no weight within " + to_text(limits.foscarnet_weight_days) + " days");
  if (kidneys.creatinine) can.data.push_back(datum_of("creatinine", *kidneys.creatinine));
  if (kidneys.weight) can.data.push_back(datum_of("weight", *kidneys.weight));
  if (!kidneys.clearance_ml_min_kg) {
    if (s.chart.patient.sex == sex::unknown)
      can.obstacles.push_back("sex unknown, so that no clearance can be estimated");
    return;
  }
  if (!foscarnet_row(s.known, *kidneys.clearance_ml_min_kg)) {
    can.obstacles.push_back("creatinine clearance " + to_text(*kidneys.clearance_ml_min_kg) +
                            " mL/min/kg: foscarnet is not recommended");
    can.contraindicated = true;
  }
}

void check_history(foscarnet_eligibility& can, const situation& s) {
  const auto never = [&](std::string why) {
    can.obstacles.push_back(std::move(why));
    can.contraindicated = true;
  };
  if (s.resistance.foscarnet == susceptibility::resistant) never("the isolate is resistant to foscarnet");
  if (foscarnet_allergy(s.chart)) never("allergy to foscarnet");
  if (s.who.pregnancy == pregnancy_state::pregnant) never("pregnancy");
  if (!s.chart.allergies.known()) can.obstacles.push_back("allergies were not supplied");
  if (has_intravenous_pentamidine(s.chart)) can.obstacles.push_back("intravenous pentamidine");
  if (s.who.foscarnet) can.obstacles.push_back("foscarnet is active already");
  const auto drafts = all_drafts(s.chart);
  if (std::any_of(drafts.begin(), drafts.end(), [](const draft_order* d) { return d->drug.agent == agent::foscarnet; }))
    can.obstacles.push_back("foscarnet is being ordered already");
  if (s.who.immune.level == immune_level::unknown)
    can.obstacles.push_back("immune status unknown: foscarnet is labelled for immunocompromised patients");
}

std::string names_of(const std::vector<const medication*>& drugs) {
  std::string names;
  for (const medication* m : drugs) {
    if (!m->drug.named) continue;
    if (!names.empty()) names += ", ";
    names += m->drug.named->coding.display;
  }
  return names;
}

} // namespace

const foscarnet_band* foscarnet_row(const knowledge& known, double clearance) {
  for (const foscarnet_band& band : known.foscarnet) {
    const bool over = band.lowest_included ? at_least(clearance, band.above) : above(clearance, band.above);
    if (over && at_most(clearance, band.up_to)) return &band;
  }
  return nullptr;
}

double foscarnet_mg(const situation& s, double mg_per_kg) {
  const double step = s.known.limits.foscarnet_round_mg;
  return std::round(mg_per_kg * s.weight_kg() / step + 1e-9) * step;
}

foscarnet_eligibility assess_foscarnet(const situation& s) {
  foscarnet_eligibility can;
  check_kidneys_and_weight(can, s);
  check_history(can, s);
  can.interactions = names_of(foscarnet_interactions(s.chart));
  if (!can.obstacles.empty() || !s.who.renal.clearance_ml_min_kg) return can;

  const foscarnet_band::cell& cell = foscarnet_row(s.known, *s.who.renal.clearance_ml_min_kg)->q8h;
  order_foscarnet order;
  order.product = &s.known.product("foscarnet");
  order.mg_per_kg = cell.mg_per_kg;
  order.interval_hours = cell.interval_hours;
  order.dose_mg = foscarnet_mg(s, cell.mg_per_kg);
  order.infusion_hours = s.known.limits.foscarnet_infusion_hours;
  order.for_draft = s.index;
  can.dose_text = to_text(cell.mg_per_kg) + " mg/kg every " + to_text(cell.interval_hours) + " hours, " +
                  to_text(order.dose_mg) + " mg";
  can.dose = std::move(order);
  return can;
}

suggestion foscarnet_suggestion(const situation&, const finding& f, const foscarnet_eligibility& can) {
  order_foscarnet order = *can.dose;
  order.description = f.text("foscarnet_label", {{"dose", can.dose_text}});
  const std::string label = order.description;
  return {label, false, {std::move(order)}};
}

} // namespace cds::rules
