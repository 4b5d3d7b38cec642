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

unit_table dose_units() { return {dose_spellings, "mg, g, ug, mg/kg, mL, a tablet, a capsule or an application", {}}; }

unit_table time_units() { return {time_spellings, "s, min, h, d, wk, mo, a", {}}; }

} // namespace fhir
