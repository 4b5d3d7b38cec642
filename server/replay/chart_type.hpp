// The types of resources that a replay reads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cds/rule_id.hpp"

namespace server {

enum class chart_type : std::uint8_t {
  patient,
  condition,
  medication_request,
  medication_dispense,
  medication_administration,
  medication_statement,
  observation,
  service_request,
  allergy,
  medication // no patient's: what the others name
};
inline constexpr std::size_t chart_type_count = 10;

std::string_view name_of(chart_type t); // `MedicationRequest`
std::optional<chart_type> chart_type_named(std::string_view name);

/// Whether an export is expected to have this type. One that has no MedicationStatement has none to tell of: what
/// patients say they take is seldom exported, and courses stand in the other three. A Medication is only read where it
/// is named.
bool is_expected(chart_type t);

/// The rules that cannot be evaluated, or not whole, in an export without this type.
std::span<const cds::rule_id> blinded_without(chart_type t);

} // namespace server
