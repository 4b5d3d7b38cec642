#include "fhir/unit_tables.hpp"

namespace fhir {
namespace {

using cds::unit;

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

} // namespace

unit_table dose_units() { return {dose_spellings, "mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"}; }

unit_table time_units() { return {time_spellings, "s, min, h, d, wk, mo, a"}; }

unit_table units_of(measure of) {
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

} // namespace fhir
