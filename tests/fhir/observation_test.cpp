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

TEST(Observation, AStatusThatIsNotKnownLeavesItOut) {
  const auto odd = observe(coded("2160-0"), "done");
  EXPECT_THAT(odd->labs.items, IsEmpty());
  EXPECT_THAT(odd.unread(), ElementsAre(path(": status `done` is not a known one")));
}

TEST(Observation, UnknownCodesAreNoFacts) {
  for (const auto code :
       {"'code':{'coding':[{'system':'http://loinc.org','code':'1-1'}]}", "'code':{'text':'creatinine'}", "'note':[]"})
    EXPECT_THAT(observe(code)->labs.items, IsEmpty()) << code;
}

TEST(Observation, ASusceptibilityHasItsConcentration) {
  const auto got = observe(coded("73574-6") + ",'valueQuantity':{'value':3,'code':'mg/L'}");
  EXPECT_EQ(got->labs.items.at(0).value, (cds::quantity{3, unit::microgram_per_millilitre}));
}

TEST(Observation, ACodedValueThatIsNotKnownIsTold) {
  const auto got = observe(coded("5859-4") + ",'valueCodeableConcept':{'text':'HSV-1'}");
  EXPECT_TRUE(got->labs.items.at(0).unreadable);
  EXPECT_THAT(got.unread(), ElementsAre(path(".valueCodeableConcept: the value is not a known code")));
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
  for (const auto members : {"'note':[]", "'effectiveDateTime':'yesterday','issued':'2026-01-10T08:00:00Z'",
                             "'effectiveInstant':5,'issued':'2026-01-10T08:00:00Z'",
                             "'effectivePeriod':{'start':'2026-13'},'issued':'2026-01-10T08:00:00Z'"})
    EXPECT_EQ(observe(coded("2160-0") + "," + members)->labs.items.at(0).effective, std::nullopt) << members;
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
