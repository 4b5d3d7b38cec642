#include "fhir/units.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace fhir {
namespace {

using cds::unit;

/// A spelling of a unit and what one of it is in the engine's unit.
struct spelling {
  std::string_view text;
  cds::unit unit;
  double factor;
};

/// Units accepted for one purpose, and how to name them in a message.
struct unit_table {
  std::span<const spelling> spellings;
  std::string_view accepted;
};

constexpr spelling dose_spellings[] = {
    {"mg", unit::milligram, 1},
    {"milligram", unit::milligram, 1},
    {"milligrams", unit::milligram, 1},
    {"g", unit::milligram, 1000},
    {"gm", unit::milligram, 1000},
    {"gram", unit::milligram, 1000},
    {"grams", unit::milligram, 1000},
    {"ug", unit::milligram, 0.001},
    {"mcg", unit::milligram, 0.001},
    {"\xC2\xB5g", unit::milligram, 0.001},
    {"\xCE\xBCg", unit::milligram, 0.001},
    {"microgram", unit::milligram, 0.001},
    {"micrograms", unit::milligram, 0.001},
    {"mg/kg", unit::milligram_per_kilogram, 1},
    {"mg/kg/dose", unit::milligram_per_kilogram, 1},
    {"ug/kg", unit::milligram_per_kilogram, 0.001},
    {"mcg/kg", unit::milligram_per_kilogram, 0.001},
    {"ml", unit::millilitre, 1},
    {"milliliter", unit::millilitre, 1},
    {"milliliters", unit::millilitre, 1},
    {"millilitre", unit::millilitre, 1},
    {"millilitres", unit::millilitre, 1},
    {"1", unit::product_unit, 1},
    {"{tablet}", unit::product_unit, 1},
    {"{tbl}", unit::product_unit, 1},
    {"{tab}", unit::product_unit, 1},
    {"{tablets}", unit::product_unit, 1},
    {"tablet", unit::product_unit, 1},
    {"tablets", unit::product_unit, 1},
    {"tablet(s)", unit::product_unit, 1},
    {"tab", unit::product_unit, 1},
    {"tabs", unit::product_unit, 1},
    {"tablet - unit of product usage", unit::product_unit, 1},
    {"filmtab", unit::product_unit, 1},
    {"{capsule}", unit::product_unit, 1},
    {"{capsules}", unit::product_unit, 1},
    {"{cap}", unit::product_unit, 1},
    {"capsule", unit::product_unit, 1},
    {"capsules", unit::product_unit, 1},
    {"capsule(s)", unit::product_unit, 1},
    {"cap", unit::product_unit, 1},
    {"caps", unit::product_unit, 1},
    {"{caplet}", unit::product_unit, 1},
    {"caplet", unit::product_unit, 1},
    {"caplets", unit::product_unit, 1},
    {"{pill}", unit::product_unit, 1},
    {"{pills}", unit::product_unit, 1},
    {"pill", unit::product_unit, 1},
    {"pills", unit::product_unit, 1},
    {"732936001", unit::product_unit, 1}, // SNOMED CT, tablet as a unit of presentation
    {"732937005", unit::product_unit, 1}, // SNOMED CT, capsule
    {"428673006", unit::product_unit, 1}, // SNOMED CT, tablet as a unit of product usage
    {"428641000", unit::product_unit, 1}, // SNOMED CT, capsule
    {"C48542", unit::product_unit, 1},    // NCI thesaurus, tablet
    {"C48480", unit::product_unit, 1},    // NCI thesaurus, capsule
    {"{application}", unit::application, 1},
    {"{applications}", unit::application, 1},
    {"application", unit::application, 1},
    {"applications", unit::application, 1},
    {"application(s)", unit::application, 1},
    {"topical application", unit::application, 1},
    {"{applicatorful}", unit::application, 1},
    {"applicatorful", unit::application, 1},
    {"413568008", unit::application, 1}, // SNOMED CT, application
};
constexpr spelling weight_spellings[] = {
    {"kg", unit::kilogram, 1},
    {"kilogram", unit::kilogram, 1},
    {"kilograms", unit::kilogram, 1},
    {"g", unit::kilogram, 0.001},
    {"gram", unit::kilogram, 0.001},
    {"grams", unit::kilogram, 0.001},
    {"[lb_av]", unit::kilogram, 0.45359237},
    {"lb", unit::kilogram, 0.45359237},
    {"lbs", unit::kilogram, 0.45359237},
    {"pounds", unit::kilogram, 0.45359237},
    {"[oz_av]", unit::kilogram, 0.028349523125},
    {"oz", unit::kilogram, 0.028349523125},
};
constexpr double umol_per_mg_dl = 88.4; // creatinine
constexpr spelling creatinine_spellings[] = {
    {"mg/dl", unit::milligram_per_decilitre, 1},
    {"mg/100ml", unit::milligram_per_decilitre, 1},
    {"mg/l", unit::milligram_per_decilitre, 0.1},
    {"umol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"\xC2\xB5mol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"\xCE\xBCmol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"micromol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"mmol/l", unit::milligram_per_decilitre, 1000 / umol_per_mg_dl},
};
constexpr spelling clearance_spellings[] = {
    {"ml/min", unit::millilitre_per_minute, 1},
    {"ml/s", unit::millilitre_per_minute, 60},
};
constexpr spelling cell_spellings[] = {
    {"/ul", unit::cells_per_microlitre, 1},
    {"{cells}/ul", unit::cells_per_microlitre, 1},
    {"cells/ul", unit::cells_per_microlitre, 1},
    {"{cell}/ul", unit::cells_per_microlitre, 1},
    {"/\xC2\xB5l", unit::cells_per_microlitre, 1},
    {"cells/\xC2\xB5l", unit::cells_per_microlitre, 1},
    {"/\xCE\xBCl", unit::cells_per_microlitre, 1},
    {"cells/\xCE\xBCl", unit::cells_per_microlitre, 1},
    {"cells/mcl", unit::cells_per_microlitre, 1},
    {"/mcl", unit::cells_per_microlitre, 1},
    {"/mm3", unit::cells_per_microlitre, 1},
    {"cells/mm3", unit::cells_per_microlitre, 1},
    {"{cells}/mm3", unit::cells_per_microlitre, 1},
    {"10*6/l", unit::cells_per_microlitre, 1},
    {"10^6/l", unit::cells_per_microlitre, 1},
    {"x10*6/l", unit::cells_per_microlitre, 1},
    {"x10^6/l", unit::cells_per_microlitre, 1},
    {"10*3/ul", unit::cells_per_microlitre, 1000},
    {"10^3/ul", unit::cells_per_microlitre, 1000},
    {"x10*3/ul", unit::cells_per_microlitre, 1000},
    {"x10^3/ul", unit::cells_per_microlitre, 1000},
    {"x10e3/ul", unit::cells_per_microlitre, 1000},
    {"10*3{cells}/ul", unit::cells_per_microlitre, 1000},
    {"10*3/mm3", unit::cells_per_microlitre, 1000},
    {"k/ul", unit::cells_per_microlitre, 1000},
    {"k/mm3", unit::cells_per_microlitre, 1000},
    {"thousand/ul", unit::cells_per_microlitre, 1000},
    {"10*9/l", unit::cells_per_microlitre, 1000},
    {"10^9/l", unit::cells_per_microlitre, 1000},
    {"x10*9/l", unit::cells_per_microlitre, 1000},
    {"x10^9/l", unit::cells_per_microlitre, 1000},
    {"x10e9/l", unit::cells_per_microlitre, 1000},
};
constexpr spelling electrolyte_spellings[] = {
    {"mmol/l", unit::millimole_per_litre, 1},
    {"mg/dl", unit::milligram_per_decilitre, 1},
};
constexpr spelling potassium_spellings[] = {
    {"mmol/l", unit::millimole_per_litre, 1}, {"meq/l", unit::millimole_per_litre, 1}, // one charge: the same number
};
constexpr spelling concentration_spellings[] = {
    {"ug/ml", unit::microgram_per_millilitre, 1},        {"mcg/ml", unit::microgram_per_millilitre, 1},
    {"\xC2\xB5g/ml", unit::microgram_per_millilitre, 1}, {"\xCE\xBCg/ml", unit::microgram_per_millilitre, 1},
    {"mg/l", unit::microgram_per_millilitre, 1},         {"ng/ml", unit::microgram_per_millilitre, 0.001},
    {"ug/l", unit::microgram_per_millilitre, 0.001},     {"umol/l", unit::micromole_per_litre, 1},
    {"\xC2\xB5mol/l", unit::micromole_per_litre, 1},     {"\xCE\xBCmol/l", unit::micromole_per_litre, 1},
};
/// Factors are days; the unit of the engine does not matter here.
constexpr spelling time_spellings[] = {
    {"s", unit::percent, 1.0 / 86400},
    {"min", unit::percent, 1.0 / 1440},
    {"h", unit::percent, 1.0 / 24},
    {"d", unit::percent, 1},
    {"wk", unit::percent, 7},
    {"mo", unit::percent, 30},
    {"a", unit::percent, 365},
    {"second", unit::percent, 1.0 / 86400},
    {"seconds", unit::percent, 1.0 / 86400},
    {"minute", unit::percent, 1.0 / 1440},
    {"minutes", unit::percent, 1.0 / 1440},
    {"hour", unit::percent, 1.0 / 24},
    {"hours", unit::percent, 1.0 / 24},
    {"hr", unit::percent, 1.0 / 24},
    {"day", unit::percent, 1},
    {"days", unit::percent, 1},
    {"day(s)", unit::percent, 1},
    {"week", unit::percent, 7},
    {"weeks", unit::percent, 7},
    {"month", unit::percent, 30},
    {"months", unit::percent, 30},
    {"year", unit::percent, 365},
    {"years", unit::percent, 365},
};

constexpr unit_table doses{dose_spellings, "mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"};
constexpr unit_table times{time_spellings, "s, min, h, d, wk, mo, a"};

unit_table table_of(measure of) {
  switch (of) {
  case measure::weight:
    return {weight_spellings, "kg, g, [lb_av], [oz_av]"};
  case measure::creatinine:
    return {creatinine_spellings, "mg/dL, umol/L"};
  case measure::clearance:
    return {clearance_spellings, "mL/min"};
  case measure::cells:
    return {cell_spellings, "/uL, 10*3/uL, 10*6/L, 10*9/L"};
  case measure::potassium:
    return {potassium_spellings, "mmol/L, meq/L"};
  case measure::electrolyte:
    return {electrolyte_spellings, "mmol/L, mg/dL"};
  case measure::concentration:
    break;
  }
  return {concentration_spellings, "ug/mL, mg/L, umol/L"};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_spelling(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const spelling* find(const unit_table& table, std::string_view text) {
  for (const auto& s : table.spellings)
    if (same_spelling(s.text, text)) return &s;
  return nullptr;
}

/// In UCUM `Mg` is a megagram: a capital prefix before a small letter is a million, not a thousandth.
bool is_mega(std::string_view code) { return code.size() > 1 && code[0] == 'M' && code[1] >= 'a' && code[1] <= 'z'; }

using found_unit = tl::expected<const spelling*, std::string>;

/// The unit a quantity is in, by its code, else by its text; both known must agree.
found_unit unit_of(const json::value& quantity, const unit_table& table, report& to) {
  const auto code = string_member(quantity, "code", to);
  const auto text = string_member(quantity, "unit", to);
  const bool ucum = string_member(quantity, "system", to) == "http://unitsofmeasure.org";
  const auto* by_code = code && !(ucum && is_mega(*code)) ? find(table, *code) : nullptr;
  const auto* by_text = text ? find(table, *text) : nullptr;
  if (by_code && by_text && (by_code->unit != by_text->unit || by_code->factor != by_text->factor))
    return because(fmt::format("unit {} and its code {} disagree", quoted(*text), quoted(*code)));
  if (by_code) return by_code;
  if (by_text && !(code && ucum)) return by_text;
  if (!code && !text) return because(fmt::format("it has no unit; known are {}", table.accepted));
  return because(fmt::format("unit {} is not one of {}", quoted(code ? *code : *text), table.accepted));
}

tl::expected<double, std::string> value_of(const json::value& quantity, bool zero_is_fine, report& to) {
  if (has(quantity, "comparator")) return because("it is given only as a bound");
  const auto value = number_member(quantity, "value", to);
  if (!value) return because("it has no value");
  if (*value < 0 || (*value == 0 && !zero_is_fine)) return because("its value is not above zero");
  return *value;
}

reading read(const json::value& quantity, const unit_table& table, bool zero_is_fine, report& to) {
  const auto value = value_of(quantity, zero_is_fine, to);
  if (!value) return tl::unexpected(value.error());
  const auto unit = unit_of(quantity, table, to);
  if (!unit) return tl::unexpected(unit.error());
  return cds::quantity{*value * (*unit)->factor, (*unit)->unit};
}

} // namespace

reading read_dose(const json::value& quantity, report& to) { return read(quantity, doses, false, to); }

reading read_amount(const json::value& quantity, report& to) {
  auto amount = read(quantity, doses, false, to);
  if (amount && amount->unit != unit::product_unit && amount->unit != unit::millilitre)
    return because("it is not a number of tablets, capsules or mL");
  return amount;
}

reading read_measurement(const json::value& quantity, measure of, report& to) {
  return read(quantity, table_of(of), of == measure::cells, to);
}

tl::expected<double, std::string> read_days(const json::value& duration, report& to, bool unit_of_day) {
  const auto value = value_of(duration, false, to);
  if (!value) return value;
  if (unit_of_day && !has(duration, "unit") && !has(duration, "code")) return value;
  const auto unit = unit_of(duration, times, to);
  if (!unit) return tl::unexpected(unit.error());
  return *value * (*unit)->factor;
}

std::optional<double> days_in(std::string_view unit_of_time) {
  for (const auto& s : std::span{time_spellings}.first(7))
    if (s.text == unit_of_time) return s.factor;
  return std::nullopt;
}

} // namespace fhir
