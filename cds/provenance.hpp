// What a clinician needs to judge a rule without trusting it: where it comes from, which patient data and limits it
// uses. Values of the knowledge files; nothing here changes what a rule decides, except the mode.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cds {

/// silent: evaluated and recorded in the decision, never shown. off: not run.
enum class rule_mode : unsigned char { on, silent, off };
std::string_view name_of(rule_mode m);
std::optional<rule_mode> rule_mode_named(std::string_view name);

/// A key of a knowledge file and its text.
struct attribute {
  std::string key;
  std::string text;
};

/// What every rule must say about itself, in the order it is shown: when it speaks, and the source attributes.
inline constexpr std::array<std::string_view, 6> rule_origin_keys = {"fires",   "citation", "developer",
                                                                     "funding", "released", "revised"};
/// Whether and how a rule uses this about the patient: `not used`, or `used: ...`.
inline constexpr std::array<std::string_view, 9> patient_data_keys = {
    "race",          "ethnicity",           "language",     "sexual_orientation", "gender_identity", "sex",
    "date_of_birth", "social_determinants", "health_status"};

/// What holds for the product as a whole: knowledge/about.toml.
struct product_description {
  std::string intended_use;
  std::string users;
  std::string population;
  std::vector<std::string> out_of_scope;
  std::vector<std::string> limits;
};

/// A limit as a person reads it.
struct listed_limit {
  std::string name; // `failure.escalate_day`
  double value = 0;
  std::string unit;
  std::vector<std::string> sources;
  std::string note;
};

} // namespace cds
