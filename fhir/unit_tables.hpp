// The spellings of units that charts use, by what is measured, and what one of each is in the engine's unit.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "cds/quantity.hpp"
#include "fhir/units.hpp"

namespace fhir {

/// A spelling of a unit and what one of it is in the engine's unit. Folded: small letters, no blanks, and `u` for the
/// two characters for micro. What charts write is folded once, then compared.
struct spelling {
  std::string_view text;
  cds::unit unit;
  double factor;
};

template<std::size_t N> constexpr bool are_folded(const spelling (&all)[N]) {
  for (const auto& one : all)
    for (const char c : one.text)
      if (c <= ' ' || c > '~' || (c >= 'A' && c <= 'Z')) return false;
  return true;
}

/// A unit that is met and cannot be converted, with its reason.
struct refused_unit {
  std::string_view text;
  std::string_view reason;
};

/// Units accepted for one purpose, and how to name them in a message.
struct unit_table {
  std::span<const spelling> spellings;
  std::string_view accepted;
  std::span<const refused_unit> refused;
};

unit_table dose_units();
unit_table rate_units();
/// Factors are days; the unit of the engine does not matter. The codes of FHIR's UnitsOfTime come first, `times_coded`
/// of them.
unit_table time_units();
inline constexpr std::size_t times_coded = 7;
unit_table units_of(measure of);

} // namespace fhir
