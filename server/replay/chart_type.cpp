#include "server/replay/chart_type.hpp"

#include <algorithm>

namespace server {
namespace {

using cds::rule_id;

constexpr std::array<std::string_view, chart_type_count> names = {"Patient",
                                                                  "Condition",
                                                                  "MedicationRequest",
                                                                  "MedicationDispense",
                                                                  "MedicationAdministration",
                                                                  "MedicationStatement",
                                                                  "Observation",
                                                                  "ServiceRequest",
                                                                  "AllergyIntolerance",
                                                                  "Medication"};

constexpr auto every_rule = [] {
  std::array<rule_id, cds::rule_count - 1> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<rule_id>(i);
  return all;
}();
static_assert(static_cast<rule_id>(cds::rule_count - 1) == rule_id::not_checked);

constexpr rule_id of_courses[] = {rule_id::treatment_failure, rule_id::recurrence_pattern};
constexpr rule_id of_results[] = {rule_id::treatment_failure, rule_id::resistant_virus,  rule_id::renal_dose,
                                  rule_id::foscarnet_dose,    rule_id::foscarnet_safety, rule_id::foscarnet_course};
constexpr rule_id of_requests[] = {rule_id::treatment_failure, rule_id::resistant_virus, rule_id::foscarnet_safety};
constexpr rule_id of_allergies[] = {rule_id::resistant_virus};

} // namespace

std::string_view name_of(chart_type t) { return names.at(static_cast<std::size_t>(t)); }

std::optional<chart_type> chart_type_named(std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<chart_type>(at - names.begin());
}

bool is_expected(chart_type t) { return t != chart_type::medication_statement && t != chart_type::medication; }

std::span<const rule_id> blinded_without(chart_type t) {
  switch (t) {
  case chart_type::patient:
  case chart_type::condition:
  case chart_type::medication_request:
    return every_rule;
  case chart_type::medication_dispense:
  case chart_type::medication_administration:
  case chart_type::medication_statement:
    return of_courses;
  case chart_type::observation:
    return of_results;
  case chart_type::service_request:
    return of_requests;
  case chart_type::allergy:
    return of_allergies;
  case chart_type::medication:
    break;
  }
  return {};
}

} // namespace server
