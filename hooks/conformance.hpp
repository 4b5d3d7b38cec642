// The rules that everything leaving this service keeps, as one checker: tests run it, and debug builds run it on every
// answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"

namespace hooks {

struct violation {
  std::string path;      // `cards[0].suggestions[1].actions[0]`
  std::string_view rule; // `delete-has-only-id`: the name of the rule that is broken

  friend bool operator==(const violation&, const violation&) = default;
};
/// One line for each violation.
std::string to_text(const std::vector<violation>& found);

/// A hook's answer (200). `draft_orders` is the request's Bundle; absent when it had none.
std::vector<violation> check_cards(const fhir::json::value& answer, const fhir::json::value& draft_orders);
/// The discovery answer (200).
std::vector<violation> check_discovery(const fhir::json::value& answer);
/// A refusal: an OperationOutcome.
std::vector<violation> check_refusal(const fhir::json::value& answer);

} // namespace hooks
