#include "fhir/dosage.hpp"

#include <algorithm>

#include "fhir/dosage_amount.hpp"
#include "fhir/dosage_steps.hpp"
#include "fhir/dosage_text.hpp"
#include "fhir/infusion.hpp"
#include "fhir/route.hpp"
#include "fhir/timing.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

/// Whether a dose is given, read or not.
bool add_dose(const json::value& instruction, cds::dosage& into, report& to) {
  const auto dose = read_ordered_dose(instruction, to);
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
  dosage.as_needed = dosage.as_needed || read.as_needed;
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
  for (const auto& name : json::names("asNeededBoolean", "asNeeded")) // R5 has dropped the type from the name
    if (has(instruction, name) && boolean_member(instruction, name, to).value_or(true)) return true;
  return has(instruction, "asNeededCodeableConcept") || instruction["asNeededFor"].size() > 0;
}

/// Only what runs in has a rate; by mouth or on the skin its parts mean something else, or nothing.
void finish_infusion(cds::dosage& dosage) {
  const bool runs_in = dosage.route == cds::route::intravenous || dosage.route == cds::route::unknown;
  if (!runs_in) dosage.infusion = {};
  if (dosage.infusion.unread) dosage.unread.push_back("the rate of the infusion cannot be read");
}

void add_parts(const json::value& instruction, const dosage_words& words, one_instruction& one, report& to) {
  auto& dosage = one.read.dosage;
  const bool has_dose = add_dose(instruction, dosage, to);
  const auto when = read_timing(object_member(instruction, "timing", to), to);
  const bool has_rate = add_timing(when, one);
  dosage.infusion = read_infusion(instruction, when, to);
  const auto lines = dosage.unread.size();
  if (complete_from_text(words, {has_dose, has_rate}, one.read)) return;
  const bool text_spoke = dosage.unread.size() > lines;
  if (!has_dose && !dosage.dose) dosage.unread.push_back("no dose is given");
  if (!has_rate && !text_spoke && !dosage.times_per_day && !dosage.administrations)
    dosage.unread.push_back("it is not said how often");
}

one_instruction read_one(const json::value& instruction, const dosage_words& words, report& to) {
  one_instruction one{instruction, {}, false};
  auto& dosage = one.read.dosage;
  dosage.as_needed = is_as_needed(instruction, to);
  add_route(instruction, dosage, to);
  if (instruction["modifierExtension"].size() > 0) {
    dosage.unread.push_back("an extension changes its meaning");
    return one;
  }
  add_parts(instruction, words, one, to);
  refuse_above_maximum(instruction, dosage, to);
  if (dosage.as_needed && (dosage.times_per_day || dosage.administrations)) {
    dosage.times_per_day.reset();
    dosage.interval_hours.reset();
    dosage.administrations.reset();
    dosage.unread.push_back("it is taken only as needed, at most so often");
  }
  finish_infusion(dosage);
  return one;
}

instructions unknown(std::string reason) {
  instructions none;
  none.dosage.unread.push_back(std::move(reason));
  return none;
}

std::optional<double> milligrams(const cds::quantity& dose, const cds::drug& product) {
  switch (dose.unit) {
  case cds::unit::milligram:
    return dose.value;
  case cds::unit::product_unit:
    return product.strength_mg > 0 ? std::optional(dose.value * product.strength_mg) : std::nullopt;
  case cds::unit::millilitre:
    return product.concentration_mg_per_ml > 0 ? std::optional(dose.value * product.concentration_mg_per_ml)
                                               : std::nullopt;
  default:
    return std::nullopt;
  }
}

cds::dosage read_given(const json::value& written, report& to) {
  cds::dosage given;
  add_route(written, given, to);
  given.infusion = read_infusion(written, {}, to);
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
  finish_infusion(given);
  return given;
}

} // namespace

instructions read_instructions(const json::value& resource, json::member_name name, report& to) {
  const auto written = array_member(resource, name, to);
  const auto rendered = string_member(resource, "renderedDosageInstruction", to); // R5
  if (has(resource, name) && !written) return unknown("the dosage cannot be read");
  if (written.size() == 0 && !rendered) return unknown("no dosage is given");
  if (written.size() == 0) return read_one({}, {rendered, {}, {}}, to).read;
  std::vector<one_instruction> all;
  for (const auto instruction : written) {
    if (!instruction.is(json::kind::object)) {
      to.wrong_type(instruction, "an object");
      return unknown("the dosage cannot be read");
    }
    auto words = words_of(instruction, to);
    if (rendered && written.size() == 1) words.more.push_back(*rendered);
    all.push_back(read_one(instruction, words, to));
  }
  return join(all);
}

void compare_with_product(instructions& read, const cds::drug& product) {
  auto& dosage = read.dosage;
  const auto dose = dosage.dose ? milligrams(*dosage.dose, product) : std::nullopt;
  const bool other = dose && std::any_of(read.also.begin(), read.also.end(), [&](const cds::quantity& told) {
                       const auto mg = milligrams(told, product);
                       return mg && !cds::about_equal(*mg, *dose);
                     });
  if (!other) return;
  dosage.dose.reset();
  dosage.unread.push_back("its text makes another dose of this product");
}

cds::dosage read_given_dose(const json::value& resource, report& to) {
  const auto written = object_member(resource, "dosage", to);
  if (!written) return unknown("no dose is given").dosage;
  if (written.is_written_like(to.last_dose.element)) return to.last_dose.read;
  const auto told = to.told();
  auto given = read_given(written, to);
  if (to.told() == told) to.last_dose = {written, given};
  return given;
}

} // namespace fhir
