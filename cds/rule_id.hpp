// The rules, by the names they have in the pathway, in knowledge files and on cards.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cds {

enum class rule_id : std::uint8_t {
  red_flag,
  paediatric,
  confirm_indication,
  treatment_failure,
  resistant_virus,
  regimen_check,
  renal_dose,
  recurrence_pattern,
  topical_acyclovir,
  foscarnet_dose,
  foscarnet_safety,
  foscarnet_course,
  not_checked, // what could not be evaluated, said aloud
  count_
};
inline constexpr std::size_t rule_count = static_cast<std::size_t>(rule_id::count_);

/// `treatment-failure`
std::string_view name_of(rule_id id);
std::optional<rule_id> rule_named(std::string_view name);

} // namespace cds
