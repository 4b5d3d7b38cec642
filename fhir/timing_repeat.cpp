#include "fhir/timing_repeat.hpp"

#include <algorithm>
#include <vector>

#include "cds/quantity.hpp"
#include "fhir/reason.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

struct moment {
  std::string_view code;
  char part; // of the day; two in one part may be one moment said twice
};
/// Events of the day that happen once; meals without a name happen as often as the patient eats.
constexpr moment daily_moments[] = {
    {"MORN", 'm'},      {"MORN.early", 'm'}, {"MORN.late", 'm'}, {"WAKE", 'm'}, {"CM", 'm'},  {"ACM", 'm'},
    {"PCM", 'm'},       {"NOON", 'n'},       {"CD", 'n'},        {"ACD", 'n'},  {"PCD", 'n'}, {"AFT", 'a'},
    {"AFT.early", 'a'}, {"AFT.late", 'a'},   {"EVE", 'e'},       {"CV", 'e'},   {"ACV", 'e'}, {"PCV", 'e'},
    {"EVE.early", 'e'}, {"EVE.late", 'e'},   {"NIGHT", 'h'},     {"HS", 'h'},   {"PHS", 'h'},
};

constexpr double shortest_days = 1.0 / 86400, longest_days = 36500; // a second, a century
constexpr std::size_t days_of_week = 7;
constexpr std::string_view weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct moments {
  std::size_t count = 0; // in a day; 0 with `named`: cannot be counted
  bool named = false;
};

/// How many there are when all are different; 0 otherwise.
template<class T> std::size_t count_of(std::vector<T> all) {
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) == all.end() ? all.size() : 0;
}

std::size_t count_events(const json::value& repeat, report& to) {
  std::vector<char> parts;
  const auto add = [&](std::string_view code) {
    const auto* known = std::find_if(std::begin(daily_moments), std::end(daily_moments),
                                     [&](const moment& one) { return one.code == code; });
    if (known != std::end(daily_moments)) parts.push_back(known->part);
    return known != std::end(daily_moments);
  };
  if (const auto one = repeat["when"].string()) return add(*one) ? 1 : 0; // one code before STU3
  bool all_known = true;
  for (const auto one : array_member(repeat, "when", to)) {
    if (!one.string()) to.wrong_type(one, "a string");
    all_known = add(one.string().value_or("")) && all_known;
  }
  return all_known ? count_of(parts) : 0;
}

moments moments_of(const json::value& repeat, report& to) {
  std::vector<std::string_view> times;
  for (const auto one : array_member(repeat, "timeOfDay", to)) {
    if (!one.string()) to.wrong_type(one, "a string");
    times.push_back(one.string().value_or("").substr(0, 5)); // `08:00` and `08:00:00` are one time
  }
  const bool events = repeat["when"].string() || repeat["when"].size() > 0;
  if (!times.empty() && events) return {0, true}; // FHIR allows one of them
  if (!times.empty()) return {count_of(times), true};
  return {events ? count_events(repeat, to) : 0, events};
}

/// What can be said only once it is known to be a number.
std::string range_in(const json::value& repeat, std::string_view name, double least, report& to) {
  if (!has(repeat, name)) return {};
  const auto most = number_member(repeat, name, to);
  if (most && cds::about_equal(*most, least)) return {};
  return name == "frequencyMax" ? "the frequency is a range" : "the period is a range";
}

tl::expected<double, std::string> period_days(const json::value& repeat, double period, report& to) {
  const auto unit = string_member(repeat, has(repeat, "periodUnit") ? "periodUnit" : "periodUnits", to); // DSTU2
  const auto days = unit ? days_in(*unit) : std::nullopt;
  if (!days) return because("the period has no unit of time");
  if (period <= 0) return because("the period is not above zero");
  const double length = period * *days;
  if (length < shortest_days || length > longest_days) return because("the period is not a plausible one");
  return length;
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

/// Moments are of each day. They must be as many as the times in a day, or one for each time in a longer period.
rate rate_of_moments(double times, double days, const moments& at) {
  const auto count = static_cast<double>(at.count);
  const bool daily = cds::about_equal(times / days, count);
  const bool each = cds::at_least(days, 1) && cds::about_equal(times, count) && (at.count == 1 || daily);
  if (!daily && !each) return because("the frequency and the times of day disagree");
  return std::optional{times / days};
}

rate rate_of_period(const json::value& repeat, std::optional<std::int64_t> frequency, double period, const moments& at,
                    report& to) {
  const auto days = period_days(repeat, period, to);
  if (!days) return tl::unexpected(days.error());
  if (at.named && !frequency && at.count == 0) return because("the times of day cannot be counted");
  const auto times = frequency ? static_cast<double>(*frequency) : at.named ? static_cast<double>(at.count) : 1.0;
  if (at.count > 0) return rate_of_moments(times, *days, at);
  return std::optional{times / *days};
}

/// Certain days have no daily rate. All seven say nothing beside a daily rate, and contradict a slower one.
bool on_certain_days(const json::value& repeat, const rate& often, report& to) {
  std::vector<std::string_view> days;
  bool known = true;
  for (const auto one : array_member(repeat, "dayOfWeek", to)) {
    const auto day = one.string().value_or("");
    known = known && std::find(std::begin(weekdays), std::end(weekdays), day) != std::end(weekdays);
    days.push_back(day);
  }
  if (days.empty()) return false;
  if (!known || count_of(days) != days_of_week) return true;
  return often && *often && cds::below(**often, 1);
}

} // namespace

bool names_moments(const json::value& repeat) {
  return repeat["timeOfDay"].size() > 0 || repeat["when"].size() > 0 || repeat["when"].string();
}

rate read_repeat(const json::value& repeat, report& to) {
  const auto frequency = integer_member(repeat, "frequency", to);
  const auto period = number_member(repeat, "period", to);
  if (frequency && *frequency < 1) return because("the frequency is not above zero");
  if (has(repeat, "frequency") && !frequency) return because("the frequency cannot be read");
  if (auto range = range_in(repeat, "frequencyMax", static_cast<double>(frequency.value_or(1)), to); !range.empty())
    return because(std::move(range));
  if (has(repeat, "period") && !period) return because("the period cannot be read");
  if (auto range = range_in(repeat, "periodMax", period.value_or(0), to); !range.empty())
    return because(std::move(range));
  const auto at = moments_of(repeat, to);
  auto often =
      period ? rate_of_period(repeat, frequency, *period, at, to) : rate_without_period(repeat, frequency, at, to);
  if (on_certain_days(repeat, often, to)) return because("it is for certain days of the week");
  return often;
}

} // namespace fhir
