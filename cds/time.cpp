#include "cds/time.hpp"

namespace cds {
namespace {

std::string two_digits(unsigned n) {
  std::string out(2, '0');
  out[0] = static_cast<char>('0' + n / 10 % 10);
  out[1] = static_cast<char>('0' + n % 10);
  return out;
}

std::string four_digits(int n) {
  std::string digits = std::to_string(n);
  return digits.size() < 4 ? std::string(4 - digits.size(), '0') + digits : digits;
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

std::string to_text(day d) {
  const std::chrono::year_month_day date{d};
  return four_digits(static_cast<int>(date.year())) + '-' + two_digits(static_cast<unsigned>(date.month())) + '-' +
         two_digits(static_cast<unsigned>(date.day()));
}

std::string to_text(const date_time& d) {
  std::string whole = to_text(d.first);
  const int span = days_between(d.first, d.last);
  if (span == 0) return whole;
  return whole.substr(0, span > 31 ? 4 : 7);
}

} // namespace cds
