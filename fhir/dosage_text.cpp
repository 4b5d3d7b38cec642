#include "fhir/dosage_text.hpp"

#include "fhir/sig.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

using text_reading = tl::expected<sig, std::string>;

/// Nothing when there is no text. The words for the patient count where there are no others, and must not differ.
std::optional<text_reading> read_text(const json::value& instruction, report& to) {
  const auto text = string_member(instruction, "text", to);
  const auto for_patient = string_member(instruction, "patientInstruction", to);
  if (!text && !for_patient) return std::nullopt;
  auto read = read_sig(text ? *text : *for_patient);
  if (!text || !for_patient || !read) return read;
  const auto told = read_sig(*for_patient);
  const auto same = [](const auto& a, const auto& b) { return !a || !b || a == b; };
  if (!told) return read;
  const auto& a = read->dosage;
  const auto& b = told->dosage;
  if (same(a.dose, b.dose) && same(a.times_per_day, b.times_per_day) && same(a.days, b.days) &&
      same(a.administrations, b.administrations))
    return read;
  return text_reading(because("the patient is told something else"));
}

bool differ(std::optional<double> a, std::optional<double> b) { return a && b && !cds::about_equal(*a, *b); }

bool differ(const std::optional<cds::quantity>& a, const std::optional<cds::quantity>& b) {
  return a && b && a->unit == b->unit && !cds::about_equal(a->value, b->value);
}

/// Makes unknown what the text says differently; whether there was any such part.
bool drop_contradictions(const cds::dosage& text, cds::dosage& into) {
  const auto before = into.unread.size();
  if (differ(into.dose, text.dose)) {
    into.dose.reset();
    into.unread.push_back("the text of the dosage says another dose");
  }
  if (differ(into.times_per_day, text.times_per_day)) {
    into.times_per_day.reset();
    into.interval_hours.reset();
    into.unread.push_back("the text of the dosage says another frequency");
  }
  if (differ(into.days, text.days)) {
    into.days.reset();
    into.unread.push_back("the text of the dosage says another length of the course");
  }
  const bool both_count = into.administrations && text.administrations;
  if (both_count && *into.administrations != *text.administrations) {
    into.administrations.reset();
    into.unread.push_back("the text of the dosage says another number of doses");
  }
  const bool routed = into.route != cds::route::unknown && text.route != cds::route::unknown;
  if (routed && into.route != text.route) into.unread.push_back("the text of the dosage names another route");
  return into.unread.size() > before;
}

void fill(const sig& text, structured_parts has, instructions& into) {
  auto& d = into.dosage;
  if (!has.dose) {
    d.dose = text.dosage.dose;
    into.pieces = text.pieces;
  }
  into.rate_in_text = !has.rate;
  if (!has.rate) {
    d.times_per_day = text.dosage.times_per_day;
    d.interval_hours = text.dosage.interval_hours;
    d.administrations = text.dosage.administrations;
    d.unread.insert(d.unread.end(), text.dosage.unread.begin(), text.dosage.unread.end());
  }
  const bool length_open = !d.days && !into.starts && !into.ends && d.unread.empty();
  if (length_open && !(has.rate && d.administrations)) d.days = text.dosage.days;
  if (d.route == cds::route::unknown) d.route = text.dosage.route;
}

double daily_most(const json::value& ratio, cds::unit unit, report& to) {
  const auto most = read_dose(ratio["numerator"], to);
  const auto days = read_days(ratio["denominator"], to);
  return most && days && most->unit == unit ? most->value / *days : 0;
}

} // namespace

bool complete_from_text(const json::value& instruction, structured_parts has, instructions& into, report& to) {
  const auto text = read_text(instruction, to);
  if (!text) return false;
  const bool alone = !has.dose && !has.rate;
  if (!*text) {
    if (alone) into.dosage.unread.push_back("the dosage is free text: " + text->error());
    return alone;
  }
  if (!drop_contradictions((*text)->dosage, into.dosage)) fill(**text, has, into);
  return false;
}

void refuse_above_maximum(const json::value& instruction, cds::dosage& dosage, report& to) {
  if (!dosage.dose) return;
  bool above = false;
  const auto see = [&](const json::value& ratio) {
    const double most = daily_most(ratio, dosage.dose->unit, to);
    above = above || (most > 0 && !cds::at_most(dosage.dose->value * dosage.times_per_day.value_or(0), most));
  };
  const auto written = instruction["maxDosePerPeriod"];
  if (written.is(json::kind::object)) see(written);
  for (const auto one : written) // an array in R5
    if (one.is(json::kind::object) && written.is(json::kind::array)) see(one);
  if (const auto at_once = object_member(instruction, "maxDosePerAdministration", to)) {
    const auto most = read_dose(at_once, to);
    above = above || (most && most->unit == dosage.dose->unit && !cds::at_most(dosage.dose->value, most->value));
  }
  if (!above) return;
  dosage.dose.reset();
  dosage.unread.push_back("the dose is above the maximum that it is given with");
}

} // namespace fhir
