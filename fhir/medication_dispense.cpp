#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::medication::state;

constexpr status_row<state> states[] = {
    {"completed", state::completed},     {"in-progress", state::active},     {"on-hold", state::on_hold},
    {"stopped", state::stopped},         {"unknown", state::unknown},        {"preparation", state::unknown, true},
    {"cancelled", state::unknown, true}, {"declined", state::unknown, true}, {"entered-in-error", state::unknown, true},
};

/// A dispense has no reason of its own: it has that of the order it fills.
cds::value_sets reasons_of_orders(const json::value& resource, const chart& of, report& to) {
  cds::value_sets sets;
  for (const auto reference : array_member(resource, "authorizingPrescription", to)) {
    const auto order = of.references.find(reference, resource, origin::prefetch);
    const auto type = order["resourceType"].string();
    if ((type != "MedicationRequest" && type != "MedicationOrder") || order["status"].string() == "entered-in-error" ||
        refuses_plain_reading(order))
      continue;
    if (belonging_of(order, *type, of, origin::prefetch) == belonging::this_patient)
      sets.add(read_reasons(order, of, origin::prefetch, to));
  }
  return sets;
}

/// A reason for not dispensing says so, whatever the status: `notDone` stands beside it in STU3 only.
bool was_not_done(const json::value& resource, report& to) {
  if (boolean_member(resource, "notDone", to) == true) return true;
  for (const auto& name :
       json::names("notPerformedReason", "notDoneReasonCodeableConcept", "notDoneReasonReference")) { // R5, STU3
    if (!has(resource, name)) continue;
    to.say(resource[name], "it gives a reason why nothing was dispensed");
    return true;
  }
  return false;
}

} // namespace

std::optional<cds::medication> read_medication_dispense(const json::value& resource, const chart& of, report& to) {
  const auto status = read_status(resource, states, to);
  if (!status || was_not_done(resource, to)) return std::nullopt;
  const auto handed_over = date_member(resource, "whenHandedOver", to);
  const auto start = handed_over ? handed_over : date_member(resource, "whenPrepared", to);
  if (refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  auto taken = read_instructions(resource, "dosageInstruction", to);
  read.origin = cds::medication::kind::dispense;
  read.status = *status;
  read.drug = read_drug(resource, of, origin::prefetch, to).drug;
  compare_with_product(taken, read.drug);
  read.dosage = std::move(taken.dosage);
  read.reasons = reasons_of_orders(resource, of, to);
  read.start = start;
  read.end = taken.ends;
  read.days_supply = days_member(resource, "daysSupply", true, to);
  read.amount = amount_member(resource, "quantity", to);
  return read;
}

} // namespace fhir
