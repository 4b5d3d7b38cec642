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

/// What a hook's answer is held against.
struct card_question {
  fhir::json::value draft_orders = {}; // the request's Bundle; absent when it had none
  std::string_view patient_id = {};    // new orders are for nobody else; empty: for whom is not looked at
  bool takes_action_selection = false; // the client understands actionSelectionBehavior
};
/// A hook's answer (200).
std::vector<violation> check_cards(const fhir::json::value& answer, const card_question& asked);
/// The discovery answer (200).
std::vector<violation> check_discovery(const fhir::json::value& answer);
/// A refusal: an OperationOutcome.
std::vector<violation> check_refusal(const fhir::json::value& answer);

/// What the specification's models demand of a body that a client sends, whatever else we would read: a hook request
/// (cds-r-1), and feedback (cds-fb-1 to 3).
std::vector<violation> check_request(const fhir::json::value& request);
std::vector<violation> check_feedback(const fhir::json::value& body);

} // namespace hooks
