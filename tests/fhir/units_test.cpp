#include "fhir/units.hpp"

#include <gtest/gtest.h>

#include <span>

#include "sample_chart.hpp"

namespace {

using cds::unit;

struct quantity_case {
  std::string_view json;
  double value = 0;
  cds::unit unit = unit::milligram;
  std::string_view error = {};
};

template<class Read> void expect_each(std::span<const quantity_case> cases, Read read) {
  for (const auto& c : cases) {
    SCOPED_TRACE(c.json);
    const sample::parsed text(c.json);
    fhir::report to;
    const fhir::reading got = read(text.root(), to);
    if (!c.error.empty()) {
      ASSERT_FALSE(got);
      EXPECT_EQ(got.error(), c.error);
      continue;
    }
    ASSERT_TRUE(got) << got.error();
    EXPECT_TRUE(cds::about_equal(got->value, c.value)) << got->value;
    EXPECT_EQ(got->unit, c.unit);
  }
}

constexpr std::string_view no_unit =
    "it has no unit; known are mg, g, ug, mg/kg, mL, a tablet, a capsule or an application";

TEST(Units, ReadDoses) {
  const quantity_case cases[] = {
      {"{'value':500,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}", 500},
      {"{'value':500,'unit':'mg'}", 500},
      {"{'value':500,'code':'mg'}", 500},
      {"{'value':500,'unit':'MG'}", 500},
      {"{'value':500.0,'unit':'milligram'}", 500},
      {"{'value':2,'unit':'g','code':'g'}", 2000},
      {"{'value':1.5,'unit':'grams'}", 1500},
      {"{'value':0.5,'code':'g'}", 500},
      {"{'value':500000,'code':'ug'}", 500},
      {"{'value':500000,'unit':'mcg'}", 500},
      {"{'value':500000,'unit':'\xC2\xB5g'}", 500},
      {"{'value':500000,'unit':'mcg','code':'ug'}", 500},
      {"{'value':40,'code':'mg/kg'}", 40, unit::milligram_per_kilogram},
      {"{'value':40000,'unit':'mcg/kg'}", 40, unit::milligram_per_kilogram},
      {"{'value':5,'unit':'mL','code':'mL'}", 5, unit::millilitre},
      {"{'value':5,'unit':'ml'}", 5, unit::millilitre},
      {"{'value':2,'unit':'{tablet}'}", 2, unit::product_unit},
      {"{'value':2,'unit':'tablet','code':'{tablet}'}", 2, unit::product_unit},
      {"{'value':2,'unit':'Tablet','system':'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm','code':'TAB'}",
       2, unit::product_unit},
      {"{'value':2,'code':'TAB'}", 2, unit::product_unit},
      {"{'value':2,'unit':'{pill}'}", 2, unit::product_unit},
      {"{'value':2,'code':'{capsule}'}", 2, unit::product_unit},
      {"{'value':2,'code':'1'}", 2, unit::product_unit},
      {"{'value':2,'unit':'tablets','system':'http://snomed.info/sct','code':'999'}", 2, unit::product_unit},
      {"{'value':2,'unit':'Tablet','system':'http://snomed.info/sct','code':'732936001'}", 2, unit::product_unit},
      {"{'value':1,'unit':'application'}", 1, unit::application},
      {"{'value':1,'code':'{application}'}", 1, unit::application},
      {"{'value':2,'unit':'500 mg tablet','code':'{tablet}'}", 2, unit::product_unit},
      {"{'value':500,'system':'http://unitsofmeasure.org','code':'mg{base}'}", 500},
      {"{'value':500,'system':'http://unitsofmeasure.org','code':'mg/{dose}'}", 500},
      {"{'value':40,'unit':'mg/kg/dose','code':'mg/kg/{dose}'}", 40, unit::milligram_per_kilogram},
      {"{'value':10,'unit':'mLs'}", 10, unit::millilitre},
      {"{'value':2,'unit':'tab(s)'}", 2, unit::product_unit},
      {"{'value':2,'unit':'cap(s)','system':'http://unitsofmeasure.org','code':'{cap}'}", 2, unit::product_unit},
      {"{'value':500,'unit':'Mg'}", 500},
      {"{'value':500,'unit':'milligrams of base','code':'mg'}", 500},
      {"{'value':1e8,'unit':'g'}", 0, {}, "its value is not a plausible one"},
      {"{'value':2,'unit':'mg/kg/h','code':'mg'}", 0, {}, "unit `mg/kg/h` and its code `mg` disagree"},
      {"{'value':2,'unit':'500 mg tablet','code':'mg'}", 0, {}, "unit `500?mg?tablet` and its code `mg` disagree"},
      {"{'value':40,'unit':'mg per day','code':'mg'}", 0, {}, "unit `mg?per?day` and its code `mg` disagree"},
      {"{'value':2}", 0, {}, no_unit},
      {"{'value':2,'unit':''}", 0, {}, no_unit},
      {"{'unit':'mg'}", 0, {}, "it has no value"},
      {"{'value':null,'unit':'mg'}", 0, {}, "it has no value"},
      {"{'value':'500','unit':'mg'}", 0, {}, "it has no value"},
      {"{'value':0,'unit':'mg'}", 0, {}, "its value is not above zero"},
      {"{'value':-500,'unit':'mg'}", 0, {}, "its value is not above zero"},
      {"{'value':4e-324,'unit':'mcg'}", 0, {}, "its value is not a plausible one"},
      {"{'value':1e308,'unit':'g'}", 0, {}, "its value is not a plausible one"},
      {"{'value':500,'comparator':'<','unit':'mg'}", 0, {}, "it is given only as a bound"},
      {"{'value':500,'comparator':'>=','unit':'mg'}", 0, {}, "it is given only as a bound"},
      {"{'value':2,'unit':'g','code':'mg'}", 0, {}, "unit `g` and its code `mg` disagree"},
      {"{'value':2,'unit':'mL','code':'mg'}", 0, {}, "unit `mL` and its code `mg` disagree"},
      {"{'value':2,'unit':'tablet','code':'mg'}", 0, {}, "unit `tablet` and its code `mg` disagree"},
      {"{'value':2,'unit':'furlong'}",
       0,
       {},
       "unit `furlong` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
      {"{'value':2,'unit':'mg/kg/h'}",
       0,
       {},
       "unit `mg/kg/h` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
      {"{'value':2,'unit':'mg/m2'}",
       0,
       {},
       "unit `mg/m2` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
      {"{'value':2,'system':'http://unitsofmeasure.org','code':'Mg'}",
       0,
       {},
       "unit `Mg` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
      {"{'value':2,'unit':'mg','system':'http://unitsofmeasure.org','code':'mmol'}",
       0,
       {},
       "unit `mmol` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
      {"{'value':1,'unit':'a\\nb`c'}",
       0,
       {},
       "unit `a?b?c` is not one of mg, g, ug, mg/kg, mL, a tablet, a capsule or an application"},
  };
  expect_each(cases, fhir::read_dose);
}

TEST(Units, ReadRates) {
  const quantity_case cases[] = {
      {"{'value':1,'code':'mg/kg/min'}", 1, unit::milligram_per_kilogram_per_minute},
      {"{'value':60,'unit':'mg/kg/hour','code':'mg/kg/h'}", 1, unit::milligram_per_kilogram_per_minute},
      {"{'value':120,'code':'mg/min'}", 120, unit::milligram_per_minute},
      {"{'value':3,'code':'g/h'}", 50, unit::milligram_per_minute},
      {"{'value':120,'unit':'ml/hr'}", 2, unit::millilitre_per_minute},
      {"{'value':1,'unit':'mg'}", 0, {}, "unit `mg` is not one of mg/min, mg/h, mg/kg/min, mg/kg/h, mL/min, mL/h"},
      {"{'value':1,'unit':'mL/kg/h'}",
       0,
       {},
       "unit `mL/kg/h` is not one of mg/min, mg/h, mg/kg/min, mg/kg/h, mL/min, mL/h"},
      {"{'value':0,'code':'mL/h'}", 0, {}, "its value is not above zero"},
  };
  expect_each(cases, fhir::read_rate);
}

TEST(Units, ReadAmounts) {
  const quantity_case cases[] = {
      {"{'value':28,'unit':'tablet'}", 28, unit::product_unit},
      {"{'value':28,'code':'{tbl}'}", 28, unit::product_unit},
      {"{'value':100,'unit':'mL'}", 100, unit::millilitre},
      {"{'value':15,'unit':'g'}", 0, {}, "it is not a number of tablets, capsules or mL"},
      {"{'value':2000,'unit':'mg'}", 0, {}, "it is not a number of tablets, capsules or mL"},
      {"{'value':0,'unit':'tablet'}", 0, {}, "its value is not above zero"},
      {"{'value':28}", 0, {}, no_unit},
  };
  expect_each(cases, fhir::read_amount);
}

struct measured_case {
  fhir::measure of;
  quantity_case c;
};

TEST(Units, ConvertMeasurements) {
  using fhir::measure;
  const measured_case cases[] = {
      {measure::weight, {"{'value':70,'unit':'kg','code':'kg'}", 70, unit::kilogram}},
      {measure::weight, {"{'value':70000,'code':'g'}", 70, unit::kilogram}},
      {measure::weight, {"{'value':154.324,'code':'[lb_av]'}", 154.324 * 0.45359237, unit::kilogram}},
      {measure::weight, {"{'value':100,'unit':'lbs'}", 45.359237, unit::kilogram}},
      {measure::weight, {"{'value':100,'code':'[oz_av]'}", 2.8349523125, unit::kilogram}},
      {measure::weight, {"{'value':11,'unit':'stone'}", 0, {}, "unit `stone` is not one of kg, g, [lb_av], [oz_av]"}},
      {measure::weight, {"{'value':70}", 0, {}, "it has no unit; known are kg, g, [lb_av], [oz_av]"}},
      {measure::weight, {"{'value':0,'unit':'kg'}", 0, {}, "its value is not above zero"}},
      {measure::creatinine, {"{'value':1.1,'code':'mg/dL'}", 1.1, unit::milligram_per_decilitre}},
      {measure::creatinine, {"{'value':88.4,'code':'umol/L'}", 1, unit::milligram_per_decilitre}},
      {measure::creatinine, {"{'value':97.24,'unit':'\xC2\xB5mol/L'}", 1.1, unit::milligram_per_decilitre}},
      {measure::creatinine, {"{'value':0.0884,'code':'mmol/L'}", 1, unit::milligram_per_decilitre}},
      {measure::creatinine, {"{'value':11,'code':'mg/L'}", 1.1, unit::milligram_per_decilitre}},
      {measure::creatinine, {"{'value':1.1,'unit':'mg'}", 0, {}, "unit `mg` is not one of mg/dL, umol/L"}},
      {measure::creatinine, {"{'value':1.1,'comparator':'<','unit':'mg/dL'}", 0, {}, "it is given only as a bound"}},
      {measure::creatinine,
       {"{'value':1.1,'unit':'mg/dL','code':'umol/L'}", 0, {}, "unit `mg/dL` and its code `umol/L` disagree"}},
      {measure::clearance, {"{'value':62,'code':'mL/min'}", 62, unit::millilitre_per_minute}},
      {measure::clearance, {"{'value':1,'code':'mL/s'}", 60, unit::millilitre_per_minute}},
      {measure::clearance,
       {"{'value':62,'code':'mL/min/{1.73_m2}'}", 0, {}, "unit `mL/min/{1.73_m2}` is not one of mL/min"}},
      {measure::cells, {"{'value':40,'code':'/uL'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':40,'code':'{cells}/uL'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':40,'unit':'cells/mm3'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':0.04,'code':'10*3/uL'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':0.04,'unit':'10^9/L','code':'10*9/L'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':40,'code':'10*6/L'}", 40, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':0.4,'unit':'K/uL'}", 400, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':0,'code':'10*3/uL'}", 0, unit::cells_per_microlitre}},
      {measure::cells, {"{'value':-1,'code':'10*3/uL'}", 0, {}, "its value is not above zero"}},
      {measure::cells, {"{'value':12,'code':'%'}", 0, {}, "unit `%` is not one of /uL, 10*3/uL, 10*6/L, 10*9/L"}},
      {measure::potassium, {"{'value':3.1,'code':'mmol/L'}", 3.1, unit::millimole_per_litre}},
      {measure::potassium, {"{'value':3.1,'code':'meq/L'}", 3.1, unit::millimole_per_litre}},
      {measure::calcium, {"{'value':2.2,'code':'mmol/L'}", 2.2, unit::millimole_per_litre}},
      {measure::calcium, {"{'value':8.8,'code':'mg/dL'}", 8.8, unit::milligram_per_decilitre}},
      {measure::calcium, {"{'value':4.4,'code':'meq/L'}", 2.2, unit::millimole_per_litre}},
      {measure::concentration, {"{'value':0.5,'code':'ug/mL'}", 0.5, unit::microgram_per_millilitre}},
      {measure::concentration, {"{'value':0.5,'code':'mg/L'}", 0.5, unit::microgram_per_millilitre}},
      {measure::concentration, {"{'value':500,'code':'ng/mL'}", 0.5, unit::microgram_per_millilitre}},
      {measure::concentration, {"{'value':2,'code':'umol/L'}", 2, unit::micromole_per_litre}},
  };
  for (const auto& m : cases)
    expect_each(std::span{&m.c, 1},
                [&](const fhir::json::value& q, fhir::report& to) { return read_measurement(q, m.of, to); });
}

TEST(Units, ReadDurationsInDays) {
  const struct {
    std::string_view json;
    double days;
    std::string_view error = {};
  } cases[] = {
      {"{'value':7,'unit':'d','code':'d'}", 7},
      {"{'value':7,'unit':'days'}", 7},
      {"{'value':2,'code':'wk'}", 14},
      {"{'value':3,'code':'mo'}", 90},
      {"{'value':1,'code':'a'}", 365},
      {"{'value':48,'code':'h'}", 2},
      {"{'value':90,'code':'min'}", 0.0625},
      {"{'value':1,'unit':'day','code':'wk'}", 0, "unit `day` and its code `wk` disagree"},
      {"{'value':7}", 0, "it has no unit; known are s, min, h, d, wk, mo, a"},
      {"{'value':7,'unit':'doses'}", 0, "unit `doses` is not one of s, min, h, d, wk, mo, a"},
      {"{'value':0,'code':'d'}", 0, "its value is not above zero"},
      {"{'value':4e-324,'code':'s'}", 0, "its value is not a plausible one"},
      {"{'value':1e308,'code':'a'}", 0, "its value is not a plausible one"},
      {"{'value':7,'comparator':'<','code':'d'}", 0, "it is given only as a bound"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.json);
    const sample::parsed text(c.json);
    fhir::report to;
    const auto days = fhir::read_days(text.root(), to);
    EXPECT_EQ(days ? "" : days.error(), c.error);
    if (days) {
      EXPECT_TRUE(cds::about_equal(*days, c.days)) << *days;
    }
  }
  const sample::parsed bare("{'value':30}");
  fhir::report to;
  EXPECT_EQ(fhir::read_days(bare.root(), to, true), 30);
}

TEST(Units, KnowTheCodesOfFhirTiming) {
  EXPECT_EQ(fhir::days_in("d"), 1);
  EXPECT_EQ(fhir::days_in("wk"), 7);
  EXPECT_EQ(fhir::days_in("mo"), 30);
  EXPECT_EQ(fhir::days_in("a"), 365);
  EXPECT_EQ(fhir::days_in("h"), 1.0 / 24);
  for (const auto text : {"day", "H", "D", "", "w"}) EXPECT_FALSE(fhir::days_in(text)) << text;
}

TEST(Units, WrongTypesAreReportedWithTheirPath) {
  const sample::parsed text("{'doseQuantity':{'value':'500','unit':5}}");
  fhir::report lenient;
  EXPECT_FALSE(fhir::read_dose(text.root()["doseQuantity"], lenient));
  ASSERT_EQ(lenient.unread.size(), 1U);
  EXPECT_EQ(lenient.unread[0], (cds::unread{"doseQuantity.value", "must be a number"}));
  fhir::report strict;
  strict.draft = true;
  EXPECT_FALSE(fhir::read_dose(text.root()["doseQuantity"], strict));
  ASSERT_EQ(strict.faults.size(), 1U);
  EXPECT_EQ(strict.faults[0], (fhir::issue{fhir::issue_code::structure, "doseQuantity.value", "must be a number"}));
}

} // namespace
