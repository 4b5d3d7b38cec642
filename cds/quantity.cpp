#include "cds/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "cds/notepad.hpp"

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

namespace {

/// Up to three decimals without std::to_chars, which takes ten times as long for them; false where it alone is exact.
bool append_decimals(std::string& out, double value, int decimals) {
  constexpr std::array<long long, 4> scales = {1, 10, 100, 1000};
  constexpr double most = 1e6, near_a_tie = 1e-6; // what a product of this size is off by is a tenth of that
  if (decimals < 0 || decimals > 3 || !(std::abs(value) < most)) return false;
  const long long scale = scales[static_cast<std::size_t>(decimals)];
  const double scaled = std::abs(value) * static_cast<double>(scale), whole = std::floor(scaled), rest = scaled - whole;
  if (std::abs(rest - 0.5) < near_a_tie) return false;
  const long long digits = static_cast<long long>(whole) + (rest > 0.5 ? 1 : 0);
  if (value < 0 && digits != 0) out += '-';
  append(out, digits / scale);
  long long left = digits % scale;
  if (left != 0) out += '.';
  for (long long place = scale / 10; left != 0; place /= 10) {
    out += static_cast<char>('0' + left / place);
    left %= place;
  }
  return true;
}

} // namespace

void append(std::string& out, long long whole) {
  std::array<char, 24> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), whole).ptr);
}

void append(std::string& out, const rounded& r) {
  constexpr double exact_in_both = 1e15;
  if (std::abs(r.value) < exact_in_both && r.value == std::trunc(r.value)) // most are whole
    return append(out, static_cast<long long>(r.value));
  if (append_decimals(out, r.value, r.decimals)) return;
  std::array<char, 400> buffer{}; // the longest, 1.8e308, has some 310 digits
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), r.value, std::chars_format::fixed, r.decimals).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  if (text.find('.') != std::string_view::npos) {
    text = text.substr(0, text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.remove_suffix(1);
  }
  out += text == "-0" ? "0" : text;
}

void append(std::string& out, double value) { append(out, rounded{value, 3}); }

std::string to_text(double value, int decimals) {
  std::string text;
  append(text, rounded{value, decimals});
  return text;
}

void append(std::string& out, const quantity& q) {
  const bool whole_or_half_grams = at_least(q.value, 1000) && about_equal(q.value / 500, std::round(q.value / 500));
  if (q.unit == unit::milligram && whole_or_half_grams) {
    append(out, q.value / 1000);
    out += " g";
    return;
  }
  append(out, q.value);
  (out += ' ') += symbol(q.unit);
}

std::string to_text(const quantity& q) {
  std::string text;
  append(text, q);
  return text;
}

} // namespace cds
