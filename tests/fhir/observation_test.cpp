#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::unit;
using cds::value_set;
using state = cds::observation::state;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string coded(std::string_view loinc) {
  return "'code':{'coding':[{'system':'http://loinc.org','code':'" + std::string(loinc) + "'}]}";
}

sample::outcome observe(std::string_view members, std::string_view status = "final") {
  return sample::read_one(fhir::data_kind::labs,
                          "{'resourceType':'Observation','id':'o1','subject':{'reference':'Patient/p1'},'status':'" +
                              std::string(status) + "'," + std::string(members) + "}");
}

std::string path(std::string_view more) { return "prefetch.labs.entry[0].resource" + std::string(more); }

TEST(Observation, IsRead) {
  const auto got =
      observe(coded("2160-0") +
              ",'effectiveDateTime':'2026-01-20T08:00:00Z','valueQuantity':{'value':97.24,'code':'umol/L'},"
              "'referenceRange':[{'low':{'value':60,'code':'umol/L'},'high':{'value':106.08,'code':'umol/L'}}],"
              "'interpretation':[{'coding':[{'code':'N'}]}]");
  ASSERT_EQ(got->labs.items.size(), 1U);
  const auto& o = got->labs.items[0];
  EXPECT_EQ(o.source, (cds::resource_ref{"Observation", "o1"}));
  EXPECT_EQ(o.sets, (cds::value_sets{value_set::creatinine}));
  EXPECT_EQ(o.named->coding.code, "2160-0");
  EXPECT_EQ(o.status, state::final);
  EXPECT_EQ(o.effective, sample::at("2026-01-20T08:00:00Z"));
  ASSERT_TRUE(o.value);
  EXPECT_TRUE(cds::about_equal(o.value->value, 1.1));
  EXPECT_EQ(o.value->unit, unit::milligram_per_decilitre);
  ASSERT_TRUE(o.reference_high);
  EXPECT_TRUE(cds::about_equal(*o.reference_high, 1.2));
  EXPECT_TRUE(o.interpretation.empty());
  EXPECT_THAT(got.unread(), IsEmpty());
}

TEST(Observation, Statuses) {
  const std::pair<std::string_view, std::optional<state>> cases[] = {
      {"final", state::final},
      {"amended", state::final},
      {"corrected", state::final},
      {"preliminary", state::preliminary},
      {"registered", state::registered},
      {"unknown", state::unknown},
      {"cancelled", {}},
      {"entered-in-error", {}},
  };
  for (const auto& [code, want] : cases) {
    const auto got = observe(coded("2160-0"), code);
    ASSERT_EQ(got->labs.items.size(), want ? 1U : 0U) << code;
    if (want) {
      EXPECT_EQ(got->labs.items[0].status, *want) << code;
    }
    EXPECT_THAT(got.unread(), IsEmpty()) << code;
  }
  EXPECT_THAT(observe(coded("2160-0"), "done").unread(), ElementsAre(path(": status `done` is not a known one")));
}

TEST(Observation, UnknownCodesAreNoFacts) {
  for (const auto code :
       {"'code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]}", "'code':{'text':'creatinine'}", "'note':[]"})
    EXPECT_THAT(observe(code)->labs.items, IsEmpty()) << code;
}

TEST(Observation, ValuesInTheEnginesUnits) {
  const struct {
    std::string_view loinc, quantity;
    cds::quantity want;
  } cases[] = {
      {"29463-7", "{'value':154.3236,'code':'[lb_av]'}", {154.3236 * 0.45359237, unit::kilogram}},
      {"2160-0", "{'value':0.9,'code':'mg/dL'}", {0.9, unit::milligram_per_decilitre}},
      {"2164-2", "{'value':62,'code':'mL/min'}", {62, unit::millilitre_per_minute}},
      {"24467-3", "{'value':0.04,'code':'10*3/uL'}", {40, unit::cells_per_microlitre}},
      {"751-8", "{'value':0,'code':'10*9/L'}", {0, unit::cells_per_microlitre}},
      {"2823-3", "{'value':3.1,'code':'meq/L'}", {3.1, unit::millimole_per_litre}},
      {"17861-6", "{'value':8.8,'code':'mg/dL'}", {8.8, unit::milligram_per_decilitre}},
      {"73574-6", "{'value':3,'code':'mg/L'}", {3, unit::microgram_per_millilitre}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.loinc);
    const auto got = observe(coded(c.loinc) + ",'valueQuantity':" + std::string(c.quantity));
    ASSERT_TRUE(got->labs.items.at(0).value);
    EXPECT_TRUE(cds::about_equal(got->labs.items[0].value->value, c.want.value));
    EXPECT_EQ(got->labs.items[0].value->unit, c.want.unit);
  }
}

TEST(Observation, ValuesThatAreNotUsed) {
  const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
      {"2160-0", "'valueQuantity':{'value':0.5,'comparator':'<','code':'mg/dL'}",
       ".valueQuantity: the value cannot be read: it is given only as a bound"},
      {"2160-0", "'valueQuantity':{'value':0.9,'code':'mmHg'}",
       ".valueQuantity: the value cannot be read: unit `mmHg` is not one of mg/dL, umol/L"},
      {"2160-0", "'valueQuantity':{'value':0.9}",
       ".valueQuantity: the value cannot be read: it has no unit; known are mg/dL, umol/L"},
      {"2160-0", "'valueQuantity':{'code':'mg/dL'}", ".valueQuantity: the value cannot be read: it has no value"},
      {"2160-0", "'valueQuantity':{'value':0,'code':'mg/dL'}",
       ".valueQuantity: the value cannot be read: its value is not above zero"},
      {"2160-0", "'valueQuantity':{'value':0.09,'code':'mg/dL'}", ".valueQuantity: the value is not plausible"},
      {"2160-0", "'valueQuantity':{'value':90,'code':'mg/dL'}", ".valueQuantity: the value is not plausible"},
      {"29463-7", "'valueQuantity':{'value':700,'code':'kg'}", ".valueQuantity: the value is not plausible"},
      {"29463-7", "'valueQuantity':{'value':1.9,'code':'kg'}", ".valueQuantity: the value is not plausible"},
      {"2160-0", "'valueString':'0.9'", ".valueString: a value of this kind is not read"},
      {"24467-3", "'valueInteger':40", ".valueInteger: a value of this kind is not read"},
      {"5859-4", "'valueCodeableConcept':{'text':'HSV-1'}", ".valueCodeableConcept: the value is not a known code"},
  };
  for (const auto& [loinc, value, unread] : cases) {
    const auto got = observe(coded(loinc) + "," + std::string(value));
    ASSERT_EQ(got->labs.items.size(), 1U) << value;
    EXPECT_EQ(got->labs.items[0].value, std::nullopt) << value;
    EXPECT_THAT(got.unread(), ElementsAre(path(unread))) << value;
  }
}

TEST(Observation, LimitsOfPlausibilityAreInclusive) {
  for (const auto& [loinc, value, code] : {std::tuple{"29463-7", "2", "kg"}, std::tuple{"29463-7", "350", "kg"},
                                           std::tuple{"2160-0", "0.1", "mg/dL"}, std::tuple{"2160-0", "30", "mg/dL"}}) {
    const auto got = observe(coded(loinc) + ",'valueQuantity':{'value':" + value + ",'code':'" + code + "'}");
    EXPECT_TRUE(got->labs.items.at(0).value) << loinc << " " << value;
  }
}

TEST(Observation, CodedValuesAndInterpretations) {
  constexpr auto v3 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
  const auto interpreted =
      observe(coded("73574-6") + ",'interpretation':[{'coding':[{'system':'" + v3 + "','code':'R'}]}]");
  EXPECT_EQ(interpreted->labs.items.at(0).interpretation, (cds::value_sets{value_set::resistant}));
  EXPECT_TRUE(interpreted->labs.items[0].coded_value.empty());
  const auto valued = observe(
      coded("5859-4") + ",'valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'260373001'}]}");
  EXPECT_EQ(valued->labs.items.at(0).coded_value, (cds::value_sets{value_set::detected}));
  EXPECT_TRUE(valued->labs.items[0].interpretation.empty());
}

TEST(Observation, When) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'effectiveDateTime':'2026-01-08','issued':'2026-01-10T08:00:00Z'", "2026-01-08"},
      {"'effectiveInstant':'2026-01-08T08:00:00Z'", "2026-01-08T08:00:00Z"},
      {"'effectivePeriod':{'start':'2026-01-08','end':'2026-01-09'}", "2026-01-08"},
      {"'effectivePeriod':{'end':'2026-01-09'}", "2026-01-09"},
      {"'issued':'2026-01-10T08:00:00Z'", "2026-01-10T08:00:00Z"},
      {"'effectiveTiming':{},'issued':'2026-01-10T08:00:00Z'", "2026-01-10T08:00:00Z"},
      {"'effectiveDateTime':'2026-01'", "2026-01"},
  };
  for (const auto& [members, when] : cases)
    EXPECT_EQ(observe(coded("2160-0") + "," + std::string(members))->labs.items.at(0).effective, sample::at(when))
        << members;
  EXPECT_EQ(observe(coded("2160-0"))->labs.items.at(0).effective, std::nullopt);
  const auto future = observe(coded("2160-0") + ",'effectiveDateTime':'2026-01-20T15:06:00Z'");
  EXPECT_THAT(future->labs.items, IsEmpty());
  EXPECT_THAT(future.unread(), ElementsAre(path(": the date lies in the future")));
  EXPECT_EQ(observe(coded("2160-0") + ",'effectiveDateTime':'2026-01-20T15:05:00Z'")->labs.items.size(), 1U);
}

TEST(Observation, ReferenceHighMustBeTheOnlyOneAndInTheUnit) {
  const auto high = [](std::string_view ranges) {
    return observe(coded("73574-6") +
                   ",'valueQuantity':{'value':3,'code':'ug/mL'},'referenceRange':" + std::string(ranges))
        ->labs.items.at(0)
        .reference_high;
  };
  EXPECT_EQ(high("[{'high':{'value':2,'code':'ug/mL'}}]"), 2);
  EXPECT_EQ(high("[{'high':{'value':2000,'code':'ng/mL'}}]"), 2);
  EXPECT_EQ(high("[{'high':{'value':2,'code':'umol/L'}}]"), std::nullopt);
  EXPECT_EQ(high("[{'high':{'value':2}}]"), std::nullopt);
  EXPECT_EQ(high("[{'low':{'value':2,'code':'ug/mL'}}]"), std::nullopt);
  EXPECT_EQ(high("[{'high':{'value':2,'code':'ug/mL'}},{'high':{'value':4,'code':'ug/mL'}}]"), std::nullopt);
  EXPECT_EQ(high("[]"), std::nullopt);
}

TEST(Observation, ComponentsOfAPanelStandAlone) {
  const auto got = observe("'code':{'text':'panel'},'effectiveDateTime':'2026-01-08','component':[{" + coded("2160-0") +
                           ",'valueQuantity':{'value':0.9,'code':'mg/dL'}},{" + coded("1-1") + "},{" + coded("2823-3") +
                           ",'valueQuantity':{'value':3.1,'code':'mmol/L'}}]");
  ASSERT_EQ(got->labs.items.size(), 2U);
  EXPECT_EQ(got->labs.items[0].sets, (cds::value_sets{value_set::creatinine}));
  EXPECT_EQ(got->labs.items[0].effective, sample::at("2026-01-08"));
  EXPECT_EQ(got->labs.items[1].value, (cds::quantity{3.1, unit::millimole_per_litre}));
  EXPECT_EQ(got->labs.items[1].source, (cds::resource_ref{"Observation", "o1"}));
}

TEST(Observation, CodesOfTwoKindsMakeNoNumber) {
  const auto got = observe("'code':{'coding':[{'system':'http://loinc.org','code':'2160-0'},{'system':'http://"
                           "loinc.org','code':'29463-7'}]},"
                           "'valueQuantity':{'value':70,'code':'kg'}");
  EXPECT_EQ(got->labs.items.at(0).value, std::nullopt);
  EXPECT_THAT(got.unread(), ElementsAre(path(".valueQuantity: its codes name different measurements")));
}

TEST(Observation, VitalsAreTheirOwnSet) {
  const auto got = sample::read_one(
      fhir::data_kind::vitals, "{'resourceType':'Observation','status':'final','subject':{'reference':'Patient/p1'}," +
                                   coded("29463-7") + ",'valueQuantity':{'value':72,'code':'kg'}}");
  EXPECT_EQ(got->vitals.items.at(0).value, (cds::quantity{72, unit::kilogram}));
  EXPECT_EQ(got->labs.state, cds::supply::missing);
}

} // namespace
