// The clinical knowledge as values: every number, table, code and card text the rules use. Content: knowledge/*.toml.
// Read by room cds_knowledge; immutable afterwards and shared by every evaluation.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cds/few.hpp"
#include "cds/provenance.hpp"
#include "cds/rule_id.hpp"
#include "cds/terminology.hpp"

namespace cds {

/// knowledge/thresholds.toml. Units in the names; inclusive as pathway and file say.
struct thresholds {
  // exposure
  double exposure_merge_gap_days = 0;    // courses closer than this are one run
  double exposure_reach_days = 0;        // a run must come this close to now
  double exposure_adequate_dose = 0;     // share of the adequate daily dose
  double exposure_adequate_coverage = 0; // proportion of days covered
  double exposure_prolonged_days = 0;    // in 12 months
  double exposure_repeated_courses = 0;  // in 12 months
  double exposure_look_back_days = 0;
  // treatment failure
  double failure_reassess_day = 0;
  double failure_escalate_day = 0;
  double failure_weeks_day = 0;
  double failure_biopsy_day = 0;
  double failure_late_start_hours = 0;
  double referral_look_back_days = 0;
  // lesion
  double lesion_recent_days = 0;
  // resistance
  double resistance_look_back_days = 0;
  // host
  double immune_cd4_severe_below = 0; // cells/uL
  double immune_neutrophils_severe_below = 0;
  double immune_prednisone_mg_per_day = 0;
  double immune_prednisone_days = 0;
  double immune_chemotherapy_days = 0;
  double immune_biologic_days = 0; // after the last dose of a lymphocyte-directed biologic
  double immune_cd4_days = 0;      // an older CD4 count counts as none
  double immune_neutrophils_days = 0;
  // kidneys and weight
  double renal_creatinine_days = 0;
  double renal_creatinine_days_at_risk = 0; // from renal_risk_age or with renal disease
  double renal_risk_age_years = 0;
  double weight_plausible_min_kg = 0;
  double weight_plausible_max_kg = 0;
  double creatinine_plausible_min_mg_dl = 0;
  double creatinine_plausible_max_mg_dl = 0;
  double clearance_plausible_min_ml_min = 0;
  double clearance_plausible_max_ml_min = 0;
  double cells_plausible_max_per_ul = 0;
  double potassium_plausible_min_mmol_l = 0;
  double potassium_plausible_max_mmol_l = 0;
  double calcium_plausible_min_mmol_l = 0;
  double calcium_plausible_max_mmol_l = 0;
  double ionized_calcium_plausible_min_mmol_l = 0;
  double ionized_calcium_plausible_max_mmol_l = 0;
  double magnesium_plausible_min_mmol_l = 0;
  double magnesium_plausible_max_mmol_l = 0;
  double phosphate_plausible_min_mmol_l = 0;
  double phosphate_plausible_max_mmol_l = 0;
  double weight_days = 0; // for the mL/min of Cockcroft-Gault
  // foscarnet draft
  double foscarnet_creatinine_hours = 0;
  double foscarnet_weight_days = 0;
  double foscarnet_baseline_hours = 0;
  double foscarnet_round_mg = 0;
  double foscarnet_minimum_age_years = 0;
  double foscarnet_infusion_hours = 0;
  double foscarnet_maximum_rate_mg_kg_min = 0;
  // foscarnet orders and courses
  double foscarnet_daily_critical = 0;        // share of the row's daily dose, above
  double foscarnet_daily_high = 0;            // from here on
  double foscarnet_daily_low = 0;             // below
  double foscarnet_monitor_gap_days = 0;      // on therapy, between tests
  double foscarnet_creatinine_rise_mg_dl = 0; // since start
  double foscarnet_creatinine_rise_share = 0; // since start
  double foscarnet_long_days = 0;
  double foscarnet_longest_days = 0;
  double foscarnet_published_mg_per_kg = 0; // with the interval below: a published dose above the q12h column
  double foscarnet_published_interval_hours = 0;
  double foscarnet_high_interval_clearance = 0; // mL/min/kg above which that published dose is accepted
  // electrolytes: below these a value is low
  double potassium_low_mmol_l = 0;
  double calcium_low_mg_dl = 0;
  double calcium_low_mmol_l = 0;
  double ionized_calcium_low_mmol_l = 0;
  double magnesium_low_mg_dl = 0;
  double magnesium_low_mmol_l = 0;
  double phosphate_low_mg_dl = 0;
  double phosphate_low_mmol_l = 0;
  // renal dose
  double renal_critical_clearance_ml_min = 0; // below it a cold-sore regimen is critical
  // recurrence
  double recurrence_frequent = 0; // episodes in the window, from which suppression is worth a word
  double recurrence_very_frequent = 0;
  double recurrence_window_days = 0;
  double recurrence_episode_gap_days = 0; // onsets at least this far apart are two episodes
  double recurrence_course_window_days = 0;
  double recurrence_courses = 0;          // in the course window, without a healing between
  double recurrence_suppression_days = 0; // length of a proposed suppressive order
  // regimen
  double suppressive_minimum_days = 0; // once daily for at least this long, or refills: suppression
  double dose_tolerance = 0;           // relative, when an ordered dose is compared with a listed one
  // ages
  double adult_age_years = 0;
  // pregnancy
  double pregnancy_status_days = 0; // a recorded status counts for so long
  double no_dose_below_age_years = 0;
  // clock
  double future_tolerance_minutes = 0;
};

/// One way to take an oral drug. `interval_hours` 0 with `administrations` 1 is a single dose.
struct dose_plan {
  double dose_mg = 0;
  double interval_hours = 0;
  int times_per_day = 0;   // when not an even interval: five times a day; 0 = 24 / interval_hours
  int administrations = 0; // total; 0 = by days
  double days = 0;         // 0 = open-ended

  friend bool operator==(const dose_plan&, const dose_plan&) = default;
};
double daily_mg(const dose_plan& p);
double administrations_per_day(const dose_plan& p);
/// `1 g every 12 hours for 7 days`, `2 g every 12 hours for 1 day`, `1.5 g once`, `400 mg five times a day for 5 days`
std::string to_text(const dose_plan& p);
void append(std::string& out, const dose_plan& p);

struct renal_band {
  double from = 0;                                        // mL/min, inclusive
  double below = std::numeric_limits<double>::infinity(); // mL/min, exclusive
  dose_plan plan;
};

enum class audience : unsigned char { immunocompetent, immunocompromised };
enum class purpose : unsigned char { episodic, suppressive };

/// knowledge/regimens.toml: a recognised regimen for the lips and mouth.
struct regimen {
  std::string id;
  cds::agent agent = cds::agent::none;
  audience whom = audience::immunocompetent;
  purpose why = purpose::episodic;
  dose_plan plan;
  double most_days = 0;          // accepted length; 0 = plan.days exactly
  bool preferred = false;        // what an update or replacement proposes for this audience and purpose
  bool one_day = false;          // a one-day or single-dose regimen
  std::string renal_table;       // name in knowledge/renal.toml; empty = none
  std::vector<renal_band> bands; // resolved at load, highest first, no gap, no overlap
  std::vector<std::string> sources;
};
/// The row for a creatinine clearance in mL/min.
const dose_plan& plan_for(const regimen& r, double clearance_ml_min);

/// A dose that by itself means another disease: valacyclovir 1 g q8h is zoster.
struct dose_signature {
  cds::agent agent = cds::agent::none;
  double dose_mg = 0;
  double times_per_day = 0;
  value_set means = value_set::zoster; // zoster or cytomegalovirus
  std::vector<std::string> sources;
};

/// Daily dose that counts as adequate exposure, by host and creatinine clearance.
struct adequate_dose {
  struct band {
    double from = 0;
    double below = std::numeric_limits<double>::infinity();
    double daily_mg = 0;
  };
  cds::agent agent = cds::agent::none;
  audience whom = audience::immunocompetent;
  std::vector<band> bands; // highest first
  std::vector<std::string> sources;
};

struct label_age {
  cds::agent agent = cds::agent::none;
  cds::route route = cds::route::unknown; // unknown = any
  int years = 0;
  std::vector<std::string> sources;
};

/// knowledge/foscarnet.toml: one row of the dose table; clearance in mL/min/kg.
struct foscarnet_band {
  struct cell {
    double mg_per_kg = 0;
    double interval_hours = 0;
  };
  double above = 0;                                       // exclusive, unless `lowest_included`
  bool lowest_included = false;                           // the lowest band includes its lower bound
  double up_to = std::numeric_limits<double>::infinity(); // inclusive
  cell q12h;
  cell q8h;
};

/// knowledge/intravenous.toml: how often intravenous acyclovir may be given at a clearance in mL/min.
struct intravenous_band {
  double from = 0;
  double below = std::numeric_limits<double>::infinity();
  double interval_hours = 0;
  double dose_share = 1; // of the usual dose
};

/// A product a suggestion may order, as FHIR will carry it.
struct orderable {
  std::string id; // `valacyclovir-500`
  cds::agent agent = cds::agent::none;
  std::string rxnorm;
  std::string display;
  double strength_mg = 0; // 0 = ordered by mg/kg
};

/// A test or referral a suggestion may order, by the name the rules use: `hsv-culture`.
struct orderable_service {
  std::string id;
  cds::code_system system = code_system::other;
  std::string code;
  std::string display;
};

struct source {
  std::string key;
  std::string label; // what a card prints
  std::string url;   // absolute; empty when there is none
  std::string kind;  // label, guideline, study, secondary copy, own knowledge
};

struct rule_text {
  std::string key;
  std::string text;
};

/// `summary_high`, of two halves that are never joined; most keys have one.
struct text_key {
  text_key(const char* whole) : first(whole) {}
  text_key(std::string_view whole) : first(whole) {}
  text_key(std::string_view one, std::string_view other) : first(one), second(other) {}

  std::string_view first, second = {};
};

/// knowledge/rules.toml: one entry for each rule.
struct rule_entry {
  rule_id id = rule_id::not_checked;
  std::string title;
  std::string version;
  std::string source;                  // main source: key into sources
  std::vector<std::string> sources;    // all
  std::vector<std::string> statements; // S1 ...
  std::vector<std::string> overrides;  // codes of non-adherence-reason-codes
  std::vector<rule_text> texts;        // sorted by key
  rule_mode mode = rule_mode::on;
  std::vector<attribute> attributes = {}; // rule_origin_keys, then patient_data_keys: all of them
  std::vector<std::string> uses = {};     // limits (`failure` or `failure.escalate_day`) and tables (`renal.toml`)
};
struct override_reason {
  std::string code;
  std::string display;
};

struct knowledge {
  std::string version;
  std::string hash; // of every file's bytes, 16 hexadecimal digits: an identity, no protection against forgery
  product_description about;
  std::vector<listed_limit> listed_limits; // `limits` with units, sources and notes
  thresholds limits;
  terminology terms;
  std::vector<regimen> regimens;
  std::vector<dose_signature> signatures;
  std::vector<adequate_dose> adequate_doses;
  std::vector<label_age> label_ages;
  std::vector<foscarnet_band> foscarnet;               // highest first
  std::vector<intravenous_band> intravenous_acyclovir; // highest first
  std::vector<orderable> orderables;
  std::vector<orderable_service> services;
  std::vector<source> sources;
  std::vector<override_reason> overrides;
  std::vector<rule_entry> rules;       // by rule_id, complete
  std::vector<rule_text> common_texts; // texts several rules share; sorted by key

  const rule_entry& rule(rule_id id) const {
    const auto at = static_cast<std::size_t>(id);
    return at < rules.size() && rules[at].id == id ? rules[at] : listed_rule(id);
  }
  rule_mode mode_of(rule_id id) const { return rule(id).mode; }
  const source& source_named(std::string_view key) const;
  /// The text of a rule, else the common one of that key; the loader made sure that it exists. Throws std::logic_error
  /// otherwise.
  std::string_view text(rule_id id, const text_key& key) const;
  const regimen* preferred(audience whom, purpose why) const;
  const orderable& product(std::string_view id) const;
  coding service(std::string_view id) const;
  const rule_entry& listed_rule(rule_id id) const; // wherever it stands
};

struct placeholder {
  std::string_view name, value;
};
using placeholders = few<placeholder, 6>;
struct filled {
  std::string_view text;
  const placeholders& values;
};
/// The text with each `{name}` replaced. Throws std::logic_error for a name that has no value: the loader refuses such
/// a file first.
void append(std::string& out, const filled& in);

} // namespace cds
