#include "cds/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace cds {

const char* symbol(unit u) {
  switch (u) {
  case unit::milligram:
    return "mg";
  case unit::milligram_per_kilogram:
    return "mg/kg";
  case unit::millilitre:
    return "mL";
  case unit::product_unit:
    return "tablet(s)";
  case unit::application:
    return "application(s)";
  case unit::kilogram:
    return "kg";
  case unit::milligram_per_decilitre:
    return "mg/dL";
  case unit::millimole_per_litre:
    return "mmol/L";
  case unit::micromole_per_litre:
    return "umol/L";
  case unit::millilitre_per_minute:
    return "mL/min";
  case unit::cells_per_microlitre:
    return "/uL";
  case unit::microgram_per_millilitre:
    return "ug/mL";
  case unit::milligram_per_minute:
    return "mg/min";
  case unit::milligram_per_kilogram_per_minute:
    return "mg/kg/min";
  case unit::percent:
    return "%";
  }
  throw std::logic_error("a unit without a symbol");
}

bool about_equal(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b)); }
bool at_least(double a, double b) { return a > b || about_equal(a, b); }
bool at_most(double a, double b) { return a < b || about_equal(a, b); }
bool above(double a, double b) { return !at_most(a, b); }
bool below(double a, double b) { return !at_least(a, b); }

std::string to_text(double value, int decimals) {
  constexpr double exact_in_both = 1e15;
  if (std::abs(value) < exact_in_both && value == std::trunc(value)) // most are whole: a tenth of deciding is saved
    return std::to_string(static_cast<long long>(value));
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals).ptr;
  std::string text(buffer.data(), end);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string to_text(const quantity& q) {
  const bool whole_or_half_grams = at_least(q.value, 1000) && about_equal(q.value / 500, std::round(q.value / 500));
  if (q.unit == unit::milligram && whole_or_half_grams) return to_text(q.value / 1000) + " g";
  return to_text(q.value) + ' ' + symbol(q.unit);
}

} // namespace cds
