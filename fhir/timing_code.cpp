#include "fhir/timing_code.hpp"

#include <algorithm>

#include "fhir/reason.hpp"
#include "fhir/sig.hpp"

namespace fhir {
namespace {

struct abbreviation {
  std::string_view text;
  double times_per_day;
  char moment = '\0';
};
constexpr abbreviation abbreviations[] = {
    {"BD", 2},        {"TDS", 3},      {"QDS", 4},      {"QD", 1},        {"DAILY", 1},   {"BID", 2},
    {"TID", 3},       {"QID", 4},      {"QOD", 0.5},    {"AM", 1, 'a'},   {"PM", 1, 'p'}, {"BED", 1, 'b'},
    {"QAM", 1, 'a'},  {"QPM", 1, 'p'}, {"QHS", 1, 'b'}, {"229797004", 1}, // SNOMED CT, once daily
    {"229799001", 2},                                                     // SNOMED CT, twice a day
    {"229798009", 3},                                                     // SNOMED CT, three times daily
    {"307439001", 4},                                                     // SNOMED CT, four times daily
};
/// Words that could also name Monday or a week.
constexpr abbreviation codes_alone[] = {{"WK", 1.0 / 7}, {"MO", 1.0 / 30}};

/// Local codes may spell an abbreviation and mean something else; these systems do not.
constexpr std::string_view systems[] = {
    "",
    "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation",
    "http://hl7.org/fhir/v3/GTSAbbreviation",
    "http://hl7.org/fhir/timing-abbreviation",
    "urn:oid:2.16.840.1.113883.5.139",
    "http://terminology.hl7.org/CodeSystem/v2-0335",
    "http://hl7.org/fhir/v2/0335",
    "http://snomed.info/sct",
};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

template<std::size_t N> const abbreviation* find(const abbreviation (&all)[N], std::string_view text) {
  for (const auto& a : all)
    if (same_word(a.text, text)) return &a;
  return nullptr;
}

/// `Q8H` in hours.
std::optional<int> hours_in(std::string_view text) {
  if (text.size() < 3 || text.size() > 4 || upper(text.front()) != 'Q' || upper(text.back()) != 'H')
    return std::nullopt;
  int hours = 0;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (c < '0' || c > '9') return std::nullopt;
    hours = hours * 10 + (c - '0');
  }
  return hours > 0 ? std::optional{hours} : std::nullopt;
}

bool is_known_system(std::string_view system) {
  return std::find(std::begin(systems), std::end(systems), system) != std::end(systems);
}

coded_timing of_abbreviation(std::string_view text) {
  coded_timing read;
  read.times_per_day = times_per_day_of(text);
  const auto* named = find(abbreviations, text);
  if (named) read.moment = named->moment;
  return read;
}

coded_timing of_code(std::string_view code, std::string_view system) {
  auto read = of_abbreviation(code);
  const auto* alone = system.empty() ? nullptr : find(codes_alone, code);
  if (alone) read.times_per_day = alone->times_per_day;
  read.once = same_word(code, "once");
  return read;
}

/// `BID`, `2 times daily`, `Every 8 hours`, `Once`; words that say more than how often are not read.
coded_timing of_words(std::string_view text) {
  auto read = of_abbreviation(text);
  const auto why = doubt_in(text);
  read.as_needed = why == doubt::as_needed;
  read.doubtful = why != doubt::none && why != doubt::as_needed;
  if (read.says()) return read;
  const auto told = read_sig(text);
  if (!told || told->dosage.dose || told->dosage.days || !told->dosage.unread.empty()) return read;
  read.times_per_day = told->dosage.times_per_day;
  read.once = told->dosage.administrations == 1 && !read.times_per_day;
  if (told->names_moments) read.moment = 'm';
  return read;
}

bool differ(const coded_timing& a, const coded_timing& b) {
  if (!a.says() || !b.says()) return false;
  const bool other_moment = a.moment != b.moment && a.moment != '\0' && b.moment != '\0';
  if (a.once != b.once || (other_moment && a.moment != 'm' && b.moment != 'm')) return true;
  return !a.once && !cds::about_equal(*a.times_per_day, *b.times_per_day);
}

} // namespace

std::optional<double> times_per_day_of(std::string_view text) {
  if (const auto* known = find(abbreviations, text)) return known->times_per_day;
  if (const auto hours = hours_in(text)) return 24.0 / *hours;
  return std::nullopt;
}

tl::expected<coded_timing, std::string> read_timing_code(const json::value& code, report& to) {
  coded_timing known;
  auto words = string_member(code, "text", to);
  bool disagree = false;
  const auto see = [&](const coded_timing& one) {
    disagree = disagree || differ(known, one);
    known.as_needed = known.as_needed || one.as_needed;
    known.doubtful = known.doubtful || one.doubtful;
    if (known.moment == '\0') known.moment = one.moment;
    if (known.says() || !one.says()) return;
    known.times_per_day = one.times_per_day;
    known.once = one.once;
  };
  for (const auto coding : array_member(code, "coding", to)) {
    const auto system = string_member(coding, "system", to).value_or("");
    const auto value = string_member(coding, "code", to).value_or("");
    if (is_known_system(system)) see(of_code(value, system));
    if (!words) words = string_member(coding, "display", to);
    known.as_needed = known.as_needed || same_word(value, "prn");
  }
  if (words) see(of_words(*words));
  if (disagree) return because("the timing codes disagree");
  if (!known.says() && !known.as_needed && !known.doubtful && code.size() > 0)
    return because("the timing code is not a known one");
  return known;
}

} // namespace fhir
