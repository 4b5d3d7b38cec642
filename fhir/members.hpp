// Several members of one element, from one walk.
#pragma once

#include <array>
#include <cstddef>

#include "fhir/fixed_text.hpp"
#include "fhir/json/document.hpp"

namespace fhir {

/// The members of these names, absent where there are none. For elements most of whose members are asked for: a Coding
/// or a Quantity costs less than half of looking each of them up.
template<fixed_text... Names> std::array<json::value, sizeof...(Names)> members_of(const json::value& element) {
  std::array<json::value, sizeof...(Names)> found;
  if (!element.is(json::kind::object)) return found;
  for (const auto member : element) {
    const auto name = member.name();
    std::size_t at = 0;
    const bool asked = ((Names.is(name) || (++at, false)) || ...);
    if (asked) found[at] = member;
  }
  return found;
}

} // namespace fhir
