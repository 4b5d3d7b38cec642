// What requests, dispenses, administrations and statements of drugs have in common.
#include "fhir/codeable.hpp"
#include "fhir/readers.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

constexpr std::int64_t most_refills = 1000;

} // namespace

bool is_own_condition(const json::value& resource, const json::value& reference, const chart& of, origin from) {
  constexpr std::string_view type = "Condition";
  if (resource["resourceType"].string() != type || refuses_plain_reading(resource)) return false;
  const auto whose = belonging_of(resource, type, of, from);
  const bool contained = reference["reference"].string().value_or("").starts_with('#');
  return whose == belonging::this_patient || (contained && whose == belonging::nobody);
}

cds::value_sets read_reason_codes(const json::value& resource, const chart& of, report& to) {
  cds::value_sets sets;
  constexpr auto names =
      json::names("reasonCode", "reasonCodeableConcept", "reasonForUseCodeableConcept", "reasonGiven");
  for (const auto& name : names)
    if (const auto written = resource[name]) sets.add(read_concepts(written, of.terms(), to).sets);
  for (const auto either : array_member(resource, "reason", to)) // R5
    sets.add(read_concept_member(either, "concept", of.terms(), to).sets);
  return sets;
}

std::vector<json::value> reason_references(const json::value& resource, report& to) {
  std::vector<json::value> all;
  constexpr auto names = json::names("reasonReference", "reasonForUseReference");
  for (const auto& name : names) {
    const auto alone = resource[name]; // in DSTU2
    if (!alone) continue;
    if (alone.is(json::kind::object) && resource["resourceType"].string() != "MedicationRequest") {
      all.push_back(alone);
      continue;
    }
    for (const auto one : array_member(resource, name, to)) all.push_back(one);
  }
  for (const auto either : array_member(resource, "reason", to)) // R5
    if (has(either, "reference")) all.push_back(either["reference"]);
  return all;
}

cds::value_sets read_reasons(const json::value& resource, const chart& of, origin from, report& to) {
  auto sets = read_reason_codes(resource, of, to);
  for (const auto& reference : reason_references(resource, to)) {
    const auto reason = of.references.find(reference, resource, from);
    if (!is_own_condition(reason, reference, of, from) || is_refuted(reason)) continue;
    sets.add(read_concept_member(reason, "code", of.terms(), to).sets);
  }
  return sets;
}

std::string_view authored_name(const json::value& order) {
  return has(order, "authoredOn") ? "authoredOn" : "dateWritten";
}

std::optional<cds::quantity> amount_member(const json::value& in, json::member_name name, report& to) {
  const auto written = object_member(in, name, to);
  if (!written) return std::nullopt;
  const auto read = read_amount(written, to);
  if (read) return *read;
  to.say(written, "the amount cannot be read: " + read.error());
  return std::nullopt;
}

std::optional<double> days_member(const json::value& in, json::member_name name, bool unit_of_day, report& to) {
  const auto written = object_member(in, name, to);
  if (!written) return std::nullopt;
  const auto read = read_days(written, to, unit_of_day);
  if (read) return *read;
  to.say(written, "the number of days cannot be read: " + read.error());
  return std::nullopt;
}

supply_request read_supply_request(const json::value& resource, report& to) {
  const auto written = object_member(resource, "dispenseRequest", to);
  supply_request read;
  if (const auto reason = refuses_plain_reading(written)) {
    to.say(written, std::string(*reason));
    return read;
  }
  read.days = days_member(written, "expectedSupplyDuration", false, to);
  read.amount = amount_member(written, "quantity", to);
  const auto refills = integer_member(written, "numberOfRepeatsAllowed", to);
  if (refills && *refills >= 0 && *refills <= most_refills)
    read.refills = static_cast<int>(*refills);
  else if (refills)
    to.say(written["numberOfRepeatsAllowed"], "is not a plausible number");
  return read;
}

} // namespace fhir
