#include "cds/rules/all.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::red_flag;

recommendation alarm(const situation& s) {
  finding f(s, id, indicator::critical);
  const condition* flag = s.who.red_flag;
  const std::string_view name = flag && flag->named ? flag->named->coding.display : f.text("neonate");
  f.summary("summary", {{"flag", name}}).why("why", {{"agent", name_of(s.draft.drug.agent)}});
  if (flag) f.data({"condition", name, flag->onset ? flag->onset : flag->recorded, flag->source});
  if (flag && flag->unconfirmed) f.not_known("unconfirmed");
  f.option("options");
  if (s.who.referral) f.option("referral_exists", {{"date", s.notes().say(*s.who.referral->authored)}});
  f.suggest(infectious_disease_referral(s, f, true, true));
  return f.take();
}

} // namespace

/// Herpes of the eye, brain or oesophagus, disseminated herpes, eczema herpeticum or a neonate, treated by mouth or on
/// the skin.
outcome red_flag(const situation& s, std::span<const outcome>) {
  if (s.draft.drug_unresolved) return not_evaluable(id, s, {"the ordered medicine"});
  if (s.out_of_scope()) return not_applicable(id, "the order is outside the scope");
  const bool by_mouth_or_skin =
      route_of(s.draft.drug, s.draft.dosage) != route::intravenous && (s.systemic || s.topical);
  if (!s.nucleoside() || !by_mouth_or_skin) return not_applicable(id, "not an oral or topical nucleoside");
  const bool reason = s.draft.reasons.has(value_set::hsv_red_flag) ||
                      (s.draft.reasons.has(value_set::neonatal_herpes) && is_neonate(s.chart));
  if (s.who.red_flag || reason || is_neonate(s.chart)) return fired(alarm(s), "a red flag is present");
  if (!s.chart.conditions.known()) return not_evaluable(id, s, {"conditions"});
  return negative(id, "no red flag in the conditions");
}

} // namespace cds::rules
