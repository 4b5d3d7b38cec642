// Faults in what was sent, each with the path of the element it concerns.
#pragma once

#include <string>
#include <vector>

namespace fhir {

/// The part of FHIR's IssueType codes this service answers with.
enum class issue_code : unsigned char {
  structure,
  required,
  value,
  invalid,
  not_supported,
  not_found,
  security,
  too_long,
  too_costly,
  processing,
  throttled,
  timeout,
  exception,
  forbidden,
  login
};
const char* name_of(issue_code c); // `structure`, `not-supported` ...

/// Message: lowercase, no full stop, the offending input in backticks when it is not patient data, what would be right.
struct issue {
  issue_code code = issue_code::invalid;
  std::string path; // `context.draftOrders.entry[0].resource`; empty for the whole request
  std::string message;

  friend bool operator==(const issue&, const issue&) = default;
};

} // namespace fhir
