// Why a call is refused: a status and every fault found, answered as a FHIR OperationOutcome.
#pragma once

#include <vector>

#include "fhir/issue.hpp"
#include "hooks/call.hpp"

namespace hooks {

struct problem {
  int status = 400;
  std::vector<fhir::issue> issues; // at least one
  std::vector<header> headers;     // `Allow` of a 405
};

/// The OperationOutcome, `application/json`. More than `most_issues` faults are cut short, and the last issue says how
/// many.
reply to_reply(const problem& refused);
inline constexpr std::size_t most_issues = 100;

} // namespace hooks
