#include "cds/assess/situation.hpp"

#include <algorithm>

namespace cds {
namespace {

/// Draft nucleosides for herpes simplex.
list<std::size_t> nucleoside_drafts(const facts& chart, const knowledge& known, notepad& notes) {
  list<std::size_t> drafts;
  for (std::size_t i = 0; i < chart.drafts.size(); ++i) {
    const draft_order& d = chart.drafts[i];
    if (!is_nucleoside(d.drug.agent) || !is_systemic(d.drug, d.dosage)) continue;
    const site where = assess_site(chart, known, d).site;
    if (where == site::orolabial || where == site::special || where == site::unspecified || where == site::none)
      drafts.add(i, notes.memory());
  }
  return drafts;
}

bool orders_suppression(const facts& chart, const knowledge& known) {
  return any_draft(chart,
                   [&](const draft_order& d) { return is_nucleoside(d.drug.agent) && is_suppressive(known, d); });
}

} // namespace

patient_state assess_patient(const facts& chart, const knowledge& known) {
  patient_state who;
  if (chart.patient.birth) who.years = age_at(*chart.patient.birth, chart.now.today);
  who.group = age_group_of(who.years, known.limits);
  who.pregnancy = assess_pregnancy(chart, known);
  who.immune = assess_immune(chart, known, *who.notes);
  who.renal = assess_renal(chart, known);
  const double weight = who.renal.weight ? who.renal.weight->value->value : 0;
  who.exposure = assess_exposure(chart, known, who.immune.level, who.renal.clearance_ml_min, weight);
  who.red_flag = red_flag_in(chart, known);
  who.referral = existing_referral(chart, known);
  who.foscarnet = assess_foscarnet_use(chart, known);
  if (who.foscarnet) who.nucleosides_beside_it = nucleoside_drafts(chart, known, *who.notes);
  who.suppression_ordered = orders_suppression(chart, known);
  return who;
}

namespace {

situation assess(const facts& chart, const knowledge& known, const patient_state& who, const draft_order& order,
                 std::size_t index) {
  situation s{known, chart, who, order, index, assess_site(chart, known, order)};
  s.systemic = is_systemic(order.drug, order.dosage);
  s.topical = is_topical(order.drug, order.dosage);
  s.suppressive = is_suppressive(known, order);
  s.lesion = assess_lesion(chart, known, order, s.suppressive);
  if (s.lesion.onset)
    s.onset = s.lesion.onset->first;
  else if (who.exposure.run)
    s.onset = who.exposure.run->first;
  s.resistance = assess_resistance(chart, known, s.onset);
  return s;
}

} // namespace

situation assess_order(const facts& chart, const knowledge& known, const patient_state& who, std::size_t draft) {
  return assess(chart, known, who, chart.drafts.at(draft), draft);
}

situation assess_standing(const facts& chart, const knowledge& known, const patient_state& who,
                          const draft_order& order) {
  return assess(chart, known, who, order, standing);
}

draft_order as_order(const medication& m) {
  draft_order order;
  order.source = m.source;
  order.drug = m.drug;
  order.dosage = m.dosage;
  order.reasons = m.reasons;
  order.days_supply = m.days_supply;
  order.amount = m.amount;
  order.refills = m.refills;
  order.authored = m.start;
  return order;
}

bool situation::out_of_scope() const {
  if (draft.drug.agent == agent::none || draft.drug.agent == agent::docosanol) return true;
  if (where.site == site::zoster || where.site == site::cytomegalovirus) return true;
  const bool second_line = draft.drug.agent == agent::foscarnet || draft.drug.agent == agent::cidofovir;
  return where.site == site::genital && !second_line;
}

} // namespace cds
