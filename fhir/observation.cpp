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
    {value_set::calcium, measure::electrolyte},
    {value_set::ionized_calcium, measure::electrolyte},
    {value_set::magnesium, measure::electrolyte},
    {value_set::phosphate, measure::electrolyte},
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

bool is_plausible(const cds::quantity& value, measure of, const cds::thresholds& limits) {
  if (of == measure::weight)
    return cds::at_least(value.value, limits.weight_plausible_min_kg) &&
           cds::at_most(value.value, limits.weight_plausible_max_kg);
  if (of == measure::creatinine)
    return cds::at_least(value.value, limits.creatinine_plausible_min_mg_dl) &&
           cds::at_most(value.value, limits.creatinine_plausible_max_mg_dl);
  return true;
}

/// The laboratory's upper limit, when there is exactly one and it is in the unit of the value.
std::optional<double> read_reference_high(const json::value& measured, measure of, cds::unit unit, report& to) {
  const auto ranges = array_member(measured, "referenceRange", to);
  if (ranges.size() != 1 || !has(ranges[0], "high")) return std::nullopt;
  const auto high = read_measurement(ranges[0]["high"], of, to);
  return high && high->unit == unit ? std::optional{high->value} : std::nullopt;
}

void read_quantity(const json::value& measured, const json::value& quantity, const chart& of, cds::observation& into,
                   report& to) {
  const auto kind = measure_of(into.sets);
  if (!kind) return to.say(quantity, kind.error());
  if (!*kind) return;
  const auto value = read_measurement(quantity, **kind, to);
  if (!value) return to.say(quantity, "the value cannot be read: " + value.error());
  if (!is_plausible(*value, **kind, of.known.limits)) return to.say(quantity, "the value is not plausible");
  into.value = *value;
  into.reference_high = read_reference_high(measured, **kind, value->unit, to);
}

void read_value(const json::value& measured, const chart& of, cds::observation& into, report& to) {
  into.interpretation = read_concepts_member(measured, "interpretation", of.terms(), to).sets;
  if (const auto quantity = object_member(measured, "valueQuantity", to))
    read_quantity(measured, quantity, of, into, to);
  if (const auto coded = object_member(measured, "valueCodeableConcept", to)) {
    into.coded_value = read_concept(coded, of.terms(), to).sets;
    if (into.coded_value.empty()) to.say(coded, "the value is not a known code");
  }
  for (const auto name : {"valueString", "valueInteger", "valueBoolean", "valueRange", "valueRatio"})
    if (has(measured, name)) to.say(measured[name], "a value of this kind is not read");
}

/// Adds the observation that `measured` (a resource or one of its components) makes, when its code is known.
void add_observation(const json::value& measured, cds::observation base, const chart& of, report& to,
                     std::vector<cds::observation>& into) {
  const auto code = read_concept_member(measured, "code", of.terms(), to);
  if (code.sets.empty()) return;
  base.sets = code.sets;
  base.named = code.named;
  read_value(measured, of, base, to);
  into.push_back(std::move(base));
}

std::optional<cds::date_time> read_effective(const json::value& resource, report& to) {
  for (const auto name : {"effectiveDateTime", "effectiveInstant"})
    if (const auto when = date_member(resource, name, to)) return when;
  const auto during = period_member(resource, "effectivePeriod", to);
  if (during.start) return during.start;
  if (during.end) return during.end;
  if (has(resource, "effectiveTiming")) to.say(resource["effectiveTiming"], "a date of this kind is not read");
  return date_member(resource, "issued", to);
}

} // namespace

void read_observation(const json::value& resource, const chart& of, report& to, std::vector<cds::observation>& into) {
  const auto status = read_status(resource, states, to);
  if (!status) return;
  cds::observation base;
  base.source = name_of(resource);
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
