#include "fhir/dosage_text.hpp"

#include "fhir/infusion.hpp"
#include "fhir/sig.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

using text_reading = tl::expected<sig, std::string>;

/// Each text is read once and used often.
std::optional<text_reading> read_if_any(std::optional<std::string_view> words) {
  return words ? std::optional(read_sig(*words)) : std::nullopt;
}

/// Nothing when there is no text. The words for the patient count where there are no others, and must not differ.
std::optional<text_reading> agreed(const std::optional<text_reading>& text,
                                   const std::optional<text_reading>& for_patient) {
  if (!text) return for_patient;
  if (!for_patient || !*text || !*for_patient) return text;
  const auto same = [](const auto& x, const auto& y) { return !x || !y || x == y; };
  const auto& a = (*text)->dosage;
  const auto& b = (*for_patient)->dosage;
  if (same(a.dose, b.dose) && same(a.times_per_day, b.times_per_day) && same(a.days, b.days) &&
      same(a.administrations, b.administrations))
    return text;
  return text_reading(because("the patient is told something else"));
}

bool differ(std::optional<double> a, std::optional<double> b) { return a && b && !cds::about_equal(*a, *b); }

/// Doses in one unit are compared here; others only once the product is known.
bool dose_differs(const sig& text, const cds::quantity& dose, std::vector<cds::quantity>& also) {
  for (const auto& told : {text.dosage.dose, text.also}) {
    if (!told) continue;
    if (told->unit != dose.unit)
      also.push_back(*told);
    else if (!cds::about_equal(told->value, dose.value))
      return true;
  }
  return false;
}

/// Makes unknown what the text says differently; whether there was any such part.
bool drop_contradictions(const sig& said, instructions& all) {
  auto& into = all.dosage;
  const auto& text = said.dosage;
  const auto before = into.unread.size();
  if (into.dose && dose_differs(said, *into.dose, all.also)) {
    into.dose.reset();
    into.unread.push_back("the text of the dosage says another dose");
  }
  const bool once = text.administrations == 1 && into.times_per_day && into.administrations != 1;
  if (differ(into.times_per_day, text.times_per_day) || once) {
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

std::string_view reason_of(doubt why) {
  if (why == doubt::steps) return "the text of the dosage says that it changes during the course";
  if (why == doubt::range) return "the text of the dosage says a range";
  if (why == doubt::certain_days) return "the text of the dosage names certain days";
  return "the text of the dosage sets a limit";
}

/// Heeds words that are not understood as a whole.
void hold_against(std::string_view words, instructions& into) {
  auto& d = into.dosage;
  const auto why = doubt_in(words);
  if (why == doubt::as_needed) d.as_needed = true;
  const bool of_one_dose = why == doubt::none || why == doubt::as_needed || why == doubt::certain_days;
  if (of_one_dose) drop_contradictions(understood_part(words), into);
  if (why == doubt::none || why == doubt::as_needed) return;
  if (!d.dose && !d.times_per_day && !d.administrations) return;
  if (why != doubt::certain_days) d.dose.reset();
  d.times_per_day.reset();
  d.interval_hours.reset();
  d.administrations.reset();
  d.unread.emplace_back(reason_of(why));
}

/// Whether words that are understood contradict what is known.
bool contradict(const std::optional<text_reading>& words, instructions& into) {
  return words && *words && drop_contradictions(**words, into);
}

void fill(const sig& text, structured_parts has, instructions& into) {
  auto& d = into.dosage;
  if (!has.dose) {
    d.dose = text.dosage.dose;
    into.also.clear();
    if (text.also) into.also.push_back(*text.also);
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
  complete_infusion(d.infusion, text.dosage.infusion);
}

double daily_most(const json::value& ratio, cds::unit unit, report& to) {
  const auto most = read_dose(ratio["numerator"], to);
  const auto days = read_days(ratio["denominator"], to);
  return most && days && most->unit == unit ? most->value / *days : 0;
}

void add_words_of(const json::value& concept_of, std::vector<std::string_view>& more, report& to) {
  if (const auto text = string_member(concept_of, "text", to)) more.push_back(*text);
  for (const auto coding : array_member(concept_of, "coding", to))
    if (const auto display = string_member(coding, "display", to)) more.push_back(*display);
}

} // namespace

dosage_words words_of(const json::value& instruction, report& to) {
  dosage_words words{string_member(instruction, "text", to), string_member(instruction, "patientInstruction", to), {}};
  const auto additional = instruction["additionalInstruction"];
  for (const auto one : additional) add_words_of(one, words.more, to);
  const auto dstu2 = instruction["additionalInstructions"];
  if (dstu2.is(json::kind::object)) add_words_of(dstu2, words.more, to);
  return words;
}

bool complete_from_text(const dosage_words& words, structured_parts has, instructions& into) {
  const auto of_text = read_if_any(words.text), of_patient = read_if_any(words.for_patient);
  const auto text = agreed(of_text, of_patient);
  const bool unread_alone = text && !*text && !has.dose && !has.rate;
  bool contradicted = contradict(of_text, into);
  contradicted = contradict(of_patient, into) || contradicted;
  if (text && *text && !contradicted) fill(**text, has, into);
  if (unread_alone) into.dosage.unread.push_back("the dosage is free text: " + text->error());
  if (of_text && !*of_text) hold_against(*words.text, into);
  if (of_patient && !*of_patient) hold_against(*words.for_patient, into);
  for (const auto one : words.more)
    if (const auto told = read_sig(one))
      drop_contradictions(*told, into);
    else
      hold_against(one, into);
  return unread_alone;
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
