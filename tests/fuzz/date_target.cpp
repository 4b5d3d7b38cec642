#include "fhir/date.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void date(std::string_view bytes) {
  const auto read = fhir::read_date(bytes);
  if (!read) {
    promise(!read.error().empty(), "a date that is not read says why");
    return;
  }
  const auto& when = read->when;
  promise(when.first <= when.last, "a date ends after it begins");
  promise(when.last - when.first <= std::chrono::days(366), "a date is no longer than a year");
  if (!when.exact) return;
  promise(read->offset.has_value(), "an exact time has an offset");
  const auto day = fhir::day_at(*when.exact, *read->offset);
  const bool leap_second = day - when.first == std::chrono::days(1) && bytes.find(":60") != std::string_view::npos;
  promise(when.first == when.last && (day == when.first || leap_second), "the day of a time is its writer's");
}

} // namespace fuzz
