#include "server/replay/instant_text.hpp"

#include <fmt/format.h>

#include "fhir/date.hpp"

namespace server {

std::string to_text(cds::instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", cds::to_text(day), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::optional<cds::instant> read_instant(std::string_view text) {
  const auto read = fhir::read_date(text);
  return read ? read->when.exact : std::nullopt;
}

std::optional<cds::day> read_day(std::string_view text) {
  const auto read = fhir::read_date(text);
  if (!read || read->when.first != read->when.last) return std::nullopt;
  return read->when.first;
}

} // namespace server
