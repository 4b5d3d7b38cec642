#include "cds/time.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace cds {
namespace {

void append_digits(std::string& out, unsigned n, std::size_t least) {
  std::array<char, 12> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < least) out.append(least - length, '0');
  out.append(digits.data(), length);
}

int completed_years(std::chrono::year_month_day from, std::chrono::year_month_day to) {
  int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  const bool before_birthday = to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return before_birthday ? years - 1 : years;
}

} // namespace

int days_between(day from, day to) { return static_cast<int>((to - from).count()); }

double most_hours_since(const date_time& then, const present& now) {
  if (then.exact) return std::chrono::duration<double, std::ratio<3600>>(now.at - *then.exact).count();
  // The patient's midnight in UTC: the clock minus what has passed of today is unknown without an offset, so the whole
  // of today counts.
  return 24.0 * (days_between(then.first, now.today) + 1);
}

bool is_future(const date_time& then, const present& now, std::chrono::minutes tolerance) {
  if (then.exact) return *then.exact > now.at + tolerance;
  return then.first > now.today;
}

age age_at(const date_time& birth, day today) {
  return {completed_years(birth.last, today), completed_years(birth.first, today)};
}

void append(std::string& out, day d) {
  const std::chrono::year_month_day date{d};
  const int year = static_cast<int>(date.year());
  if (year < 0) out += '-'; // no reader takes such a year
  append_digits(out, static_cast<unsigned>(std::abs(year)), 4);
  append_digits(out += '-', static_cast<unsigned>(date.month()), 2);
  append_digits(out += '-', static_cast<unsigned>(date.day()), 2);
}

void append(std::string& out, const date_time& d) {
  const std::size_t before = out.size();
  append(out, d.first);
  if (const int span = days_between(d.first, d.last); span != 0) out.resize(before + (span > 31 ? 4 : 7));
}

std::string to_text(day d) {
  std::string text;
  append(text, d);
  return text;
}

std::string to_text(const date_time& d) {
  std::string text;
  append(text, d);
  return text;
}

} // namespace cds
