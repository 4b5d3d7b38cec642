#include "fhir/proposals/release.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace fhir::proposals {

namespace {

bool has_any(const json::value& in, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return in[name].exists(); });
}

bool has_in_dosage(const json::value& order, std::initializer_list<std::string_view> names) {
  const auto instructions = order["dosageInstruction"];
  return std::any_of(instructions.begin(), instructions.end(),
                     [&](const json::value& one) { return has_any(one, names); });
}

std::optional<release> told_by_medication_request(const json::value& order) {
  if (order["medication"].exists()) return release::r5;
  // until R4 the dose stood in the instruction itself
  const bool bare = has_in_dosage(order, {"doseQuantity", "doseRange", "rateRatio", "rateRange", "rateQuantity"});
  if (bare || order["context"].exists() || order["requester"]["agent"].exists() ||
      order["substitution"]["allowed"].exists())
    return release::stu3;
  if (has_in_dosage(order, {"doseAndRate"}) || order["encounter"].exists() ||
      order["requester"]["reference"].exists() ||
      has_any(order["substitution"], {"allowedBoolean", "allowedCodeableConcept"}))
    return release::r4;
  return std::nullopt;
}

} // namespace

std::optional<release> release_told_by(const json::value& order) {
  const auto type = order["resourceType"].string().value_or("");
  if (type == "MedicationRequest") return told_by_medication_request(order);
  if (type == "MedicationOrder" || type == "DiagnosticOrder") return release::dstu2;
  if (type == "ProcedureRequest" || type == "ReferralRequest")
    return has_any(order, {"intent", "context", "authoredOn"}) ? release::stu3 : release::dstu2;
  if (type != "ServiceRequest") return std::nullopt;
  return order["code"]["concept"].exists() || order["reason"].exists() ? release::r5 : release::r4;
}

release release_of(const proposal_context& context) {
  std::optional<release> shared;
  for (const auto entry : context.draft_orders["entry"]) {
    const auto one = release_told_by(entry["resource"]);
    if (!one) continue;
    if (shared && *shared != *one) return release::r4;
    shared = one;
  }
  return shared.value_or(release::r4);
}

release release_of(const json::value& draft, const proposal_context& context) {
  const auto told = release_told_by(draft);
  return told ? *told : release_of(context);
}

} // namespace fhir::proposals
