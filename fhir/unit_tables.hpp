// The spellings of units that charts use, by what is measured, and what one of each is in the engine's unit.
#pragma once

#include <span>
#include <string_view>

#include "cds/quantity.hpp"
#include "fhir/units.hpp"

namespace fhir {

/// A spelling of a unit and what one of it is in the engine's unit. Compared without regard to case.
struct spelling {
  std::string_view text;
  cds::unit unit;
  double factor;
};

/// Units accepted for one purpose, and how to name them in a message.
struct unit_table {
  std::span<const spelling> spellings;
  std::string_view accepted;
};

unit_table dose_units();
/// Factors are days; the unit of the engine does not matter. The codes of FHIR's UnitsOfTime come first, `times_coded`
/// of them.
unit_table time_units();
inline constexpr std::size_t times_coded = 7;
unit_table units_of(measure of);

} // namespace fhir
