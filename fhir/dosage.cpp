#include "fhir/dosage.hpp"

#include <algorithm>

#include "fhir/dosage_text.hpp"
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
  auto quantity = object_member(dose_and_rate, "doseQuantity", to);
  auto range = object_member(dose_and_rate, "doseRange", to);
  if (!quantity) quantity = object_member(dose_and_rate, "quantityQuantity", to); // a DSTU2 statement
  if (!range) range = object_member(dose_and_rate, "quantityRange", to);
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

/// Whether a dose is given, read or not.
bool add_dose(const json::value& instruction, cds::dosage& into, report& to) {
  const auto doses = array_member(instruction, "doseAndRate", to);
  const auto dose =
      doses ? ordered_dose(doses, to) : dose_of(instruction, to); // before R4 the dose stood in the instruction itself
  if (!dose) return false;
  if (*dose)
    into.dose = **dose;
  else
    into.unread.push_back("the dose cannot be read: " + dose->error());
  return true;
}

/// Whether it is said how often, read or not.
bool add_timing(const timing& read, one_instruction& into) {
  auto& dosage = into.read.dosage;
  dosage.times_per_day = read.times_per_day;
  dosage.interval_hours = read.interval_hours;
  dosage.days = read.days;
  dosage.administrations = read.administrations;
  dosage.unread.insert(dosage.unread.end(), read.unread.begin(), read.unread.end());
  into.read.starts = read.starts;
  into.read.ends = read.ends;
  into.names_moments = read.names_moments;
  return read.times_per_day || read.administrations || !read.unread.empty();
}

void add_route(const json::value& instruction, cds::dosage& into, report& to) {
  const auto route = read_route(object_member(instruction, "route", to), to);
  if (route)
    into.route = *route;
  else
    into.unread.push_back(route.error());
}

bool is_as_needed(const json::value& instruction, report& to) {
  for (const auto name : {"asNeededBoolean", "asNeeded"}) // R5 has dropped the type from the name
    if (boolean_member(instruction, name, to).value_or(false)) return true;
  return has(instruction, "asNeededCodeableConcept") || instruction["asNeededFor"].size() > 0;
}

void add_parts(const json::value& instruction, one_instruction& one, report& to) {
  auto& dosage = one.read.dosage;
  const bool has_dose = add_dose(instruction, dosage, to);
  const bool has_rate = add_timing(read_timing(object_member(instruction, "timing", to), to), one);
  const auto lines = dosage.unread.size();
  if (complete_from_text(instruction, {has_dose, has_rate}, one.read, to)) return;
  const bool text_spoke = dosage.unread.size() > lines;
  if (!has_dose && !dosage.dose) dosage.unread.push_back("no dose is given");
  if (!has_rate && !text_spoke && !dosage.times_per_day && !dosage.administrations)
    dosage.unread.push_back("it is not said how often");
}

one_instruction read_one(const json::value& instruction, report& to) {
  one_instruction one;
  auto& dosage = one.read.dosage;
  dosage.as_needed = is_as_needed(instruction, to);
  add_route(instruction, dosage, to);
  if (instruction["modifierExtension"].size() > 0) {
    dosage.unread.push_back("an extension changes its meaning");
    return one;
  }
  add_parts(instruction, one, to);
  refuse_above_maximum(instruction, dosage, to);
  if (dosage.as_needed && (dosage.times_per_day || dosage.administrations)) {
    dosage.times_per_day.reset();
    dosage.interval_hours.reset();
    dosage.administrations.reset();
    dosage.unread.push_back("it is taken only as needed, at most so often");
  }
  return one;
}

bool same_words(const json::value& a, const json::value& b) {
  return a["text"].string() == b["text"].string() &&
         a["patientInstruction"].string() == b["patientInstruction"].string();
}

/// Whether a further instruction only repeats the first. Steps in sequence and moments of the day add up instead; a
/// text may name a moment, so that two texts must be the same.
bool repeats(const one_instruction& first, const one_instruction& further, const json::value& a, const json::value& b) {
  if ((first.read.rate_in_text || further.read.rate_in_text) && !same_words(a, b)) return false;
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
  bool in_steps = false;
  for (const auto instruction : written) {
    if (!instruction.is(json::kind::object)) {
      to.wrong_type(instruction, "an object");
      return unknown("the dosage cannot be read");
    }
    auto one = read_one(instruction, to);
    in_steps = in_steps || written[0]["sequence"].number() != instruction["sequence"].number();
    if (first)
      differs = differs || !repeats(*first, one, written[0], instruction);
    else
      first = std::move(one);
  }
  if (differs && in_steps) return unknown("the dosage changes in steps: a taper or a loading dose");
  return differs ? unknown("there are several dosage instructions that differ") : first->read;
}

void compare_with_product(instructions& read, const cds::drug& product) {
  auto& dosage = read.dosage;
  const bool comparable = read.pieces && product.strength_mg > 0 && dosage.dose;
  if (!comparable || cds::about_equal(*read.pieces * product.strength_mg, dosage.dose->value)) return;
  dosage.dose.reset();
  dosage.unread.push_back("so many tablets of this product make another dose");
}

cds::dosage read_given_dose(const json::value& resource, report& to) {
  cds::dosage given;
  const auto written = object_member(resource, "dosage", to);
  if (!written) {
    given.unread.push_back("no dose is given");
    return given;
  }
  add_route(written, given, to);
  auto dose = object_member(written, "dose", to);
  if (!dose) dose = object_member(written, "quantity", to); // DSTU2
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
