#include "fhir/timing.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "fhir/units.hpp"

namespace fhir {
namespace {

struct abbreviation {
  std::string_view text;
  double times_per_day;
  bool moment = false;
};
constexpr abbreviation abbreviations[] = {
    {"QD", 1},        {"DAILY", 1},     {"BID", 2},       {"TID", 3},       {"QID", 4},
    {"QOD", 0.5},     {"WK", 1.0 / 7},  {"MO", 1.0 / 30}, {"AM", 1, true},  {"PM", 1, true},
    {"BED", 1, true}, {"QAM", 1, true}, {"QPM", 1, true}, {"QHS", 1, true},
};

/// Events of the day that happen once; meals without a name happen as often as the patient eats.
constexpr std::string_view daily_moments[] = {"MORN",     "MORN.early", "MORN.late", "NOON",     "AFT",   "AFT.early",
                                              "AFT.late", "EVE",        "EVE.early", "EVE.late", "NIGHT", "PHS",
                                              "HS",       "WAKE",       "CM",        "CD",       "CV",    "ACM",
                                              "ACD",      "ACV",        "PCM",       "PCD",      "PCV"};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

const abbreviation* find(std::string_view text) {
  for (const auto& a : abbreviations)
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

/// How often something says it happens: nothing said, a rate, or something that cannot be read.
using rate = tl::expected<std::optional<double>, std::string>;

bool differs(std::optional<double> most, double least) { return most && !cds::about_equal(*most, least); }

struct moments {
  std::size_t count = 0; // 0 with `named`: cannot be counted
  bool named = false;
};

bool is_daily(std::string_view moment) {
  return std::find(std::begin(daily_moments), std::end(daily_moments), moment) != std::end(daily_moments);
}

moments moments_of(const json::value& repeat, report& to) {
  const auto times = array_member(repeat, "timeOfDay", to);
  if (times.size() > 0) return {times.size(), true};
  if (const auto one = repeat["when"].string()) return {is_daily(*one) ? 1U : 0U, true}; // one code before STU3
  const auto when = array_member(repeat, "when", to);
  const bool daily =
      std::all_of(when.begin(), when.end(), [](const json::value& one) { return is_daily(one.string().value_or("")); });
  return {daily ? when.size() : 0, when.size() > 0};
}

tl::expected<double, std::string> period_days(const json::value& repeat, double period, report& to) {
  const auto unit = string_member(repeat, has(repeat, "periodUnit") ? "periodUnit" : "periodUnits", to); // DSTU2
  const auto days = unit ? days_in(*unit) : std::nullopt;
  if (!days) return because("the period has no unit of time");
  if (period <= 0) return because("the period is not above zero");
  return period * *days;
}

rate rate_without_period(const json::value& repeat, std::optional<std::int64_t> frequency, const moments& at,
                         report& to) {
  if (at.named) {
    if (at.count == 0) return because("the times of day cannot be counted");
    if (frequency && *frequency != static_cast<std::int64_t>(at.count))
      return because("the frequency and the times of day disagree");
    return std::optional{static_cast<double>(at.count)};
  }
  if (frequency && !(*frequency == 1 && repeat["count"].integer() == 1)) return because("the frequency has no period");
  if (has(repeat, "periodUnit")) {
    string_member(repeat, "periodUnit", to);
    return because("the unit of the period has no period");
  }
  return std::optional<double>{};
}

rate rate_of_repeat(const json::value& repeat, report& to) {
  const auto frequency = integer_member(repeat, "frequency", to);
  const auto period = number_member(repeat, "period", to);
  const auto at = moments_of(repeat, to);
  if (frequency && *frequency < 1) return because("the frequency is not above zero");
  if (has(repeat, "frequency") && !frequency) return because("the frequency cannot be read");
  if (differs(number_member(repeat, "frequencyMax", to), static_cast<double>(frequency.value_or(1))))
    return because("the frequency is a range");
  if (has(repeat, "period") && !period) return because("the period cannot be read");
  if (has(repeat, "periodMax") && differs(number_member(repeat, "periodMax", to), period.value_or(0)))
    return because("the period is a range");
  if (const auto weekdays = array_member(repeat, "dayOfWeek", to).size(); weekdays > 0 && weekdays < 7)
    return because("it is for certain days of the week");
  if (!period) return rate_without_period(repeat, frequency, at, to);

  const auto days = period_days(repeat, *period, to);
  if (!days) return tl::unexpected(days.error());
  if (at.named && !frequency && at.count == 0) return because("the times of day cannot be counted");
  const auto times = frequency ? static_cast<double>(*frequency) : at.named ? static_cast<double>(at.count) : 1.0;
  if (at.count > 0 && !cds::about_equal(times, static_cast<double>(at.count)))
    return because("the frequency and the times of day disagree");
  return std::optional{times / *days};
}

/// Local codes may spell an abbreviation and mean something else; these systems do not.
bool is_abbreviation_system(std::string_view system) {
  return system.empty() || system == "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation" ||
         system == "http://hl7.org/fhir/v3/GTSAbbreviation" ||
         system == "http://terminology.hl7.org/CodeSystem/v2-0335";
}

rate rate_of_code(const json::value& code, timing& into, report& to) {
  std::optional<double> known;
  const auto see = [&](std::string_view text) {
    const auto one = times_per_day_of(text);
    if (!one) return true;
    const auto* named = find(text);
    into.names_moments = into.names_moments || (named && named->moment);
    const bool agrees = !differs(known, *one);
    known = one;
    return agrees;
  };
  for (const auto coding : array_member(code, "coding", to))
    if (is_abbreviation_system(string_member(coding, "system", to).value_or("")))
      if (!see(string_member(coding, "code", to).value_or(""))) return because("the timing codes disagree");
  const auto text = string_member(code, "text", to);
  if (!known && text) see(*text);
  if (!known && code.size() > 0) return because("the timing code is not a known one");
  return known;
}

void read_rate(const json::value& written, const json::value& repeat, timing& into, report& to) {
  const auto by_repeat = rate_of_repeat(repeat, to);
  const auto by_code = rate_of_code(object_member(written, "code", to), into, to);
  if (!by_repeat) return into.unread.push_back(by_repeat.error());
  const bool code_has_rate = by_code && *by_code;
  if (*by_repeat && code_has_rate && differs(*by_repeat, **by_code))
    return into.unread.push_back("the timing code and its repeat disagree");
  if (!*by_repeat && !by_code) return into.unread.push_back(by_code.error());
  into.times_per_day = *by_repeat ? *by_repeat : *by_code;
  if (!into.times_per_day) return;
  const double hours = 24 / *into.times_per_day;
  if (hours >= 1 && cds::about_equal(hours, std::round(hours))) into.interval_hours = std::round(hours);
}

void read_range(const json::value& range, timing& into, report& to) {
  const auto low = read_days(range["low"], to);
  const auto high = read_days(range["high"], to);
  if (low && high && cds::about_equal(*low, *high))
    into.days = *low;
  else
    into.unread.push_back("the length of the course is a range");
}

void read_bounds(const json::value& repeat, timing& into, report& to) {
  for (const auto name : {"boundsDuration", "boundsQuantity"}) { // the second in DSTU2
    const auto duration = object_member(repeat, name, to);
    if (!duration) continue;
    const auto days = read_days(duration, to);
    if (days)
      into.days = *days;
    else
      into.unread.push_back("the length of the course cannot be read: " + days.error());
  }
  if (const auto range = object_member(repeat, "boundsRange", to)) read_range(range, into, to);
  if (const auto bounds = period_member(repeat, "boundsPeriod", to); bounds.start || bounds.end) {
    into.starts = bounds.start;
    into.ends = bounds.end;
    into.days = days_in(bounds);
    if (bounds.start && bounds.end && !into.days)
      into.unread.push_back("the length of the course cannot be read from its period");
    if (!bounds.start) into.unread.push_back("the course has an end but no start");
  }
}

void read_count(const json::value& written, const json::value& repeat, timing& into, report& to) {
  const auto count = integer_member(repeat, "count", to);
  const auto most = number_member(repeat, "countMax", to);
  const auto events = array_member(written, "event", to).size();
  if (count && (*count < 1 || *count > 10000))
    into.unread.push_back("the count is not a plausible one");
  else if (differs(most, static_cast<double>(count.value_or(0))))
    into.unread.push_back("the count is a range");
  else if (count)
    into.administrations = static_cast<int>(*count);
  else if (events > 0)
    into.administrations = static_cast<int>(events);
}

/// A count of 2 and twice a day for a week cannot both be meant.
void refuse_contradiction(timing& into) {
  if (!into.times_per_day || !into.days || !into.administrations) return;
  if (std::abs(*into.times_per_day * *into.days - *into.administrations) < 1) return;
  into.days.reset();
  into.administrations.reset();
  into.unread.push_back("the count and the length of the course disagree");
}

} // namespace

std::optional<double> times_per_day_of(std::string_view text) {
  if (const auto* known = find(text)) return known->times_per_day;
  if (const auto hours = hours_in(text)) return 24.0 / *hours;
  return std::nullopt;
}

std::optional<double> days_in(const period& p) {
  if (!p.start || !p.end || p.start->first != p.start->last || p.end->first != p.end->last) return std::nullopt;
  if (p.start->exact && p.end->exact) {
    const auto hours = std::chrono::duration<double, std::ratio<3600>>(*p.end->exact - *p.start->exact).count();
    if (hours < 0) return std::nullopt;
    return std::max(1.0, std::floor(hours / 24 + 0.5));
  }
  const int days = cds::days_between(p.start->first, p.end->first) + 1;
  return days > 0 ? std::optional{static_cast<double>(days)} : std::nullopt;
}

timing read_timing(const json::value& written, report& to) {
  timing into;
  const auto repeat = object_member(written, "repeat", to);
  into.names_moments = moments_of(repeat, to).named;
  read_rate(written, repeat, into, to);
  read_bounds(repeat, into, to);
  read_count(written, repeat, into, to);
  refuse_contradiction(into);
  return into;
}

} // namespace fhir
