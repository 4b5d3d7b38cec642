#include "hooks/conformance_orders.hpp"

#include <algorithm>

namespace hooks {
namespace {

using fhir::json::value;

struct order_type {
  std::string_view name;
  bool has_intent; // in every version that has the type
  bool is_for_a_medicine;
};
// R4, R4B and R5; then what only STU3 and DSTU2 have.
constexpr order_type order_types[] = {
    {"MedicationRequest", true, true}, {"ServiceRequest", true, false},   {"ProcedureRequest", false, false},
    {"ReferralRequest", false, false}, {"DiagnosticOrder", false, false}, {"MedicationOrder", false, true},
};

const order_type* type_of(const value& order) {
  const auto* found = std::ranges::find(order_types, order["resourceType"].string().value_or(""), &order_type::name);
  return found == std::end(order_types) ? nullptr : found;
}

/// DSTU2 names the patient of some orders `patient`.
value subject_of(const value& order) { return order["subject"].exists() ? order["subject"] : order["patient"]; }

} // namespace

void check_new_order(const value& order, std::string_view patient_id, findings& found) {
  const auto* type = type_of(order);
  if (!found.require(type != nullptr, order["resourceType"], "order-type-is-known")) return;
  found.require(!order["id"].exists(), order["id"], "new-order-has-no-id");
  found.require_word(order, "status", {"draft"}, "new-order-is-draft");
  if (type->has_intent) found.require_word(order, "intent", {"order"}, "new-order-has-intent");
  const auto named = subject_of(order)["reference"].string().value_or("");
  const bool is_theirs = named.starts_with("Patient/") && (patient_id.empty() || named.substr(8) == patient_id);
  found.require_member(is_theirs, order, "subject", "new-order-is-for-the-patient");
}

void check_changed_order(const value& order, findings& found) {
  const auto* type = type_of(order);
  found.require(type != nullptr && type->is_for_a_medicine, order["resourceType"], "order-type-is-known");
}

} // namespace hooks
