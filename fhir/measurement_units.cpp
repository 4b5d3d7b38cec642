// What laboratories and scales write their results in.
#include "fhir/unit_tables.hpp"

namespace fhir {
namespace {

using cds::unit;

constexpr spelling weight_spellings[] = {
    {"kg", unit::kilogram, 1},
    {"kgs", unit::kilogram, 1},
    {"kilogram", unit::kilogram, 1},
    {"kilograms", unit::kilogram, 1},
    {"g", unit::kilogram, 0.001},
    {"gm", unit::kilogram, 0.001},
    {"gram", unit::kilogram, 0.001},
    {"grams", unit::kilogram, 0.001},
    {"[lb_av]", unit::kilogram, 0.45359237},
    {"lb", unit::kilogram, 0.45359237},
    {"lbs", unit::kilogram, 0.45359237},
    {"pound", unit::kilogram, 0.45359237},
    {"pounds", unit::kilogram, 0.45359237},
    {"[oz_av]", unit::kilogram, 0.028349523125},
    {"oz", unit::kilogram, 0.028349523125},
    {"ounce", unit::kilogram, 0.028349523125},
    {"ounces", unit::kilogram, 0.028349523125},
};
constexpr double umol_per_mg_dl = 88.4; // creatinine
constexpr spelling creatinine_spellings[] = {
    {"mg/dl", unit::milligram_per_decilitre, 1},
    {"mg/100ml", unit::milligram_per_decilitre, 1},
    {"mg%", unit::milligram_per_decilitre, 1},
    {"mg/l", unit::milligram_per_decilitre, 0.1},
    {"umol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"micromol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"mcmol/l", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"nmol/ml", unit::milligram_per_decilitre, 1 / umol_per_mg_dl},
    {"mmol/l", unit::milligram_per_decilitre, 1000 / umol_per_mg_dl},
};
constexpr spelling clearance_spellings[] = {
    {"ml/min", unit::millilitre_per_minute, 1},  {"ml/minute", unit::millilitre_per_minute, 1},
    {"cc/min", unit::millilitre_per_minute, 1},  {"ml/s", unit::millilitre_per_minute, 60},
    {"ml/sec", unit::millilitre_per_minute, 60},
};
constexpr spelling cell_spellings[] = {
    {"/ul", unit::cells_per_microlitre, 1},
    {"/mcl", unit::cells_per_microlitre, 1},
    {"{cells}/ul", unit::cells_per_microlitre, 1},
    {"{cell}/ul", unit::cells_per_microlitre, 1},
    {"cells/ul", unit::cells_per_microlitre, 1},
    {"cell/ul", unit::cells_per_microlitre, 1},
    {"cells/mcl", unit::cells_per_microlitre, 1},
    {"{#}/ul", unit::cells_per_microlitre, 1},
    {"#/ul", unit::cells_per_microlitre, 1},
    {"/mm3", unit::cells_per_microlitre, 1},
    {"cells/mm3", unit::cells_per_microlitre, 1},
    {"{cells}/mm3", unit::cells_per_microlitre, 1},
    {"/cumm", unit::cells_per_microlitre, 1},
    {"cells/cumm", unit::cells_per_microlitre, 1},
    {"10*6/l", unit::cells_per_microlitre, 1},
    {"10^6/l", unit::cells_per_microlitre, 1},
    {"x10*6/l", unit::cells_per_microlitre, 1},
    {"x10^6/l", unit::cells_per_microlitre, 1},
    {"10e6/l", unit::cells_per_microlitre, 1},
    {"x10e6/l", unit::cells_per_microlitre, 1},
    {"10*3/ul", unit::cells_per_microlitre, 1000},
    {"10^3/ul", unit::cells_per_microlitre, 1000},
    {"10e3/ul", unit::cells_per_microlitre, 1000},
    {"10(3)/ul", unit::cells_per_microlitre, 1000},
    {"10(3)/mcl", unit::cells_per_microlitre, 1000},
    {"x10*3/ul", unit::cells_per_microlitre, 1000},
    {"x10^3/ul", unit::cells_per_microlitre, 1000},
    {"x10e3/ul", unit::cells_per_microlitre, 1000},
    {"x10(3)/ul", unit::cells_per_microlitre, 1000},
    {"10*3/mcl", unit::cells_per_microlitre, 1000},
    {"x10*3/mcl", unit::cells_per_microlitre, 1000},
    {"x10^3/mcl", unit::cells_per_microlitre, 1000},
    {"x10(3)/mcl", unit::cells_per_microlitre, 1000},
    {"10*3{cells}/ul", unit::cells_per_microlitre, 1000},
    {"10*3.{cells}/ul", unit::cells_per_microlitre, 1000},
    {"10*3/mm3", unit::cells_per_microlitre, 1000},
    {"10^3/mm3", unit::cells_per_microlitre, 1000},
    {"x10^3/mm3", unit::cells_per_microlitre, 1000},
    {"k/ul", unit::cells_per_microlitre, 1000},
    {"k/mcl", unit::cells_per_microlitre, 1000},
    {"k/mm3", unit::cells_per_microlitre, 1000},
    {"k/cumm", unit::cells_per_microlitre, 1000},
    {"thousand/ul", unit::cells_per_microlitre, 1000},
    {"thousand/mcl", unit::cells_per_microlitre, 1000},
    {"thou/ul", unit::cells_per_microlitre, 1000},
    {"thou/mcl", unit::cells_per_microlitre, 1000},
    {"thou/mm3", unit::cells_per_microlitre, 1000},
    {"/nl", unit::cells_per_microlitre, 1000},
    {"10*9/l", unit::cells_per_microlitre, 1000},
    {"10^9/l", unit::cells_per_microlitre, 1000},
    {"10e9/l", unit::cells_per_microlitre, 1000},
    {"10(9)/l", unit::cells_per_microlitre, 1000},
    {"x10*9/l", unit::cells_per_microlitre, 1000},
    {"x10^9/l", unit::cells_per_microlitre, 1000},
    {"x10e9/l", unit::cells_per_microlitre, 1000},
    {"x10(9)/l", unit::cells_per_microlitre, 1000},
};

// mmol/L in one mg/dL: ten by the molar mass in g/mol.
constexpr double potassium_mmol_per_mg_dl = 10 / 39.0983;
constexpr double calcium_mmol_per_mg_dl = 10 / 40.078;
constexpr double magnesium_mmol_per_mg_dl = 10 / 24.305;
constexpr double phosphate_mmol_per_mg_dl = 10 / 30.973762; // mg/dL are those of phosphorus

constexpr spelling potassium_spellings[] = {
    {"mmol/l", unit::millimole_per_litre, 1},
    {"millimol/l", unit::millimole_per_litre, 1},
    {"meq/l", unit::millimole_per_litre, 1}, // one charge: the same number
    {"mval/l", unit::millimole_per_litre, 1},
    {"umol/l", unit::millimole_per_litre, 0.001},
    {"micromol/l", unit::millimole_per_litre, 0.001},
    {"mg/dl", unit::millimole_per_litre, potassium_mmol_per_mg_dl},
    {"mg/100ml", unit::millimole_per_litre, potassium_mmol_per_mg_dl},
    {"mg%", unit::millimole_per_litre, potassium_mmol_per_mg_dl},
};
/// Of calcium and magnesium, with two charges.
constexpr spelling divalent_spellings[] = {
    {"mmol/l", unit::millimole_per_litre, 1},     {"millimol/l", unit::millimole_per_litre, 1},
    {"meq/l", unit::millimole_per_litre, 0.5},    {"mval/l", unit::millimole_per_litre, 0.5},
    {"umol/l", unit::millimole_per_litre, 0.001}, {"micromol/l", unit::millimole_per_litre, 0.001},
    {"mg/dl", unit::milligram_per_decilitre, 1},  {"mg/100ml", unit::milligram_per_decilitre, 1},
    {"mg%", unit::milligram_per_decilitre, 1},    {"mg/l", unit::milligram_per_decilitre, 0.1},
};
constexpr spelling phosphate_spellings[] = {
    {"mmol/l", unit::millimole_per_litre, 1},     {"millimol/l", unit::millimole_per_litre, 1},
    {"umol/l", unit::millimole_per_litre, 0.001}, {"micromol/l", unit::millimole_per_litre, 0.001},
    {"mg/dl", unit::milligram_per_decilitre, 1},  {"mg/100ml", unit::milligram_per_decilitre, 1},
    {"mg%", unit::milligram_per_decilitre, 1},    {"mg/l", unit::milligram_per_decilitre, 0.1},
};
constexpr std::string_view charge_of_phosphate =
    "mEq/L of phosphate is no fixed number of mmol/L: its charge depends on the pH";
constexpr refused_unit phosphate_refused[] = {{"meq/l", charge_of_phosphate}, {"mval/l", charge_of_phosphate}};
constexpr spelling concentration_spellings[] = {
    {"ug/ml", unit::microgram_per_millilitre, 1},    {"mcg/ml", unit::microgram_per_millilitre, 1},
    {"mg/l", unit::microgram_per_millilitre, 1},     {"ng/ml", unit::microgram_per_millilitre, 0.001},
    {"ug/l", unit::microgram_per_millilitre, 0.001}, {"mcg/l", unit::microgram_per_millilitre, 0.001},
    {"umol/l", unit::micromole_per_litre, 1},        {"micromol/l", unit::micromole_per_litre, 1},
};

static_assert(are_folded(weight_spellings) && are_folded(creatinine_spellings) && are_folded(clearance_spellings) &&
              are_folded(cell_spellings) && are_folded(potassium_spellings) && are_folded(divalent_spellings) &&
              are_folded(phosphate_spellings) && are_folded(concentration_spellings));

struct range {
  double low;
  double high;
};

bool lies_in(double value, range limits) {
  return cds::at_least(value, limits.low) && cds::at_most(value, limits.high);
}

double in_mmol_l(const cds::quantity& value, double per_mg_dl) {
  return value.unit == unit::milligram_per_decilitre ? value.value * per_mg_dl : value.value;
}

} // namespace

unit_table units_of(measure of) {
  switch (of) {
  case measure::weight:
    return {weight_spellings, "kg, g, [lb_av], [oz_av]", {}};
  case measure::creatinine:
    return {creatinine_spellings, "mg/dL, umol/L", {}};
  case measure::clearance:
    return {clearance_spellings, "mL/min", {}};
  case measure::cells:
    return {cell_spellings, "/uL, 10*3/uL, 10*6/L, 10*9/L", {}};
  case measure::potassium:
    return {potassium_spellings, "mmol/L, meq/L, mg/dL", {}};
  case measure::calcium:
  case measure::ionized_calcium:
  case measure::magnesium:
    return {divalent_spellings, "mmol/L, meq/L, mg/dL", {}};
  case measure::phosphate:
    return {phosphate_spellings, "mmol/L, mg/dL", phosphate_refused};
  case measure::concentration:
    break;
  }
  return {concentration_spellings, "ug/mL, mg/L, umol/L", {}};
}

bool is_plausible(const cds::quantity& value, measure of, const cds::thresholds& limits) {
  const auto& t = limits;
  switch (of) {
  case measure::weight:
    return lies_in(value.value, {t.weight_plausible_min_kg, t.weight_plausible_max_kg});
  case measure::creatinine:
    return lies_in(value.value, {t.creatinine_plausible_min_mg_dl, t.creatinine_plausible_max_mg_dl});
  case measure::clearance:
    return lies_in(value.value, {t.clearance_plausible_min_ml_min, t.clearance_plausible_max_ml_min});
  case measure::cells:
    return lies_in(value.value, {0, t.cells_plausible_max_per_ul});
  case measure::potassium:
    return lies_in(value.value, {t.potassium_plausible_min_mmol_l, t.potassium_plausible_max_mmol_l});
  case measure::calcium:
    return lies_in(in_mmol_l(value, calcium_mmol_per_mg_dl),
                   {t.calcium_plausible_min_mmol_l, t.calcium_plausible_max_mmol_l});
  case measure::ionized_calcium:
    return lies_in(in_mmol_l(value, calcium_mmol_per_mg_dl),
                   {t.ionized_calcium_plausible_min_mmol_l, t.ionized_calcium_plausible_max_mmol_l});
  case measure::magnesium:
    return lies_in(in_mmol_l(value, magnesium_mmol_per_mg_dl),
                   {t.magnesium_plausible_min_mmol_l, t.magnesium_plausible_max_mmol_l});
  case measure::phosphate:
    return lies_in(in_mmol_l(value, phosphate_mmol_per_mg_dl),
                   {t.phosphate_plausible_min_mmol_l, t.phosphate_plausible_max_mmol_l});
  case measure::concentration:
    break;
  }
  return true;
}

} // namespace fhir
