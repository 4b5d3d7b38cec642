#include "fhir/units.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "fhir/members.hpp"
#include "fhir/unit_tables.hpp"

namespace fhir {
namespace {

using cds::unit;

/// Far beyond any dose or measured value, so that what is computed from it stays a number.
constexpr double most_plausible = 1e9;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_micro(std::string_view text) {
  return text.size() > 1 && ((text[0] == '\xC2' && text[1] == '\xB5') || (text[0] == '\xCE' && text[1] == '\xBC'));
}

/// A text as spellings are written; empty when it is longer than any of them.
class folded {
 public:
  explicit folded(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == ' ') continue;
      if (size_ == sizeof letters_) {
        size_ = 0;
        return;
      }
      const bool micro = is_micro(text.substr(i));
      letters_[size_++] = micro ? 'u' : lower(text[i]);
      if (micro) ++i;
    }
  }
  std::string_view text() const { return {letters_, size_}; }

 private:
  char letters_[32]; // the longest spelling has 25
  std::size_t size_ = 0;
};

const spelling* find(const unit_table& table, std::string_view text) {
  const folded wanted(text);
  for (const auto& s : table.spellings)
    if (s.text == wanted.text()) return &s;
  return nullptr;
}

/// In UCUM `Mg` is a megagram: a capital prefix before a small letter is a million, not a thousandth.
bool is_mega(std::string_view code) { return code.size() > 1 && code[0] == 'M' && code[1] >= 'a' && code[1] <= 'z'; }

/// A text that is not a known unit and tells of another measure than the code of a mass: `mg/kg/h`, `mg tablets`.
bool tells_otherwise(std::string_view text, const spelling& by_code) {
  if (by_code.unit != unit::milligram && by_code.unit != unit::milligram_per_kilogram) return false;
  std::string words;
  for (const char c : text) words += lower(c);
  for (const std::string_view other : {"/", "per", "kg", "ml", "tab", "cap", "pill"})
    if (words.find(other) != std::string::npos) return true;
  return false;
}

using found_unit = tl::expected<const spelling*, std::string>;

struct quantity_parts {
  json::value comparator, value, code, unit, system;
};

bool is_nothing(const json::value& part) { return !part || part.is_null(); }

quantity_parts parts_of(const json::value& quantity) {
  const auto found = members_of<"comparator", "value", "code", "unit", "system">(quantity);
  return {found[0], found[1], found[2], found[3], found[4]};
}

/// The unit a quantity is in, by its code, else by its text; both known must agree.
found_unit unit_of(const quantity_parts& quantity, const unit_table& table, report& to) {
  const auto code = string_of(quantity.code, to);
  const auto text = string_of(quantity.unit, to);
  const bool ucum = string_of(quantity.system, to) == "http://unitsofmeasure.org";
  const auto* by_code = code && !(ucum && is_mega(*code)) ? find(table, *code) : nullptr;
  const bool once = by_code && text == code; // `mg` for both is what most write
  const auto* by_text = once ? by_code : text ? find(table, *text) : nullptr;
  if (by_code && by_text && (by_code->unit != by_text->unit || by_code->factor != by_text->factor))
    return because(fmt::format("unit {} and its code {} disagree", quoted(*text), quoted(*code)));
  if (by_code && text && !by_text && tells_otherwise(*text, *by_code))
    return because(fmt::format("unit {} and its code {} disagree", quoted(*text), quoted(*code)));
  if (by_code) return by_code;
  if (by_text && !(code && ucum)) return by_text;
  if (!code && !text) return because(fmt::format("it has no unit; known are {}", table.accepted));
  for (const auto& refused : table.refused)
    if (refused.text == folded(code ? *code : *text).text()) return because(std::string(refused.reason));
  return because(fmt::format("unit {} is not one of {}", quoted(code ? *code : *text), table.accepted));
}

tl::expected<double, std::string> value_of(const quantity_parts& quantity, bool zero_is_fine, report& to) {
  if (!is_nothing(quantity.comparator)) return because("it is given only as a bound");
  const auto value = of_kind(quantity.value, json::kind::number, "a number", to).number();
  if (!value) return because("it has no value");
  if (*value < 0 || (*value == 0 && !zero_is_fine)) return because("its value is not above zero");
  return *value;
}

/// A value above zero that vanishes in the engine's unit is none, and neither is one that is beyond all.
tl::expected<double, std::string> converted(double value, double factor) {
  const double there = value * factor;
  if (!(there < most_plausible) || (there == 0 && value != 0)) return because("its value is not a plausible one");
  return there;
}

reading read(const json::value& written, const unit_table& table, bool zero_is_fine, report& to) {
  const auto quantity = parts_of(written);
  const auto value = value_of(quantity, zero_is_fine, to);
  if (!value) return tl::unexpected(value.error());
  const auto unit = unit_of(quantity, table, to);
  if (!unit) return tl::unexpected(unit.error());
  const auto there = converted(*value, (*unit)->factor);
  if (!there) return tl::unexpected(there.error());
  return cds::quantity{*there, (*unit)->unit};
}

} // namespace

reading read_dose(const json::value& quantity, report& to) { return read(quantity, dose_units(), false, to); }

reading read_rate(const json::value& quantity, report& to) { return read(quantity, rate_units(), false, to); }

reading read_amount(const json::value& quantity, report& to) {
  auto amount = read(quantity, dose_units(), false, to);
  if (amount && amount->unit != unit::product_unit && amount->unit != unit::millilitre)
    return because("it is not a number of tablets, capsules or mL");
  return amount;
}

reading read_measurement(const json::value& quantity, measure of, report& to) {
  return read(quantity, units_of(of), of == measure::cells, to);
}

tl::expected<double, std::string> read_days(const json::value& written, report& to, bool unit_of_day) {
  const auto duration = parts_of(written);
  const auto value = value_of(duration, false, to);
  if (!value) return value;
  if (unit_of_day && is_nothing(duration.unit) && is_nothing(duration.code)) return converted(*value, 1);
  const auto unit = unit_of(duration, time_units(), to);
  if (!unit) return tl::unexpected(unit.error());
  return converted(*value, (*unit)->factor);
}

std::optional<double> days_in(std::string_view unit_of_time) {
  for (const auto& s : time_units().spellings.first(times_coded))
    if (s.text == unit_of_time) return s.factor;
  return std::nullopt;
}

} // namespace fhir
