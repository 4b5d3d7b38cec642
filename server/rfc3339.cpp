#include "server/rfc3339.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

/// Takes fixed-width fields off the front of a text; the first one that does not fit spoils the rest.
struct taker {
  std::string_view left;
  bool good = true;

  int number(std::size_t width) {
    const auto digits = left.substr(0, width);
    int value = 0;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    good = good && digits.size() == width && std::all_of(digits.begin(), digits.end(), is_digit);
    if (!good) return 0;
    std::from_chars(digits.data(), digits.data() + width, value);
    left.remove_prefix(width);
    return value;
  }
  char one_of(std::string_view wanted) {
    good = good && !left.empty() && wanted.find(left.front()) != std::string_view::npos;
    if (!good) return 0;
    const char c = left.front();
    left.remove_prefix(1);
    return c;
  }
};

void skip_fraction(taker& text) {
  if (text.left.empty() || text.left.front() != '.') return;
  const auto end = std::min(text.left.find_first_not_of("0123456789", 1), text.left.size());
  text.good = text.good && end > 1;
  text.left.remove_prefix(end);
}

std::chrono::minutes read_offset(taker& text) {
  const char sign = text.one_of("Zz+-");
  if (sign != '+' && sign != '-') return std::chrono::minutes{0};
  const int hours = text.number(2);
  text.one_of(":");
  const int minutes = text.number(2);
  text.good = text.good && hours < 24 && minutes < 60;
  return (sign == '-' ? -1 : 1) * (std::chrono::hours{hours} + std::chrono::minutes{minutes});
}

} // namespace

std::optional<std::chrono::sys_seconds> read_rfc3339(std::string_view given) {
  taker text{given};
  const std::chrono::year year{text.number(4)};
  text.one_of("-");
  const std::chrono::month month{static_cast<unsigned>(text.number(2))};
  text.one_of("-");
  const std::chrono::day day{static_cast<unsigned>(text.number(2))};
  text.one_of("Tt ");
  const int hour = text.number(2);
  text.one_of(":");
  const int minute = text.number(2);
  text.one_of(":");
  const int second = text.number(2);
  skip_fraction(text);
  const auto offset = read_offset(text);
  const std::chrono::year_month_day date{year, month, day};
  const bool possible = date.ok() && hour < 24 && minute < 60 && second < 60;
  if (!text.good || !text.left.empty() || !possible) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} - offset;
}

} // namespace server
