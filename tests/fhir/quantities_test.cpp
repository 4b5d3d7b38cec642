// What laboratories and scales send, and what becomes of each: a value in the engine's unit, or a reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "sample_chart.hpp"

namespace {

using cds::unit;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view weight = "29463-7", creatinine = "2160-0", clearance = "2164-2", cd4 = "24467-3",
                           neutrophils = "751-8", potassium = "2823-3", calcium = "17861-6", ionized = "1995-0",
                           magnesium = "19123-9", phosphate = "2777-1";
constexpr std::string_view path = "prefetch.labs.entry[0].resource";

sample::outcome observe(std::string_view loinc, std::string_view members) {
  return sample::read_one(
      fhir::data_kind::labs,
      fmt::format("{{'resourceType':'Observation','id':'o1','subject':{{'reference':'Patient/"
                  "p1'}},'status':'final','code':{{'coding':[{{'system':'http://loinc.org','code':'{}'}}]}},{}}}",
                  loinc, members));
}

std::string capitals(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::toupper(c)) : static_cast<char>(c); });
  return all;
}

struct accepted {
  std::string_view loinc;
  double value;
  std::vector<std::string_view> spellings;
  double want;
  cds::unit in;
};

const accepted values[] = {
    {weight, 70, {"kg", "kgs", "kilogram", "kilograms"}, 70, unit::kilogram},
    {weight, 70000, {"g", "gm", "gram", "grams"}, 70, unit::kilogram},
    {weight, 154, {"[lb_av]", "lb", "lbs", "pound", "pounds"}, 69.85322498, unit::kilogram},
    {weight, 2469, {"[oz_av]", "oz", "ounce", "ounces"}, 69.994948595625, unit::kilogram},
    {creatinine, 1.1, {"mg/dL", "mg/100mL", "mg/100 mL", "mg%"}, 1.1, unit::milligram_per_decilitre},
    {creatinine, 11, {"mg/L"}, 1.1, unit::milligram_per_decilitre},
    {creatinine,
     97.24,
     {"umol/L", "\xC2\xB5mol/L", "\xCE\xBCmol/L", "micromol/L", "mcmol/L", "nmol/mL"},
     1.1,
     unit::milligram_per_decilitre},
    {creatinine, 0.09724, {"mmol/L"}, 1.1, unit::milligram_per_decilitre},
    {clearance, 62, {"mL/min", "mL/minute", "cc/min"}, 62, unit::millilitre_per_minute},
    {clearance, 1.5, {"mL/s", "mL/sec"}, 90, unit::millilitre_per_minute},
    {cd4,
     40,
     {"/uL", "/mcL", "/\xC2\xB5L", "/\xCE\xBCL", "{cells}/uL", "{cell}/uL", "cells/uL", "cells/mcL", "cells/\xC2\xB5L",
      "#/uL", "/mm3", "cells/mm3", "/cumm", "cells/cu mm", "10*6/L", "10^6/L", "x10^6/L", "x10E6/L"},
     40,
     unit::cells_per_microlitre},
    {neutrophils,
     0.4,
     {"10*3/uL",     "10^3/uL",  "10E3/uL",         "10(3)/mcL", "x10*3/uL", "x10^3/uL", "x10^3/mcL", "x10E3/uL",
      "x10(3)/mcL",  "10*3/mcL", "10*3.{cells}/uL", "10*3/mm3",  "K/uL",     "K/mcL",    "k/mm3",     "thou/uL",
      "Thousand/uL", "/nL",      "10*9/L",          "10^9/L",    "x10^9/L",  "x10E9/L",  "x10(9)/L",  "10 * 9 / L"},
     400,
     unit::cells_per_microlitre},
    {neutrophils, 0, {"10*9/L", "/uL"}, 0, unit::cells_per_microlitre},
    {potassium, 3.1, {"mmol/L", "mEq/L", "meq/L", "mval/L", "millimol/L"}, 3.1, unit::millimole_per_litre},
    {potassium, 3100, {"umol/L", "\xC2\xB5mol/L"}, 3.1, unit::millimole_per_litre},
    {potassium, 12.120473, {"mg/dL", "mg%"}, 3.1, unit::millimole_per_litre},
    {calcium, 2.2, {"mmol/L"}, 2.2, unit::millimole_per_litre},
    {calcium, 4.4, {"mEq/L", "meq/L", "mval/L"}, 2.2, unit::millimole_per_litre},
    {calcium, 2200, {"umol/L"}, 2.2, unit::millimole_per_litre},
    {calcium, 8.8, {"mg/dL", "mg/100mL"}, 8.8, unit::milligram_per_decilitre},
    {calcium, 88, {"mg/L"}, 8.8, unit::milligram_per_decilitre},
    {ionized, 1.1, {"mmol/L"}, 1.1, unit::millimole_per_litre},
    {ionized, 2.2, {"mEq/L", "meq/L"}, 1.1, unit::millimole_per_litre},
    {ionized, 4.4, {"mg/dL"}, 4.4, unit::milligram_per_decilitre},
    {magnesium, 0.7, {"mmol/L"}, 0.7, unit::millimole_per_litre},
    {magnesium, 1.4, {"mEq/L", "meq/L", "mval/L"}, 0.7, unit::millimole_per_litre},
    {magnesium, 700, {"umol/L"}, 0.7, unit::millimole_per_litre},
    {magnesium, 1.7, {"mg/dL"}, 1.7, unit::milligram_per_decilitre},
    {magnesium, 17, {"mg/L"}, 1.7, unit::milligram_per_decilitre},
    {phosphate, 0.8, {"mmol/L"}, 0.8, unit::millimole_per_litre},
    {phosphate, 800, {"umol/L"}, 0.8, unit::millimole_per_litre},
    {phosphate, 2.5, {"mg/dL", "mg%"}, 2.5, unit::milligram_per_decilitre},
};

TEST(Quantities, EverySpellingAsUnitAsCodeAndInCapitals) {
  for (const auto& v : values)
    for (const auto spelling : v.spellings)
      for (const auto& quantity : {fmt::format("'value':{},'unit':'{}'", v.value, spelling),
                                   fmt::format("'value':{},'code':'{}'", v.value, spelling),
                                   fmt::format("'value':{},'unit':'{}'", v.value, capitals(spelling))}) {
        SCOPED_TRACE(std::string(v.loinc) + " " + quantity);
        const auto got = observe(v.loinc, "'valueQuantity':{" + quantity + "}");
        ASSERT_THAT(got.unread(), IsEmpty());
        ASSERT_TRUE(got->labs.items.at(0).value);
        EXPECT_NEAR(got->labs.items[0].value->value, v.want, 1e-6 * v.want);
        EXPECT_EQ(got->labs.items[0].value->unit, v.in);
        EXPECT_FALSE(got->labs.items[0].unreadable);
      }
}

struct refused {
  std::string_view loinc;
  std::string_view members; // of the observation
  std::string_view told;    // after the path of the resource
};

void expect_refused(const refused& r) {
  SCOPED_TRACE(std::string(r.loinc) + " " + std::string(r.members));
  const auto got = observe(r.loinc, r.members);
  ASSERT_EQ(got->labs.items.size(), 1U);
  EXPECT_EQ(got->labs.items[0].value, std::nullopt);
  EXPECT_TRUE(got->labs.items[0].unreadable);
  EXPECT_THAT(got.unread(), ElementsAre(std::string(path) + std::string(r.told)));
}

TEST(Quantities, UnitsThatSayNothingOfTheMeasure) {
  const struct {
    std::string_view loinc;
    std::vector<std::string_view> units;
    std::string_view accepted;
  } rows[] = {
      {weight, {"stone", "[stone_av]", "kg/m2", "cm", "%", "lb/in2", "ton"}, "kg, g, [lb_av], [oz_av]"},
      {creatinine, {"mg", "mg/kg", "g/L", "mEq/L", "%", "mmol", "mg/g", "mg/24h", "mL/min"}, "mg/dL, umol/L"},
      {clearance,
       {"mL/min/{1.73_m2}", "mL/min/1.73m2", "mL/min/1.73 m2", "mL/min/kg", "L/min", "mL", "mg/dL"},
       "mL/min"},
      {cd4, {"%", "cells", "g/L", "10*12/L", "/L", "/mL", "M/uL"}, "/uL, 10*3/uL, 10*6/L, 10*9/L"},
      {potassium, {"mmol", "mEq", "mmol/kg", "g/L", "mmol/24h"}, "mmol/L, meq/L, mg/dL"},
      {calcium, {"mmol", "mEq", "mg/24h", "g/L", "ng/mL"}, "mmol/L, meq/L, mg/dL"},
      {ionized, {"mmol", "%", "mg"}, "mmol/L, meq/L, mg/dL"},
      {magnesium, {"mmol", "mEq", "mg", "mg/kg"}, "mmol/L, meq/L, mg/dL"},
      {phosphate, {"mmol", "mg", "U/L"}, "mmol/L, mg/dL"},
  };
  for (const auto& row : rows)
    for (const auto u : row.units)
      expect_refused({row.loinc, fmt::format("'valueQuantity':{{'value':3,'unit':'{}'}}", u),
                      fmt::format(".valueQuantity: the value cannot be read: unit `{}` is not one of {}",
                                  u == "mL/min/1.73 m2" ? "mL/min/1.73?m2" : u, row.accepted)});
}

TEST(Quantities, AChargeOfPhosphateIsNoAmount) {
  for (const auto quantity : {"'unit':'mEq/L'", "'code':'meq/L'", "'unit':'mEq/L','code':'meq/L'", "'unit':'mval/L'"})
    expect_refused({phosphate, fmt::format("'valueQuantity':{{'value':1.8,{}}}", quantity),
                    ".valueQuantity: the value cannot be read: mEq/L of phosphate is no fixed number of mmol/L: its "
                    "charge depends on the pH"});
}

TEST(Quantities, WhatIsNoNumber) {
  const auto other = [](std::string_view member) {
    return fmt::format(".{}: a value of this kind is not read", member);
  };
  for (const auto comparator : {"<", "<=", ">=", ">", "ad", "~"})
    expect_refused({creatinine,
                    fmt::format("'valueQuantity':{{'value':0.5,'comparator':'{}','code':'mg/dL'}}", comparator),
                    ".valueQuantity: the value cannot be read: it is given only as a bound"});
  for (const auto& [member, value] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"valueString", "'0.9'"},
           {"valueString", "'0.9 mg/dL'"},
           {"valueString", "'<0.5'"},
           {"valueInteger", "1"},
           {"valueBoolean", "true"},
           {"valueRange", "{'low':{'value':0.8,'code':'mg/dL'},'high':{'value':0.9,'code':'mg/dL'}}"},
           {"valueRatio", "{'numerator':{'value':1},'denominator':{'value':2}}"},
           {"valueSampledData", "{}"},
           {"valueTime", "'10:00:00'"},
           {"valueDateTime", "'2026-01-20'"},
           {"valuePeriod", "{'start':'2026-01-20'}"},
           {"valueAttachment", "{}"},
           {"valueReference", "{'reference':'Observation/x'}"}})
    expect_refused({creatinine, fmt::format("'{}':{}", member, value), other(member)});
  const refused rest[] = {
      {creatinine, "'valueQuantity':{'value':0.9}",
       ".valueQuantity: the value cannot be read: it has no unit; known are mg/dL, umol/L"},
      {creatinine, "'valueQuantity':{'unit':'mg/dL'}", ".valueQuantity: the value cannot be read: it has no value"},
      {creatinine, "'valueQuantity':{'value':-1,'unit':'mg/dL'}",
       ".valueQuantity: the value cannot be read: its value is not above zero"},
      {creatinine, "'valueQuantity':{'value':1.1,'unit':'mg/dL','code':'umol/L'}",
       ".valueQuantity: the value cannot be read: unit `mg/dL` and its code `umol/L` disagree"},
      {calcium, "'valueQuantity':{'value':4.4,'unit':'mEq/L','code':'mmol/L'}",
       ".valueQuantity: the value cannot be read: unit `mEq/L` and its code `mmol/L` disagree"},
      {creatinine, "'valueQuantity':{'value':1.1,'system':'http://unitsofmeasure.org','code':'Mg/dL'}",
       ".valueQuantity: the value cannot be read: unit `Mg/dL` is not one of mg/dL, umol/L"},
      {creatinine, "'valueQuantity':{'value':1.1,'unit':'mg/dL','system':'http://unitsofmeasure.org','code':'mol/L'}",
       ".valueQuantity: the value cannot be read: unit `mol/L` is not one of mg/dL, umol/L"},
      {creatinine, "'valueQuantity':{'value':1.1,'unit':'mg/dL'},'dataAbsentReason':{'text':'hemolysed'}",
       ".dataAbsentReason: it has a value and a reason for having none"},
      {creatinine, "'valueString':'1.1','dataAbsentReason':{'text':'hemolysed'}",
       ".dataAbsentReason: it has a value and a reason for having none"},
      {creatinine,
       "'valueQuantity':{'value':1.1,'unit':'mg/dL','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
       "data-absent-reason','valueCode':'error'}]}",
       ".valueQuantity: it has a value and a reason for having none"},
      {creatinine,
       "'valueQuantity':{'value':1.1,'unit':'mg/dL','_value':{'extension':[{'url':'http://hl7.org/fhir/"
       "StructureDefinition/data-absent-reason','valueCode':'masked'}]}}",
       ".valueQuantity: it has a value and a reason for having none"},
  };
  for (const auto& r : rest) expect_refused(r);
}

TEST(Quantities, AResultThatSaysWhyItHasNoValueIsNoUnreadableOne) {
  for (const auto& [members, told] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"'dataAbsentReason':{'coding':[{'code':'not-performed'}]}",
            ".dataAbsentReason: it says why it has no value"},
           {"'valueQuantity':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
            "data-absent-reason','valueCode':'unknown'}]}",
            ".valueQuantity: it says why it has no value"}}) {
    const auto got = observe(creatinine, members);
    EXPECT_EQ(got->labs.items.at(0).value, std::nullopt) << members;
    EXPECT_FALSE(got->labs.items[0].unreadable) << members;
    EXPECT_THAT(got.unread(), ElementsAre(std::string(path) + std::string(told))) << members;
  }
  EXPECT_FALSE(observe(creatinine, "'note':[]")->labs.items.at(0).unreadable);
}

struct bound {
  std::string_view loinc, unit;
  double below, low, high, above;
};

TEST(Quantities, WhatNoLivingPatientHasIsAMistake) {
  const bound bounds[] = {
      {weight, "kg", 1.99, 2, 350, 350.1},           {creatinine, "mg/dL", 0.099, 0.1, 25, 25.1},
      {creatinine, "umol/L", 8.8, 8.84, 2210, 2211}, {clearance, "mL/min", 0.09, 0.1, 400, 400.1},
      {cd4, "/uL", -1, 0, 1000000, 1000001},         {neutrophils, "10*9/L", -1, 0, 1000, 1000.1},
      {potassium, "mmol/L", 0.49, 0.5, 20, 20.1},    {potassium, "mg/dL", 1.95, 1.96, 78, 78.5},
      {calcium, "mmol/L", 0.39, 0.4, 7.5, 7.51},     {calcium, "mEq/L", 0.79, 0.8, 15, 15.1},
      {calcium, "mg/dL", 1.6, 1.61, 30, 30.1},       {ionized, "mmol/L", 0.19, 0.2, 4, 4.1},
      {ionized, "mg/dL", 0.8, 0.81, 16, 16.1},       {magnesium, "mmol/L", 0.049, 0.05, 20, 20.1},
      {magnesium, "mg/dL", 0.12, 0.13, 48, 49},      {phosphate, "mmol/L", 0.029, 0.03, 25, 25.1},
      {phosphate, "mg/dL", 0.09, 0.1, 77, 78},
  };
  const auto quantity = [](double value, std::string_view unit) {
    return fmt::format("'valueQuantity':{{'value':{},'unit':'{}'}}", value, unit);
  };
  for (const auto& b : bounds) {
    for (const double fine : {b.low, b.high}) {
      SCOPED_TRACE(fmt::format("{} {} {}", b.loinc, fine, b.unit));
      EXPECT_TRUE(observe(b.loinc, quantity(fine, b.unit))->labs.items.at(0).value);
    }
    for (const double odd : {b.below, b.above})
      expect_refused({b.loinc, quantity(odd, b.unit),
                      odd < 0 ? ".valueQuantity: the value cannot be read: its value is not above zero"
                              : ".valueQuantity: the value is not plausible"});
  }
}

TEST(Quantities, ComponentsAreJudgedEachForItself) {
  const auto part = [](std::string_view loinc, std::string_view members) {
    return fmt::format("{{'code':{{'coding':[{{'system':'http://loinc.org','code':'{}'}}]}},{}}}", loinc, members);
  };
  const auto got = sample::read_one(
      fhir::data_kind::labs,
      fmt::format("{{'resourceType':'Observation','status':'final','subject':{{'reference':'Patient/"
                  "p1'}},'code':{{'text':'panel'}},'component':[{},{},{},{}]}}",
                  part(potassium, "'valueQuantity':{'value':3.1,'code':'mmol/L'}"),
                  part(calcium, "'dataAbsentReason':{'text':'hemolysed'}"),
                  part(magnesium, "'valueQuantity':{'value':0.7,'code':'mmol/L'},'modifierExtension':[{'url':'u'}]"),
                  part(creatinine, "'valueString':'0.9'")));
  const auto& all = got->labs.items;
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].value, (cds::quantity{3.1, unit::millimole_per_litre}));
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_EQ(all[i].value, std::nullopt) << i;
  EXPECT_FALSE(all[1].unreadable);
  EXPECT_TRUE(all[2].unreadable);
  EXPECT_TRUE(all[3].unreadable);
  const std::string parts = std::string(path) + ".component";
  EXPECT_THAT(got.unread(), ElementsAre(parts + "[1].dataAbsentReason: it says why it has no value",
                                        parts + "[2]: an extension changes its meaning",
                                        parts + "[3].valueString: a value of this kind is not read"));
}

TEST(Quantities, OfSomebodyElseThanThePatientAreLeftOut) {
  const std::pair<std::string_view, bool> cases[] = {{"[{'reference':'Patient/p1'}]", true},
                                                     {"[]", true},
                                                     {"[{'reference':'Patient/child'}]", false},
                                                     {"[{'reference':'Device/scale'}]", false},
                                                     {"[{'reference':'Patient/p1'},{'display':'fetus'}]", false}};
  for (const auto& [focus, kept] : cases) {
    const auto got = observe(weight, fmt::format("'focus':{},'valueQuantity':{{'value':3.1,'unit':'kg'}}", focus));
    EXPECT_EQ(got->labs.items.size(), kept ? 1U : 0U) << focus;
    EXPECT_EQ(got.unread().size(), kept ? 0U : 1U) << focus;
  }
}

TEST(Quantities, ALimitOfAnotherKindOrUnitIsNoUpperLimit) {
  const std::pair<std::string_view, bool> cases[] = {
      {"{'high':{'value':1.2,'code':'mg/dL'}}", true},
      {"{'high':{'value':106.08,'code':'umol/L'}}", true},
      {"{'high':{'value':1.2,'code':'mg/dL'},'type':{'coding':[{'code':'normal'}]}}", true},
      {"{'high':{'value':1.2,'code':'mg/dL'},'type':{'coding':[{'code':'treatment'}]}}", false},
      {"{'high':{'value':1.2,'code':'mg/dL'},'meaning':{'coding':[{'code':'recommended'}]}}", false},
      {"{'high':{'value':1.2,'code':'mg/dL'},'modifierExtension':[{'url':'u'}]}", false},
      {"{'high':{'value':1.2,'comparator':'<','code':'mg/dL'}}", false},
      {"{'high':{'value':1.2,'code':'mmHg'}}", false},
      {"{'high':{'value':1.2}}", false},
      {"{'text':'0.7 to 1.2'}", false},
  };
  for (const auto& [range, known] : cases) {
    const auto got = observe(creatinine, fmt::format("'valueQuantity':{{'value':1.1,'code':'mg/dL'}},"
                                                     "'referenceRange':[{}]",
                                                     range));
    EXPECT_EQ(got->labs.items.at(0).reference_high.has_value(), known) << range;
    EXPECT_TRUE(got->labs.items[0].value) << range;
  }
}

} // namespace
