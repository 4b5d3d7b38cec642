#include "fhir/dosage.hpp"

#include <algorithm>

#include "fhir/route.hpp"
#include "fhir/timing.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

struct one_instruction {
  instructions read;
  bool names_moments = false;
};

reading dose_of_range(const json::value& range, report& to) {
  const auto low = read_dose(range["low"], to);
  const auto high = read_dose(range["high"], to);
  if (low && high && low->unit == high->unit && cds::about_equal(low->value, high->value)) return low;
  return because("it is a range");
}

/// A dose in one doseAndRate; nothing when it holds none (a rate alone).
std::optional<reading> dose_of(const json::value& dose_and_rate, report& to) {
  const auto quantity = object_member(dose_and_rate, "doseQuantity", to);
  const auto range = object_member(dose_and_rate, "doseRange", to);
  if (quantity && range) return reading(because("it has both a quantity and a range"));
  if (quantity) return read_dose(quantity, to);
  if (range) return dose_of_range(range, to);
  return std::nullopt;
}

bool is_calculated(const json::value& dose_and_rate) {
  const auto codings = dose_and_rate["type"]["coding"];
  return std::any_of(codings.begin(), codings.end(),
                     [](const json::value& c) { return c["code"].string() == "calculated"; });
}

/// The dose that was ordered. Several doses must be the same, unless the others are only calculated from it.
std::optional<reading> ordered_dose(const json::value& doses, report& to) {
  std::optional<reading> ordered;
  std::optional<reading> calculated;
  for (const auto one : doses) {
    if (!one.is(json::kind::object)) {
      to.wrong_type(one, "an object");
      continue;
    }
    auto dose = dose_of(one, to);
    auto& kept = is_calculated(one) ? calculated : ordered;
    if (dose && kept && *kept != *dose) return reading(because("there are several doses"));
    if (dose) kept = dose;
  }
  return ordered ? ordered : calculated;
}

void add_dose(const json::value& instruction, cds::dosage& into, report& to) {
  const auto doses = array_member(instruction, "doseAndRate", to);
  const auto dose =
      doses ? ordered_dose(doses, to) : dose_of(instruction, to); // before R4 the dose stood in the instruction itself
  if (!dose) return into.unread.push_back("no dose is given");
  if (*dose)
    into.dose = **dose;
  else
    into.unread.push_back("the dose cannot be read: " + dose->error());
}

void add_timing(const timing& read, one_instruction& into) {
  auto& dosage = into.read.dosage;
  dosage.times_per_day = read.times_per_day;
  dosage.interval_hours = read.interval_hours;
  dosage.days = read.days;
  dosage.administrations = read.administrations;
  dosage.unread.insert(dosage.unread.end(), read.unread.begin(), read.unread.end());
  const bool silent = !read.times_per_day && !read.administrations && read.unread.empty();
  if (silent) dosage.unread.push_back("it is not said how often");
  into.read.starts = read.starts;
  into.read.ends = read.ends;
  into.names_moments = read.names_moments;
}

void add_route(const json::value& instruction, cds::dosage& into, report& to) {
  const auto route = read_route(object_member(instruction, "route", to), to);
  if (route)
    into.route = *route;
  else
    into.unread.push_back(route.error());
}

bool is_free_text(const json::value& instruction) {
  return !has(instruction, "doseAndRate") && !has(instruction, "timing") && !has(instruction, "doseQuantity") &&
         !has(instruction, "doseRange") && (has(instruction, "text") || has(instruction, "patientInstruction"));
}

one_instruction read_one(const json::value& instruction, report& to) {
  one_instruction one;
  auto& dosage = one.read.dosage;
  dosage.as_needed =
      boolean_member(instruction, "asNeededBoolean", to).value_or(false) || has(instruction, "asNeededCodeableConcept");
  add_route(instruction, dosage, to);
  if (instruction["modifierExtension"].size() > 0)
    dosage.unread.push_back("an extension changes its meaning");
  else if (is_free_text(instruction))
    dosage.unread.push_back("the dosage is free text");
  else {
    add_dose(instruction, dosage, to);
    add_timing(read_timing(object_member(instruction, "timing", to), to), one);
  }
  return one;
}

/// Whether a further instruction only repeats the first. Steps in sequence and moments of the day add up instead.
bool repeats(const one_instruction& first, const one_instruction& further, const json::value& a, const json::value& b) {
  return first.read.dosage == further.read.dosage && first.read.starts == further.read.starts &&
         first.read.ends == further.read.ends && !first.names_moments && !further.names_moments &&
         a["sequence"].number() == b["sequence"].number();
}

instructions unknown(std::string reason) {
  instructions none;
  none.dosage.unread.push_back(std::move(reason));
  return none;
}

} // namespace

instructions read_instructions(const json::value& resource, std::string_view name, report& to) {
  const auto written = array_member(resource, name, to);
  if (!written || written.size() == 0)
    return unknown(has(resource, name) && !written ? "the dosage cannot be read" : "no dosage is given");
  std::optional<one_instruction> first;
  bool differs = false;
  for (const auto instruction : written) {
    if (!instruction.is(json::kind::object)) {
      to.wrong_type(instruction, "an object");
      return unknown("the dosage cannot be read");
    }
    auto one = read_one(instruction, to);
    if (first)
      differs = differs || !repeats(*first, one, written[0], instruction);
    else
      first = std::move(one);
  }
  return differs ? unknown("there are several dosage instructions that differ") : first->read;
}

cds::dosage read_given_dose(const json::value& resource, report& to) {
  cds::dosage given;
  const auto written = object_member(resource, "dosage", to);
  if (!written) {
    given.unread.push_back("no dose is given");
    return given;
  }
  add_route(written, given, to);
  const auto dose = object_member(written, "dose", to);
  if (!dose) {
    given.unread.push_back("no dose is given");
    return given;
  }
  const auto read = read_dose(dose, to);
  if (read)
    given.dose = *read;
  else
    given.unread.push_back("the dose cannot be read: " + read.error());
  return given;
}

} // namespace fhir
