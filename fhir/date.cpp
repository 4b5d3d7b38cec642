#include "fhir/date.hpp"

#include <algorithm>

namespace fhir {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct time_of_day {
  seconds since_midnight{};
  std::optional<minutes> offset;
};

bool take(std::string_view& rest, char expected) {
  if (rest.empty() || rest.front() != expected) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<int> take_digits(std::string_view& rest, std::size_t count) {
  if (rest.size() < count) return std::nullopt;
  int number = 0;
  for (const char c : rest.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  rest.remove_prefix(count);
  return number;
}

std::optional<int> take_digits_up_to(std::string_view& rest, std::size_t count, int most) {
  const auto number = take_digits(rest, count);
  return number && *number <= most ? number : std::nullopt;
}

bool take_fraction(std::string_view& rest) {
  if (!take(rest, '.')) return true;
  const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  rest.remove_prefix(digits);
  return digits > 0;
}

tl::expected<std::optional<minutes>, std::string> read_offset(std::string_view rest) {
  if (rest.empty()) return std::optional<minutes>{};
  if (rest == "Z") return minutes{0};
  const int sign = rest.front() == '-' ? -1 : 1;
  if (!take(rest, '-') && !take(rest, '+')) return because("the time is not followed by `Z` or an offset");
  const auto hours = take_digits_up_to(rest, 2, 14);
  const auto parts = hours && take(rest, ':') ? take_digits_up_to(rest, 2, 59) : std::nullopt;
  if (!parts || !rest.empty() || *hours * 60 + *parts > 14 * 60)
    return because("the offset is not `+hh:mm` or `-hh:mm` of at most 14 hours");
  return minutes{sign * (*hours * 60 + *parts)};
}

tl::expected<time_of_day, std::string> read_time(std::string_view rest) {
  const auto hour = take_digits_up_to(rest, 2, 23);
  if (!hour || !take(rest, ':')) return because("the hour is not 00 to 23");
  const auto minute = take_digits_up_to(rest, 2, 59);
  if (!minute) return because("the minute is not 00 to 59");
  int second = 0;
  if (take(rest, ':')) {
    const auto written = take_digits_up_to(rest, 2, 60); // 60: a leap second
    if (!written || !take_fraction(rest)) return because("the second is not 00 to 60");
    second = *written;
  }
  auto offset = read_offset(rest);
  if (!offset) return tl::unexpected(offset.error());
  return time_of_day{std::chrono::hours{*hour} + minutes{*minute} + seconds{second}, *offset};
}

stamp between(std::chrono::year_month_day first, std::chrono::year_month_day last) {
  return {{cds::day{first}, cds::day{last}, std::nullopt}, std::nullopt};
}

stamp at_time(cds::day civil, const time_of_day& time) {
  stamp read{{civil, civil, std::nullopt}, time.offset};
  if (time.offset) read.when.exact = cds::instant{civil} + time.since_midnight - *time.offset;
  return read;
}

/// The number that two characters write; beyond all that is compared with it when one is no digit.
int two_digits(std::string_view text, std::size_t at) {
  const int tens = text[at] - '0', ones = text[at + 1] - '0';
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 10'000 : tens * 10 + ones;
}

/// The offset of `Z` and `-05:00`; nothing for any other text.
std::optional<minutes> read_usual_offset(std::string_view text) {
  if (text == "Z") return minutes{0};
  if (text.size() != 6 || text[3] != ':' || (text[0] != '-' && text[0] != '+')) return std::nullopt;
  const int hour = two_digits(text, 1), minute = two_digits(text, 4);
  if (minute > 59 || hour * 60 + minute > 14 * 60) return std::nullopt;
  return minutes{(text[0] == '-' ? -1 : 1) * (hour * 60 + minute)};
}

/// `2026-01-05` and `2026-01-05T10:30:00-05:00`, as nearly all are written; nothing for what is written or wrong in
/// another way. A third of the work of the steps below.
std::optional<stamp> read_usual(std::string_view text) {
  constexpr std::size_t date_length = 10, time_length = 19;
  if (text.size() < date_length || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = two_digits(text, 0) * 100 + two_digits(text, 2);
  const int month = two_digits(text, 5), day = two_digits(text, 8);
  if (year == 0 || year > 9999 || month > 12 || day > 31) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  if (text.size() == date_length) return between(date, date);
  if (text.size() <= time_length || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const int hour = two_digits(text, 11), minute = two_digits(text, 14), second = two_digits(text, 17);
  const auto offset = read_usual_offset(text.substr(time_length));
  if (hour > 23 || minute > 59 || second > 60 || !offset) return std::nullopt;
  return at_time(cds::day{date}, {seconds{(hour * 60 + minute) * 60 + second}, offset});
}

} // namespace

tl::expected<stamp, std::string> read_date(std::string_view text) {
  using namespace std::chrono;
  if (const auto usual = read_usual(text)) return *usual;
  auto rest = text;
  const auto written_year = take_digits(rest, 4);
  if (!written_year || *written_year == 0) return because("the date does not begin with a year of four digits");
  const year y{*written_year};
  if (rest.empty()) return between(y / January / 1, y / December / 31);

  const auto written_month = take(rest, '-') ? take_digits_up_to(rest, 2, 12) : std::nullopt;
  if (!written_month || *written_month == 0) return because("the month is not 01 to 12");
  const auto m = y / month{static_cast<unsigned>(*written_month)};
  if (rest.empty()) return between(m / 1, year_month_day{m / last});

  const auto written_day = take(rest, '-') ? take_digits(rest, 2) : std::nullopt;
  if (!written_day) return because("the day is not two digits");
  const auto date = m / day{static_cast<unsigned>(*written_day)};
  if (!date.ok()) return because("the month has no such day");
  if (rest.empty()) return between(date, date);

  if (!take(rest, 'T')) return because("the day is not followed by `T` and a time");
  const auto time = read_time(rest);
  if (!time) return tl::unexpected(time.error());
  return at_time(cds::day{date}, *time);
}

cds::day day_at(cds::instant at, std::chrono::minutes offset) {
  return std::chrono::floor<std::chrono::days>(at + offset);
}

} // namespace fhir
