#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds::thresholds;

// The pathway's numbers, written down a second time: changing one takes two decisions.
struct limit {
  const char* name;
  double thresholds::*member;
  double value;
};
constexpr limit limits[] = {
    {"exposure_merge_gap_days", &thresholds::exposure_merge_gap_days, 3},
    {"exposure_reach_days", &thresholds::exposure_reach_days, 3},
    {"exposure_adequate_dose", &thresholds::exposure_adequate_dose, 0.8},
    {"exposure_adequate_coverage", &thresholds::exposure_adequate_coverage, 0.8},
    {"exposure_prolonged_days", &thresholds::exposure_prolonged_days, 90},
    {"exposure_repeated_courses", &thresholds::exposure_repeated_courses, 6},
    {"exposure_look_back_days", &thresholds::exposure_look_back_days, 365},
    {"failure_reassess_day", &thresholds::failure_reassess_day, 7},
    {"failure_escalate_day", &thresholds::failure_escalate_day, 10},
    {"failure_weeks_day", &thresholds::failure_weeks_day, 14},
    {"failure_biopsy_day", &thresholds::failure_biopsy_day, 21},
    {"failure_late_start_hours", &thresholds::failure_late_start_hours, 24},
    {"referral_look_back_days", &thresholds::referral_look_back_days, 30},
    {"lesion_recent_days", &thresholds::lesion_recent_days, 60},
    {"resistance_look_back_days", &thresholds::resistance_look_back_days, 365},
    {"immune_cd4_severe_below", &thresholds::immune_cd4_severe_below, 200},
    {"immune_neutrophils_severe_below", &thresholds::immune_neutrophils_severe_below, 500},
    {"immune_prednisone_mg_per_day", &thresholds::immune_prednisone_mg_per_day, 20},
    {"immune_prednisone_days", &thresholds::immune_prednisone_days, 14},
    {"immune_chemotherapy_days", &thresholds::immune_chemotherapy_days, 90},
    {"immune_biologic_days", &thresholds::immune_biologic_days, 180},
    {"immune_cd4_days", &thresholds::immune_cd4_days, 365},
    {"immune_neutrophils_days", &thresholds::immune_neutrophils_days, 30},
    {"renal_creatinine_days", &thresholds::renal_creatinine_days, 365},
    {"renal_creatinine_days_at_risk", &thresholds::renal_creatinine_days_at_risk, 90},
    {"renal_risk_age_years", &thresholds::renal_risk_age_years, 65},
    {"weight_plausible_min_kg", &thresholds::weight_plausible_min_kg, 2},
    {"weight_plausible_max_kg", &thresholds::weight_plausible_max_kg, 350},
    {"creatinine_plausible_min_mg_dl", &thresholds::creatinine_plausible_min_mg_dl, 0.1},
    {"creatinine_plausible_max_mg_dl", &thresholds::creatinine_plausible_max_mg_dl, 25},
    {"clearance_plausible_min_ml_min", &thresholds::clearance_plausible_min_ml_min, 0.1},
    {"clearance_plausible_max_ml_min", &thresholds::clearance_plausible_max_ml_min, 400},
    {"cells_plausible_max_per_ul", &thresholds::cells_plausible_max_per_ul, 1000000},
    {"potassium_plausible_min_mmol_l", &thresholds::potassium_plausible_min_mmol_l, 0.5},
    {"potassium_plausible_max_mmol_l", &thresholds::potassium_plausible_max_mmol_l, 20},
    {"calcium_plausible_min_mmol_l", &thresholds::calcium_plausible_min_mmol_l, 0.4},
    {"calcium_plausible_max_mmol_l", &thresholds::calcium_plausible_max_mmol_l, 7.5},
    {"ionized_calcium_plausible_min_mmol_l", &thresholds::ionized_calcium_plausible_min_mmol_l, 0.2},
    {"ionized_calcium_plausible_max_mmol_l", &thresholds::ionized_calcium_plausible_max_mmol_l, 4},
    {"magnesium_plausible_min_mmol_l", &thresholds::magnesium_plausible_min_mmol_l, 0.05},
    {"magnesium_plausible_max_mmol_l", &thresholds::magnesium_plausible_max_mmol_l, 20},
    {"phosphate_plausible_min_mmol_l", &thresholds::phosphate_plausible_min_mmol_l, 0.03},
    {"phosphate_plausible_max_mmol_l", &thresholds::phosphate_plausible_max_mmol_l, 25},
    {"weight_days", &thresholds::weight_days, 365},
    {"foscarnet_creatinine_hours", &thresholds::foscarnet_creatinine_hours, 72},
    {"foscarnet_weight_days", &thresholds::foscarnet_weight_days, 7},
    {"foscarnet_baseline_hours", &thresholds::foscarnet_baseline_hours, 72},
    {"foscarnet_round_mg", &thresholds::foscarnet_round_mg, 50},
    {"foscarnet_minimum_age_years", &thresholds::foscarnet_minimum_age_years, 18},
    {"foscarnet_infusion_hours", &thresholds::foscarnet_infusion_hours, 1},
    {"foscarnet_maximum_rate_mg_kg_min", &thresholds::foscarnet_maximum_rate_mg_kg_min, 1},
    {"foscarnet_daily_critical", &thresholds::foscarnet_daily_critical, 1.2},
    {"foscarnet_daily_high", &thresholds::foscarnet_daily_high, 1.1},
    {"foscarnet_daily_low", &thresholds::foscarnet_daily_low, 0.75},
    {"foscarnet_monitor_gap_days", &thresholds::foscarnet_monitor_gap_days, 4},
    {"foscarnet_creatinine_rise_mg_dl", &thresholds::foscarnet_creatinine_rise_mg_dl, 0.5},
    {"foscarnet_creatinine_rise_share", &thresholds::foscarnet_creatinine_rise_share, 0.5},
    {"foscarnet_long_days", &thresholds::foscarnet_long_days, 21},
    {"foscarnet_longest_days", &thresholds::foscarnet_longest_days, 28},
    {"foscarnet_published_mg_per_kg", &thresholds::foscarnet_published_mg_per_kg, 60},
    {"foscarnet_published_interval_hours", &thresholds::foscarnet_published_interval_hours, 12},
    {"pregnancy_status_days", &thresholds::pregnancy_status_days, 280},
    {"foscarnet_high_interval_clearance", &thresholds::foscarnet_high_interval_clearance, 1.4},
    {"potassium_low_mmol_l", &thresholds::potassium_low_mmol_l, 3.5},
    {"calcium_low_mg_dl", &thresholds::calcium_low_mg_dl, 8.5},
    {"calcium_low_mmol_l", &thresholds::calcium_low_mmol_l, 2.12},
    {"ionized_calcium_low_mmol_l", &thresholds::ionized_calcium_low_mmol_l, 1.12},
    {"magnesium_low_mg_dl", &thresholds::magnesium_low_mg_dl, 1.7},
    {"magnesium_low_mmol_l", &thresholds::magnesium_low_mmol_l, 0.7},
    {"phosphate_low_mg_dl", &thresholds::phosphate_low_mg_dl, 2.5},
    {"phosphate_low_mmol_l", &thresholds::phosphate_low_mmol_l, 0.8},
    {"renal_critical_clearance_ml_min", &thresholds::renal_critical_clearance_ml_min, 10},
    {"recurrence_frequent", &thresholds::recurrence_frequent, 6},
    {"recurrence_very_frequent", &thresholds::recurrence_very_frequent, 10},
    {"recurrence_window_days", &thresholds::recurrence_window_days, 365},
    {"recurrence_episode_gap_days", &thresholds::recurrence_episode_gap_days, 7},
    {"recurrence_course_window_days", &thresholds::recurrence_course_window_days, 60},
    {"recurrence_courses", &thresholds::recurrence_courses, 2},
    {"recurrence_suppression_days", &thresholds::recurrence_suppression_days, 90},
    {"suppressive_minimum_days", &thresholds::suppressive_minimum_days, 30},
    {"dose_tolerance", &thresholds::dose_tolerance, 0.05},
    {"adult_age_years", &thresholds::adult_age_years, 18},
    {"no_dose_below_age_years", &thresholds::no_dose_below_age_years, 12},
    {"future_tolerance_minutes", &thresholds::future_tolerance_minutes, 5},
};

TEST(Thresholds, AreThoseOfThePathway) {
  static_assert(std::size(limits) * sizeof(double) == sizeof(thresholds));
  for (const limit& l : limits)
    EXPECT_DOUBLE_EQ(knowledge_tests::embedded_knowledge().limits.*l.member, l.value) << l.name;
}

TEST(Thresholds, CarryTheVersion) { EXPECT_EQ(knowledge_tests::embedded_knowledge().version, "2026.11.1"); }

} // namespace
