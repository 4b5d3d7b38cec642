// One reading of a dosage as one line, for the tables of the tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/dosage.hpp"
#include "fhir/timing.hpp"

namespace sample {

/// `1000 mg, 3 a day, every 8 h, 7 days, 21 in all, oral, as needed, 1 mg/min, over 2 h; why a part is unknown; ...`
std::string told(const cds::dosage& d);
std::string told(const fhir::timing& t);

/// The dosageInstruction of a request with these instructions: the array as JSON with ' for ".
fhir::instructions instructions_of(std::string_view array);

struct dosage_case {
  std::string_view json, want;
};
/// Reads each as the only instruction and compares the whole reading.
void expect_instructions(const std::vector<dosage_case>& cases);

} // namespace sample
