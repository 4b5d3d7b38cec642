// Several instructions of one order: repeated, one after the other, or at once.
#pragma once

#include <string>
#include <vector>

#include "fhir/dosage.hpp"

namespace fhir {

struct one_instruction {
  json::value written;
  instructions read;
  bool names_moments = false;
};

/// What several instructions say together: the same once more, or the same dosage in steps that follow each other.
/// Others are unknown, with the reason; never added up.
instructions join(const std::vector<one_instruction>& all);

} // namespace fhir
