// Faults as one line of text each, for tables.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/issue.hpp"

namespace hooks_tests {

/// `required context.patientId: missing`
inline std::string to_text(const std::vector<fhir::issue>& faults) {
  std::string text;
  for (const auto& one : faults) {
    text.append(text.empty() ? "" : "\n")
        .append(fhir::name_of(one.code))
        .append(" ")
        .append(one.path)
        .append(": ")
        .append(one.message);
  }
  return text;
}

/// `text` with the one place that says `what` saying `with`. Throws when it is not there: a table row that changes
/// nothing is a mistake.
inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
  auto at = text.find(what);
  if (what.empty() || at == std::string::npos) throw std::invalid_argument("nothing to replace: " + std::string(what));
  return text.replace(at, what.size(), with);
}

} // namespace hooks_tests
