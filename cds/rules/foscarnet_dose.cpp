#include <algorithm>
#include <cmath>

#include "cds/assess/observations.hpp"
#include "cds/rules/all.hpp"
#include "cds/rules/foscarnet_draft.hpp"
#include "cds/rules/rule.hpp"
#include "cds/rules/suggestions.hpp"

namespace cds::rules {
namespace {

constexpr auto id = rule_id::foscarnet_dose;

using cell = foscarnet_band::cell;

double daily(const cell& c) { return c.mg_per_kg * 24 / c.interval_hours; }
std::string_view text_of(const situation& s, const cell& c) {
  return s.notes().say(c.mg_per_kg, " mg/kg every ", c.interval_hours, " hours");
}

/// The ordered dose as mg/kg. An order in mg needs the weight.
std::optional<cell> ordered(const situation& s) {
  const dosage& how = s.draft.dosage;
  if (!how.dose || !how.times_per_day) return std::nullopt;
  const double interval = 24 / *how.times_per_day;
  if (how.dose->unit == unit::milligram_per_kilogram) return cell{how.dose->value, interval};
  const auto mg = dose_mg(s.draft.drug, how, 0);
  if (!mg || s.weight_kg() <= 0) return std::nullopt;
  return cell{*mg / s.weight_kg(), interval};
}

bool same(const cell& a, const cell& b, double tolerance) {
  return std::abs(a.mg_per_kg - b.mg_per_kg) <= tolerance * b.mg_per_kg &&
         about_equal(a.interval_hours, b.interval_hours);
}

/// An order every 8 hours is held against the q8h column; any other against the column whose row it matches, else the
/// q12h one.
cell row_for(const situation& s, const foscarnet_band& band, const cell& order) {
  if (about_equal(order.interval_hours, 8)) return band.q8h;
  return same(order, band.q8h, s.known.limits.dose_tolerance) ? band.q8h : band.q12h;
}

bool creatinine_is_fresh(const situation& s) {
  const renal_state& k = s.who.renal;
  return k.creatinine && at_most(k.creatinine_hours, s.known.limits.foscarnet_creatinine_hours);
}
bool weight_is_fresh(const situation& s) {
  return s.who.renal.weight && at_most(s.who.renal.weight_days, s.known.limits.foscarnet_weight_days);
}

void add_data(finding& f, const situation& s) {
  const renal_state& k = s.who.renal;
  if (k.creatinine) f.data(datum_of("creatinine", *k.creatinine, s.notes()));
  if (k.clearance_ml_min_kg && k.creatinine)
    f.data({"creatinine clearance", s.notes().say(*k.clearance_ml_min_kg, " mL/min/kg"), std::nullopt,
            k.creatinine->source});
  if (k.weight) f.data(datum_of("weight", *k.weight, s.notes()));
}

/// No dose can be judged: without a fresh creatinine, or below the lowest row.
recommendation stop(const situation& s, const char* kind, const placeholders& values) {
  finding f(s, id, indicator::critical);
  f.summary({"summary_", kind}, values).why({"why_", kind}, values);
  add_data(f, s);
  f.option({"option_", kind}, values);
  if (std::string_view(kind) == "not_recommended")
    f.suggest(infectious_disease_referral(s, f, true, true));
  else
    f.suggest(foscarnet_baseline(s, f));
  f.suggest(cancel_this_order(s, f, false));
  return f.take();
}

/// The row for this patient; in mg too when the weight is fresh.
std::string_view dosing(const situation& s, const cell& row) {
  if (!weight_is_fresh(s)) return text_of(s, row);
  return s.notes().say(text_of(s, row), ", ", foscarnet_mg(s, row.mg_per_kg), " mg");
}

/// The draft changed to the row: mg only when the weight is fresh.
std::optional<suggestion> update(const situation& s, const finding& f, const cell& row) {
  if (!s.is_draft() || s.draft.source.id.empty()) return std::nullopt;
  change_foscarnet change;
  change.draft = s.index;
  change.mg_per_kg = row.mg_per_kg;
  change.interval_hours = row.interval_hours;
  change.infusion_hours = s.known.limits.foscarnet_infusion_hours;
  if (weight_is_fresh(s)) change.dose_mg = foscarnet_mg(s, row.mg_per_kg);
  change.description = f.text("update_label", {{"agent", "foscarnet"}, {"plan", dosing(s, row)}});
  return suggestion{change.description, false, {{change}, s.notes().memory()}};
}

struct judgement {
  indicator urgency;
  const char* kind;
};

std::optional<judgement> judge(const situation& s, const cell& order, const cell& row) {
  const thresholds& limits = s.known.limits;
  const double share = daily(order) / daily(row);
  // A dose that is published for good kidneys, although above the table's q12h column.
  const bool published = same(order, {limits.foscarnet_published_mg_per_kg, limits.foscarnet_published_interval_hours},
                              limits.dose_tolerance) &&
                         above(*s.who.renal.clearance_ml_min_kg, limits.foscarnet_high_interval_clearance);
  if (published) return judgement{indicator::info, "published"};
  if (above(share, limits.foscarnet_daily_critical)) return judgement{indicator::critical, "high"};
  if (at_least(share, limits.foscarnet_daily_high)) return judgement{indicator::warning, "high"};
  if (below(order.interval_hours, row.interval_hours)) return judgement{indicator::warning, "often"};
  if (below(share, limits.foscarnet_daily_low)) return judgement{indicator::warning, "low"};
  return std::nullopt;
}

recommendation differs(const situation& s, const judgement& j, const cell& order, const cell& row) {
  finding f(s, id, j.urgency);
  const placeholders values = {{"ordered", text_of(s, order)},
                               {"row", text_of(s, row)},
                               {"clearance", s.notes().say(*s.who.renal.clearance_ml_min_kg)},
                               {"share", s.notes().say(rounded{100 * daily(order) / daily(row), 0})}};
  f.summary({"summary_", j.kind}, values).why("why_row", values);
  add_data(f, s);
  if (!weight_is_fresh(s)) f.not_known("weight_old");
  f.option(s.is_draft() ? "option_row" : "option_row_active", {{"row", dosing(s, row)}});
  if (j.urgency != indicator::info) f.suggest(update(s, f, row));
  return f.take();
}

recommendation record_weight(const situation& s, const cell& order) {
  finding f(s, id, indicator::warning);
  const placeholders values = {{"ordered", text_of(s, order)},
                               {"clearance", s.notes().say(*s.who.renal.clearance_ml_min_kg)}};
  f.summary("summary_weight", values).why("why_weight", values);
  if (s.who.renal.creatinine) f.data(datum_of("creatinine", *s.who.renal.creatinine, s.notes()));
  f.not_known("weight_old").option("option_weight");
  return f.take();
}

} // namespace

/// Does the foscarnet dose fit the kidneys? For drafts and for foscarnet the patient is on.
outcome foscarnet_dose(const situation& s, std::span<const outcome>) {
  if (!s.draft.drug_unresolved && s.draft.drug.agent != agent::foscarnet) return not_applicable(id, "not foscarnet");
  if (auto left = unless_adult_in_scope(id, s)) return *left;
  if (!s.chart.labs.known()) return not_evaluable(id, s, {"laboratory results (creatinine)"});
  if (!creatinine_is_fresh(s))
    return fired(stop(s, "creatinine", {{"hours", s.notes().say(s.known.limits.foscarnet_creatinine_hours)}}),
                 "no fresh creatinine");
  if (!s.who.renal.clearance_ml_min_kg)
    return not_evaluable(id, s,
                         {s.chart.patient.sex == sex::unknown ? "sex, to estimate the clearance"
                                                              : "weight, to use the measured clearance"});
  const double clearance = *s.who.renal.clearance_ml_min_kg;
  const foscarnet_band* band = foscarnet_row(s.known, clearance);
  if (!band)
    return fired(stop(s, "not_recommended", {{"clearance", s.notes().say(clearance)}}), "below the lowest row");
  const auto order = ordered(s);
  if (!order) {
    const bool written = s.draft.dosage.dose && s.draft.dosage.times_per_day;
    if (s.chart.hook == hook::order_select && !written) return negative(id, "the order is still being written");
    return not_evaluable(id, s, {"the dose, its interval, or a weight to convert it"});
  }
  const cell row = row_for(s, *band, *order);
  if (const auto j = judge(s, *order, row))
    return fired(differs(s, *j, *order, row), s.notes().say(text_of(s, row), " is the row"));
  if (!weight_is_fresh(s)) return fired(record_weight(s, *order), "agrees with the row; weight too old for mg");
  return negative(id, s.notes().say("agrees with the row: ", text_of(s, row)));
}

} // namespace cds::rules
