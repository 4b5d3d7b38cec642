#include "fhir/timing.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "fhir/timing_code.hpp"
#include "fhir/timing_repeat.hpp"
#include "fhir/units.hpp"

namespace fhir {
namespace {

bool differs(std::optional<double> most, double least) { return most && !cds::about_equal(*most, least); }

std::optional<double> interval_of(std::optional<double> times_per_day) {
  if (!times_per_day) return std::nullopt;
  const double hours = 24 / *times_per_day;
  if (hours < 1 || !cds::about_equal(hours, std::round(hours))) return std::nullopt;
  return std::round(hours);
}

void read_rate(const json::value& written, const json::value& repeat, timing& into, report& to) {
  const auto by_repeat = read_repeat(repeat, to);
  const auto by_code = read_timing_code(object_member(written, "code", to), to);
  if (by_code) {
    into.as_needed = by_code->as_needed;
    into.names_moments = into.names_moments || by_code->moment != '\0';
  }
  if (!by_repeat) return into.unread.push_back(by_repeat.error());
  if (by_code && by_code->doubtful)
    return into.unread.push_back("the words of the timing code are a range, a limit or of certain days");
  if (*by_repeat && by_code && by_code->says() && (by_code->once || differs(*by_repeat, *by_code->times_per_day)) &&
      !(by_code->once && repeat["count"].integer() == 1))
    return into.unread.push_back("the timing code and its repeat disagree");
  if (!*by_repeat && !by_code) return into.unread.push_back(by_code.error());
  into.times_per_day = *by_repeat ? *by_repeat : by_code->times_per_day;
  into.interval_hours = interval_of(into.times_per_day);
  if (by_code && by_code->once) into.administrations = 1;
}

void read_range(const json::value& range, timing& into, report& to) {
  const auto low = read_days(range["low"], to);
  const auto high = read_days(range["high"], to);
  if (low && high && cds::about_equal(*low, *high))
    into.days = *low;
  else
    into.unread.push_back("the length of the course is a range");
}

void read_bounds_period(const period& bounds, timing& into) {
  into.starts = bounds.start;
  into.ends = bounds.end;
  into.days = days_in(bounds);
  if (bounds.start && bounds.end && !into.days)
    into.unread.push_back("the length of the course cannot be read from its period");
  if (!bounds.start) into.unread.push_back("the course has an end but no start");
}

void read_bounds(const json::value& repeat, timing& into, report& to) {
  int written = 0;
  for (const auto& name : json::names("boundsDuration", "boundsQuantity")) { // the second in DSTU2
    const auto duration = object_member(repeat, name, to);
    if (!duration) continue;
    ++written;
    const auto days = read_days(duration, to);
    if (days)
      into.days = *days;
    else
      into.unread.push_back("the length of the course cannot be read: " + days.error());
  }
  if (const auto range = object_member(repeat, "boundsRange", to)) {
    ++written;
    read_range(range, into, to);
  }
  if (const auto bounds = period_member(repeat, "boundsPeriod", to); bounds.start || bounds.end) {
    ++written;
    read_bounds_period(bounds, into);
  }
  if (written < 2) return;
  into.days.reset();
  into.unread.push_back("the course has several bounds");
}

void read_count(const json::value& repeat, timing& into, report& to) {
  const auto count = integer_member(repeat, "count", to);
  if ((has(repeat, "count") && !count) || (count && (*count < 1 || *count > 10000)))
    return into.unread.push_back("the count is not a plausible one");
  if (has(repeat, "countMax") &&
      differs(number_member(repeat, "countMax", to).value_or(-1), static_cast<double>(count.value_or(0))))
    return into.unread.push_back("the count is a range");
  if (!count) return;
  if (into.administrations && *into.administrations != *count) {
    into.administrations.reset();
    return into.unread.push_back("the count and the timing code disagree");
  }
  into.administrations = static_cast<int>(*count);
}

/// Hours between doses at listed times, where they are all the same.
std::optional<double> even_interval(std::vector<cds::date_time> all) {
  using hours = std::chrono::duration<double, std::ratio<3600>>;
  const bool exact = std::all_of(all.begin(), all.end(), [](const auto& one) { return one.exact.has_value(); });
  const bool civil = std::none_of(all.begin(), all.end(), [](const auto& one) { return one.exact.has_value(); });
  if (all.size() < 2 || (!exact && !civil)) return std::nullopt;
  const auto at = [&](std::size_t i) {
    return exact ? hours(all[i].exact->time_since_epoch()) : hours(all[i].first.time_since_epoch());
  };
  std::sort(all.begin(), all.end(),
            [&](const auto& a, const auto& b) { return exact ? *a.exact < *b.exact : a.first < b.first; });
  const double first = (at(1) - at(0)).count();
  for (std::size_t i = 2; i < all.size(); ++i)
    if (!cds::about_equal((at(i) - at(i - 1)).count(), first)) return std::nullopt;
  return first;
}

/// Doses at listed times: as many in all, and a rate where they are evenly spaced.
void read_events(const json::value& events, timing& into, report& to) {
  std::vector<cds::date_time> all;
  for (const auto event : events) {
    if (!event.string()) to.wrong_type(event, "a string");
    const auto at = read_date(event.string().value_or(""));
    if (!at || at->when.first != at->when.last || std::find(all.begin(), all.end(), at->when) != all.end())
      return into.unread.push_back("the times listed cannot be read");
    all.push_back(at->when);
  }
  if (all.empty()) return;
  const int count = static_cast<int>(all.size());
  if (into.times_per_day || into.administrations.value_or(count) != count) {
    into.times_per_day.reset();
    into.interval_hours.reset();
    into.administrations.reset();
    return into.unread.push_back("times are listed beside another timing");
  }
  into.administrations = count;
  if (!into.unread.empty()) return;
  if (const auto hours = even_interval(std::move(all))) into.times_per_day = 24 / *hours;
  into.interval_hours = interval_of(into.times_per_day);
}

/// A count of 2 and twice a day for a week cannot both be meant, nor one dose twice a day.
void refuse_contradiction(const json::value& repeat, timing& into) {
  if (!into.administrations) return;
  if (*into.administrations < repeat["frequency"].integer().value_or(1) && into.times_per_day) {
    into.times_per_day.reset();
    into.interval_hours.reset();
    into.administrations.reset();
    return into.unread.push_back("the count and the frequency disagree");
  }
  if (!into.times_per_day || !into.days) return;
  if (std::abs(*into.times_per_day * *into.days - *into.administrations) < 1) return;
  into.days.reset();
  into.administrations.reset();
  into.unread.push_back("the count and the length of the course disagree");
}

/// The shortest that one administration may last.
void read_duration(const json::value& repeat, timing& into, report& to) {
  if (!has(repeat, "duration") && !has(repeat, "durationMax")) return;
  const auto duration = number_member(repeat, "duration", to);
  const auto unit = string_member(repeat, has(repeat, "durationUnit") ? "durationUnit" : "durationUnits", to); // DSTU2
  const auto days = unit ? days_in(*unit) : std::nullopt;
  if (duration && *duration > 0 && days)
    into.hours = *duration * *days * 24;
  else
    into.hours_unread = true;
}

} // namespace

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
  if (written["modifierExtension"].size() > 0) {
    into.unread.push_back("an extension changes the meaning of the timing");
    return into;
  }
  const auto repeat = object_member(written, "repeat", to);
  into.names_moments = names_moments(repeat);
  read_rate(written, repeat, into, to);
  read_bounds(repeat, into, to);
  read_count(repeat, into, to);
  read_events(array_member(written, "event", to), into, to);
  refuse_contradiction(repeat, into);
  read_duration(repeat, into, to);
  return into;
}

} // namespace fhir
