#include <algorithm>
#include <array>
#include <map>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

using cds::thresholds;

struct limit {
  std::string_view group;
  std::string_view name;
  std::string_view unit;
  double thresholds::*member;
};

// Every member of cds::thresholds; the table in the file is [group.name].
constexpr auto limits = std::to_array<limit>({
    {"exposure", "merge_gap_days", "days", &thresholds::exposure_merge_gap_days},
    {"exposure", "reach_days", "days", &thresholds::exposure_reach_days},
    {"exposure", "adequate_dose", "share", &thresholds::exposure_adequate_dose},
    {"exposure", "adequate_coverage", "share", &thresholds::exposure_adequate_coverage},
    {"exposure", "prolonged_days", "days", &thresholds::exposure_prolonged_days},
    {"exposure", "repeated_courses", "courses", &thresholds::exposure_repeated_courses},
    {"exposure", "look_back_days", "days", &thresholds::exposure_look_back_days},
    {"failure", "reassess_day", "days", &thresholds::failure_reassess_day},
    {"failure", "escalate_day", "days", &thresholds::failure_escalate_day},
    {"failure", "weeks_day", "days", &thresholds::failure_weeks_day},
    {"failure", "biopsy_day", "days", &thresholds::failure_biopsy_day},
    {"failure", "late_start_hours", "hours", &thresholds::failure_late_start_hours},
    {"referral", "look_back_days", "days", &thresholds::referral_look_back_days},
    {"lesion", "recent_days", "days", &thresholds::lesion_recent_days},
    {"resistance", "look_back_days", "days", &thresholds::resistance_look_back_days},
    {"immune", "cd4_severe_below", "cells/uL", &thresholds::immune_cd4_severe_below},
    {"immune", "neutrophils_severe_below", "cells/uL", &thresholds::immune_neutrophils_severe_below},
    {"immune", "prednisone_mg_per_day", "mg/day", &thresholds::immune_prednisone_mg_per_day},
    {"immune", "prednisone_days", "days", &thresholds::immune_prednisone_days},
    {"immune", "chemotherapy_days", "days", &thresholds::immune_chemotherapy_days},
    {"immune", "biologic_days", "days", &thresholds::immune_biologic_days},
    {"immune", "cd4_days", "days", &thresholds::immune_cd4_days},
    {"immune", "neutrophils_days", "days", &thresholds::immune_neutrophils_days},
    {"renal", "creatinine_days", "days", &thresholds::renal_creatinine_days},
    {"renal", "creatinine_days_at_risk", "days", &thresholds::renal_creatinine_days_at_risk},
    {"renal", "risk_age_years", "years", &thresholds::renal_risk_age_years},
    {"weight", "plausible_min_kg", "kg", &thresholds::weight_plausible_min_kg},
    {"weight", "plausible_max_kg", "kg", &thresholds::weight_plausible_max_kg},
    {"creatinine", "plausible_min_mg_dl", "mg/dL", &thresholds::creatinine_plausible_min_mg_dl},
    {"creatinine", "plausible_max_mg_dl", "mg/dL", &thresholds::creatinine_plausible_max_mg_dl},
    {"clearance", "plausible_min_ml_min", "mL/min", &thresholds::clearance_plausible_min_ml_min},
    {"clearance", "plausible_max_ml_min", "mL/min", &thresholds::clearance_plausible_max_ml_min},
    {"cells", "plausible_max_per_ul", "cells/uL", &thresholds::cells_plausible_max_per_ul},
    {"potassium", "plausible_min_mmol_l", "mmol/L", &thresholds::potassium_plausible_min_mmol_l},
    {"potassium", "plausible_max_mmol_l", "mmol/L", &thresholds::potassium_plausible_max_mmol_l},
    {"calcium", "plausible_min_mmol_l", "mmol/L", &thresholds::calcium_plausible_min_mmol_l},
    {"calcium", "plausible_max_mmol_l", "mmol/L", &thresholds::calcium_plausible_max_mmol_l},
    {"ionized_calcium", "plausible_min_mmol_l", "mmol/L", &thresholds::ionized_calcium_plausible_min_mmol_l},
    {"ionized_calcium", "plausible_max_mmol_l", "mmol/L", &thresholds::ionized_calcium_plausible_max_mmol_l},
    {"magnesium", "plausible_min_mmol_l", "mmol/L", &thresholds::magnesium_plausible_min_mmol_l},
    {"magnesium", "plausible_max_mmol_l", "mmol/L", &thresholds::magnesium_plausible_max_mmol_l},
    {"phosphate", "plausible_min_mmol_l", "mmol/L", &thresholds::phosphate_plausible_min_mmol_l},
    {"phosphate", "plausible_max_mmol_l", "mmol/L", &thresholds::phosphate_plausible_max_mmol_l},
    {"weight", "days", "days", &thresholds::weight_days},
    {"foscarnet", "creatinine_hours", "hours", &thresholds::foscarnet_creatinine_hours},
    {"foscarnet", "weight_days", "days", &thresholds::foscarnet_weight_days},
    {"foscarnet", "baseline_hours", "hours", &thresholds::foscarnet_baseline_hours},
    {"foscarnet", "round_mg", "mg", &thresholds::foscarnet_round_mg},
    {"foscarnet", "minimum_age_years", "years", &thresholds::foscarnet_minimum_age_years},
    {"foscarnet", "infusion_hours", "hours", &thresholds::foscarnet_infusion_hours},
    {"foscarnet", "maximum_rate_mg_kg_min", "mg/kg/min", &thresholds::foscarnet_maximum_rate_mg_kg_min},
    {"foscarnet", "daily_critical", "ratio", &thresholds::foscarnet_daily_critical},
    {"foscarnet", "daily_high", "ratio", &thresholds::foscarnet_daily_high},
    {"foscarnet", "daily_low", "ratio", &thresholds::foscarnet_daily_low},
    {"foscarnet", "monitor_gap_days", "days", &thresholds::foscarnet_monitor_gap_days},
    {"foscarnet", "creatinine_rise_mg_dl", "mg/dL", &thresholds::foscarnet_creatinine_rise_mg_dl},
    {"foscarnet", "creatinine_rise_share", "share", &thresholds::foscarnet_creatinine_rise_share},
    {"foscarnet", "long_days", "days", &thresholds::foscarnet_long_days},
    {"foscarnet", "longest_days", "days", &thresholds::foscarnet_longest_days},
    {"foscarnet", "published_mg_per_kg", "mg/kg", &thresholds::foscarnet_published_mg_per_kg},
    {"foscarnet", "published_interval_hours", "hours", &thresholds::foscarnet_published_interval_hours},
    {"foscarnet", "high_interval_clearance", "mL/min/kg", &thresholds::foscarnet_high_interval_clearance},
    {"potassium", "low_mmol_l", "mmol/L", &thresholds::potassium_low_mmol_l},
    {"calcium", "low_mg_dl", "mg/dL", &thresholds::calcium_low_mg_dl},
    {"calcium", "low_mmol_l", "mmol/L", &thresholds::calcium_low_mmol_l},
    {"ionized_calcium", "low_mmol_l", "mmol/L", &thresholds::ionized_calcium_low_mmol_l},
    {"magnesium", "low_mg_dl", "mg/dL", &thresholds::magnesium_low_mg_dl},
    {"magnesium", "low_mmol_l", "mmol/L", &thresholds::magnesium_low_mmol_l},
    {"phosphate", "low_mg_dl", "mg/dL", &thresholds::phosphate_low_mg_dl},
    {"phosphate", "low_mmol_l", "mmol/L", &thresholds::phosphate_low_mmol_l},
    {"renal", "critical_clearance_ml_min", "mL/min", &thresholds::renal_critical_clearance_ml_min},
    {"recurrence", "frequent", "episodes", &thresholds::recurrence_frequent},
    {"recurrence", "very_frequent", "episodes", &thresholds::recurrence_very_frequent},
    {"recurrence", "window_days", "days", &thresholds::recurrence_window_days},
    {"recurrence", "episode_gap_days", "days", &thresholds::recurrence_episode_gap_days},
    {"recurrence", "course_window_days", "days", &thresholds::recurrence_course_window_days},
    {"recurrence", "courses", "courses", &thresholds::recurrence_courses},
    {"recurrence", "suppression_days", "days", &thresholds::recurrence_suppression_days},
    {"suppressive", "minimum_days", "days", &thresholds::suppressive_minimum_days},
    {"dose", "tolerance", "share", &thresholds::dose_tolerance},
    {"adult", "age_years", "years", &thresholds::adult_age_years},
    {"pregnancy", "status_days", "days", &thresholds::pregnancy_status_days},
    {"no_dose", "below_age_years", "years", &thresholds::no_dose_below_age_years},
    {"future", "tolerance_minutes", "minutes", &thresholds::future_tolerance_minutes},
});
static_assert(limits.size() * sizeof(double) == sizeof(thresholds), "every limit is read");

struct ascending {
  double thresholds::*low;
  double thresholds::*high;
};
constexpr auto must_ascend = std::to_array<ascending>({
    {&thresholds::failure_reassess_day, &thresholds::failure_escalate_day},
    {&thresholds::failure_escalate_day, &thresholds::failure_weeks_day},
    {&thresholds::failure_weeks_day, &thresholds::failure_biopsy_day},
    {&thresholds::renal_creatinine_days_at_risk, &thresholds::renal_creatinine_days},
    {&thresholds::weight_plausible_min_kg, &thresholds::weight_plausible_max_kg},
    {&thresholds::creatinine_plausible_min_mg_dl, &thresholds::creatinine_plausible_max_mg_dl},
    {&thresholds::clearance_plausible_min_ml_min, &thresholds::clearance_plausible_max_ml_min},
    {&thresholds::potassium_plausible_min_mmol_l, &thresholds::potassium_plausible_max_mmol_l},
    {&thresholds::calcium_plausible_min_mmol_l, &thresholds::calcium_plausible_max_mmol_l},
    {&thresholds::ionized_calcium_plausible_min_mmol_l, &thresholds::ionized_calcium_plausible_max_mmol_l},
    {&thresholds::magnesium_plausible_min_mmol_l, &thresholds::magnesium_plausible_max_mmol_l},
    {&thresholds::phosphate_plausible_min_mmol_l, &thresholds::phosphate_plausible_max_mmol_l},
    {&thresholds::foscarnet_daily_low, &thresholds::foscarnet_daily_high},
    {&thresholds::foscarnet_daily_high, &thresholds::foscarnet_daily_critical},
    {&thresholds::foscarnet_long_days, &thresholds::foscarnet_longest_days},
    {&thresholds::recurrence_frequent, &thresholds::recurrence_very_frequent},
    {&thresholds::no_dose_below_age_years, &thresholds::adult_age_years},
});

std::string name_of(const limit& l) { return '`' + std::string(l.group) + '.' + std::string(l.name) + '`'; }

std::string name_of(double thresholds::*member) {
  for (const limit& l : limits)
    if (l.member == member) return name_of(l);
  return {};
}

cds::listed_limit read_limit(section& table, const limit& l, const references& known) {
  const double value = table.positive("value");
  const std::string unit = table.text("unit");
  if (!unit.empty() && unit != l.unit)
    table.fault("unit", "the unit of " + name_of(l) + " must be `" + std::string(l.unit) + "`, not `" + unit + "`");
  if (l.unit == "share" && value > 1) table.fault("value", "a share must be at most 1");
  cds::listed_limit read{std::string(l.group) + '.' + std::string(l.name), value, unit, read_source_keys(table, known),
                         table.text_or_empty("note")};
  table.done();
  return read;
}

} // namespace

bool is_limit_or_group(std::string_view name) {
  return std::any_of(limits.begin(), limits.end(), [&](const limit& l) {
    return l.group == name || std::string(l.group) + '.' + std::string(l.name) == name;
  });
}

limit_list read_thresholds(section root, const references& known) {
  limit_list read;
  thresholds& all = read.limits;
  std::map<std::string_view, std::optional<section>> groups;
  std::map<std::string, place> places;
  if (auto meta = root.table("meta")) {
    read.version = meta->text("version");
    meta->done();
  }
  for (const limit& l : limits) {
    if (!groups.contains(l.group)) groups.emplace(l.group, root.table(l.group));
    auto& group = groups.at(l.group);
    if (!group) continue;
    auto table = group->table(l.name);
    if (!table) continue;
    read.listed.push_back(read_limit(*table, l, known));
    all.*l.member = read.listed.back().value;
    places[name_of(l)] = table->at("value");
  }
  for (auto& [name, group] : groups)
    if (group) group->done();
  root.done();

  for (const ascending& o : must_ascend) {
    const bool both = all.*o.low > 0 && all.*o.high > 0;
    if (both && all.*o.low >= all.*o.high)
      // What an overlay changed is at fault, not the value it is held against.
      root.fault(places[places[name_of(o.low)].file != root.at().file ? name_of(o.low) : name_of(o.high)],
                 name_of(o.high) + " must be above " + name_of(o.low));
  }
  return read;
}

} // namespace cds_knowledge
