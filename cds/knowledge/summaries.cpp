#include <algorithm>
#include <array>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

struct longest_value {
  std::string_view rule; // empty: in every rule
  std::string_view placeholder;
  std::size_t characters;
};

// The longest text that a rule can fill in. A rule's own line comes before the one for every rule.
constexpr auto longest_values = std::to_array<longest_value>({
    {"", "agent", 14},  // valganciclovir
    {"", "drug", 14},   //
    {"", "age", 3},     // years
    {"", "count", 4},   //
    {"", "courses", 4}, //
    {"", "days", 5},    //
    {"", "hours", 8},   // a limit
    {"", "date", 25},   // with time and zone
    {"", "clearance", 8},
    {"", "dose", 12},     // 1234.567 mg
    {"", "interval", 6},  // hours
    {"", "label_age", 4}, //
    {"", "share", 7},     // per cent
    {"red-flag", "flag", 68},
    {"resistant-virus", "ordered", 14},
    {"regimen-check", "ordered", 68},   // valganciclovir 1234.567 mg, 12.345 times a day for 123.456 days
    {"foscarnet-dose", "ordered", 36},  // 123.456 mg/kg every 12.345 hours
    {"foscarnet-dose", "row", 36},      //
    {"foscarnet-dose", "share", 5},     //
    {"foscarnet-dose", "clearance", 6}, // mL/min/kg
    {"foscarnet-safety", "rise", 44},   // 0.999 to 12.345 mg/dL (+11.3, +1234 %)
    {"foscarnet-safety", "speed", 9},   // mg/kg/min
    {"foscarnet-safety", "rate", 6},    //
    {"foscarnet-safety", "low", 96},    // four electrolytes
    {"foscarnet-safety", "names", 55},  // six tests
    {"renal-dose", "row", 38},          // 1000 mg every 12 hours for 10 days
    {"renal-dose", "clearance", 4},     // mL/min, whole
    {"recurrence-pattern", "plan", 54}, // valacyclovir 1000 mg every 24 hours for 90 days
});

} // namespace

std::optional<std::size_t> longest_length(std::string_view rule, std::string_view placeholder) {
  for (const std::string_view scope : {rule, std::string_view()})
    for (const longest_value& v : longest_values)
      if (v.rule == scope && v.placeholder == placeholder) return v.characters;
  return std::nullopt;
}

std::size_t longest_length_of(std::string_view rule, std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') {
      const std::size_t close = text.find('}', at);
      length += longest_length(rule, text.substr(at + 1, close - at - 1)).value_or(longest_summary);
      at = close;
    } else if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) { // starts a character
      ++length;
    }
  }
  return length;
}

} // namespace cds_knowledge
