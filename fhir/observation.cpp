#include <algorithm>

#include "fhir/codeable.hpp"
#include "fhir/readers.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

using cds::value_set;
using state = cds::observation::state;

constexpr status_row<state> states[] = {
    {"final", state::final},
    {"amended", state::final},
    {"corrected", state::final},
    {"preliminary", state::preliminary},
    {"registered", state::registered},
    {"unknown", state::unknown},
    {"cancelled", state::unknown, true},
    {"entered-in-error", state::unknown, true},
};

struct measured_set {
  value_set set;
  measure of;
};
constexpr measured_set measured_sets[] = {
    {value_set::body_weight, measure::weight},
    {value_set::creatinine, measure::creatinine},
    {value_set::measured_clearance, measure::clearance},
    {value_set::cd4_count, measure::cells},
    {value_set::neutrophil_count, measure::cells},
    {value_set::potassium, measure::potassium},
    {value_set::calcium, measure::calcium},
    {value_set::ionized_calcium, measure::ionized_calcium},
    {value_set::magnesium, measure::magnesium},
    {value_set::phosphate, measure::phosphate},
    {value_set::acyclovir_susceptibility, measure::concentration},
    {value_set::foscarnet_susceptibility, measure::concentration},
};

/// What a number measures; nothing when the codes name no measurement, an error when they name two of different kinds.
tl::expected<std::optional<measure>, std::string> measure_of(const cds::value_sets& sets) {
  std::optional<measure> found;
  for (const auto& row : measured_sets) {
    if (!sets.has(row.set)) continue;
    if (found && *found != row.of) return because("its codes name different measurements");
    found = row.of;
  }
  return found;
}

/// The laboratory's upper limit, when there is exactly one and it is in the unit of the value.
std::optional<double> read_reference_high(const json::value& measured, measure of, cds::unit unit, report& to) {
  const auto ranges = array_member(measured, "referenceRange", to);
  if (ranges.size() != 1 || !has(ranges[0], "high") || refuses_plain_reading(ranges[0])) return std::nullopt;
  for (const auto& name :
       json::names("type", "meaning")) // the second in DSTU2; a limit of treatment is no limit of health
    if (has(ranges[0], name) && !has_code(ranges[0][name], "normal")) return std::nullopt;
  const auto high = read_measurement(ranges[0]["high"], of, to);
  return high && high->unit == unit ? std::optional{high->value} : std::nullopt;
}

/// Why a quantity is not the value; nothing when `into` has got it.
std::optional<std::string> read_quantity(const json::value& measured, const json::value& quantity, const chart& of,
                                         cds::observation& into, report& to) {
  const auto kind = measure_of(into.sets);
  if (!kind) return kind.error();
  if (!*kind) return std::nullopt;
  const auto value = read_measurement(quantity, **kind, to);
  if (!value) return "the value cannot be read: " + value.error();
  if (!is_plausible(*value, **kind, of.known.limits)) return "the value is not plausible";
  into.value = *value;
  into.reference_high = read_reference_high(measured, **kind, value->unit, to);
  return std::nullopt;
}

/// Values that are there and are never used, of every FHIR version. A number in a text has lost its unit.
constexpr json::member_name unused_values[] = {"valueString", "valueInteger",     "valueBoolean",  "valueRange",
                                               "valueRatio",  "valueSampledData", "valueTime",     "valueDateTime",
                                               "valuePeriod", "valueAttachment",  "valueReference"};

bool says_absent(const json::value& element) {
  const auto extensions = element["extension"];
  return std::any_of(extensions.begin(), extensions.end(), [](const json::value& one) {
    const auto url = one["url"].string();
    return url == "http://hl7.org/fhir/StructureDefinition/data-absent-reason" ||
           url == "http://hl7.org/fhir/StructureDefinition/iso21090-nullFlavor"; // before R4
  });
}

/// Whether the result says that it has no value. One that it has all the same is not used.
bool is_absent(const json::value& measured, const json::value& quantity, cds::observation& into, report& to) {
  const bool in_element = has(measured, "dataAbsentReason");
  if (!in_element && !says_absent(quantity) && !says_absent(quantity["_value"])) return false;
  const auto at = in_element ? measured["dataAbsentReason"] : quantity;
  into.unreadable = has(quantity, "value") || has(measured, "valueCodeableConcept") ||
                    std::any_of(std::begin(unused_values), std::end(unused_values),
                                [&](const auto& name) { return has(measured, name); });
  to.say(at, into.unreadable ? "it has a value and a reason for having none" : "it says why it has no value");
  return true;
}

void read_value(const json::value& measured, const chart& of, cds::observation& into, report& to) {
  const auto not_used = [&](const json::value& at, std::string reason) {
    into.unreadable = true;
    to.say(at, std::move(reason));
  };
  const auto written = measured["valueQuantity"];
  const bool absent = is_absent(measured, written, into, to);
  if (into.unreadable) return;
  if (const auto interpreted = measured["interpretation"])
    into.interpretation = read_concepts(interpreted, of.terms(), to).sets;
  if (absent) return;
  if (const auto quantity = of_kind(written, json::kind::object, "an object", to))
    if (const auto reason = read_quantity(measured, quantity, of, into, to)) not_used(quantity, *reason);
  if (const auto coded = object_member(measured, "valueCodeableConcept", to)) {
    into.coded_value = read_concept(coded, of.terms(), to).sets;
    if (into.coded_value.empty()) not_used(coded, "the value is not a known code");
  }
  for (const auto& name : unused_values)
    if (has(measured, name)) not_used(measured[name], "a value of this kind is not read");
}

/// Adds the observation that `measured` (a resource or one of its components) makes, when its code is known.
void add_observation(const json::value& measured, cds::observation base, const chart& of, report& to,
                     std::vector<cds::observation>& into) {
  const auto code = read_concept_member(measured, "code", of.terms(), to);
  if (code.sets.empty()) return;
  base.sets = code.sets;
  base.named = code.named;
  if (const auto reason = refuses_plain_reading(measured)) {
    base.unreadable = true;
    to.say(measured, std::string(*reason));
  } else {
    read_value(measured, of, base, to);
  }
  into.push_back(std::move(base));
}

/// What is measured may be another's than the patient it was recorded for: a child before birth, a donor.
bool is_about_the_patient(const json::value& resource, const chart& of, report& to) {
  for (const auto one : array_member(resource, "focus", to)) {
    if (names_this_patient(one, resource, of, origin::prefetch)) continue;
    to.say(one, "it is about somebody or something else than the patient");
    return false;
  }
  return true;
}

/// When it was measured; the time of issue only stands in when that is not said, for it is later.
std::optional<cds::date_time> read_effective(const json::value& resource, report& to) {
  for (const auto& name : json::names("effectiveDateTime", "effectiveInstant"))
    if (has(resource, name)) return date_member(resource, name, to);
  const auto during = period_member(resource, "effectivePeriod", to);
  if (during.start) return during.start;
  if (during.end || has(resource, "effectivePeriod")) return during.end;
  if (has(resource, "effectiveTiming")) to.say(resource["effectiveTiming"], "a date of this kind is not read");
  return date_member(resource, "issued", to);
}

} // namespace

void read_observation(const json::value& resource, const chart& of, report& to, std::vector<cds::observation>& into) {
  const auto status = read_status(resource, states, to);
  if (!status || !is_about_the_patient(resource, of, to)) return;
  cds::observation base;
  base.status = *status;
  base.effective = read_effective(resource, to);
  if (refuse_future(resource, base.effective, of, to)) return;
  add_observation(resource, base, of, to, into);
  for (const auto component : array_member(resource, "component", to))
    if (component.is(json::kind::object))
      add_observation(component, base, of, to, into);
    else
      to.wrong_type(component, "an object");
}

} // namespace fhir
