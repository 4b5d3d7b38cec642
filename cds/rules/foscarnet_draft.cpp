#include "cds/rules/foscarnet_draft.hpp"

#include <algorithm>
#include <cmath>

#include "cds/assess/medicines.hpp"
#include "cds/assess/observations.hpp"

namespace cds::rules {
namespace {

void add_obstacle(foscarnet_eligibility& can, const situation& s, std::string_view why) {
  can.obstacles.add(why, s.notes().memory());
}

void check_kidneys_and_weight(foscarnet_eligibility& can, const situation& s) {
  const renal_state& kidneys = s.who.renal;
  const thresholds& limits = s.known.limits;
  notepad& notes = s.notes();
  if (!kidneys.creatinine || !at_most(kidneys.creatinine_hours, limits.foscarnet_creatinine_hours))
    add_obstacle(can, s, notes.say("no creatinine within ", limits.foscarnet_creatinine_hours, " hours"));
  if (!kidneys.weight || !at_most(kidneys.weight_days, limits.foscarnet_weight_days))
    add_obstacle(can, s, notes.say("no weight within ", limits.foscarnet_weight_days, " days"));
  if (kidneys.creatinine) can.data.add(datum_of("creatinine", *kidneys.creatinine, notes), notes.memory());
  if (kidneys.weight) can.data.add(datum_of("weight", *kidneys.weight, notes), notes.memory());
  if (!kidneys.clearance_ml_min_kg) {
    if (s.chart.patient.sex == sex::unknown) add_obstacle(can, s, "sex unknown, so that no clearance can be estimated");
    return;
  }
  if (!foscarnet_row(s.known, *kidneys.clearance_ml_min_kg)) {
    add_obstacle(
        can, s,
        notes.say("creatinine clearance ", *kidneys.clearance_ml_min_kg, " mL/min/kg: foscarnet is not recommended"));
    can.contraindicated = true;
  }
}

void check_history(foscarnet_eligibility& can, const situation& s) {
  const auto never = [&](std::string_view why) {
    add_obstacle(can, s, why);
    can.contraindicated = true;
  };
  if (s.resistance.foscarnet == susceptibility::resistant) never("the isolate is resistant to foscarnet");
  if (foscarnet_allergy(s.chart)) never("allergy to foscarnet");
  if (s.who.pregnancy == pregnancy_state::pregnant) never("pregnancy");
  if (!s.chart.allergies.known()) add_obstacle(can, s, "allergies were not supplied");
  if (has_intravenous_pentamidine(s.chart)) add_obstacle(can, s, "intravenous pentamidine");
  if (s.who.foscarnet) add_obstacle(can, s, "foscarnet is active already");
  if (any_draft(s.chart, [](const draft_order& d) { return d.drug.agent == agent::foscarnet; }))
    add_obstacle(can, s, "foscarnet is being ordered already");
  if (s.who.immune.level == immune_level::unknown)
    add_obstacle(can, s, "immune status unknown: foscarnet is labelled for immunocompromised patients");
}

} // namespace

std::string_view interacting_drugs(const situation& s) {
  list<std::string_view> names;
  for (const medication* m : foscarnet_interactions(s.chart))
    if (m->drug.named) names.add(m->drug.named->coding.display, s.notes().memory());
  return listed(s, names);
}

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
  can.interactions = interacting_drugs(s);
  if (!can.obstacles.empty() || !s.who.renal.clearance_ml_min_kg) return can;

  const foscarnet_band::cell& cell = foscarnet_row(s.known, *s.who.renal.clearance_ml_min_kg)->q8h;
  order_foscarnet order;
  order.product = &s.known.product("foscarnet");
  order.mg_per_kg = cell.mg_per_kg;
  order.interval_hours = cell.interval_hours;
  order.dose_mg = foscarnet_mg(s, cell.mg_per_kg);
  order.infusion_hours = s.known.limits.foscarnet_infusion_hours;
  order.for_draft = s.index;
  can.dose_text = s.notes().say(cell.mg_per_kg, " mg/kg every ", cell.interval_hours, " hours, ", order.dose_mg, " mg");
  can.dose = order;
  return can;
}

suggestion foscarnet_suggestion(const situation& s, const finding& f, const foscarnet_eligibility& can) {
  order_foscarnet order = *can.dose;
  order.description = f.text("foscarnet_label", {{"dose", can.dose_text}});
  return {order.description, false, {{order}, s.notes().memory()}};
}

} // namespace cds::rules
