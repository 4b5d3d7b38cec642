#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using ::testing::ElementsAre;

sample::outcome patient(std::string_view json) {
  return sample::read({.draft_orders = {}, .data = {{data_kind::patient, std::string(json)}}});
}

TEST(Patient, IsRead) {
  const auto read = patient("{'resourceType':'Patient','id':'p1','birthDate':'1974-03-02','gender':'male'}");
  ASSERT_THAT(read.faults(), ElementsAre());
  EXPECT_EQ(read->patient.source, (cds::resource_ref{"Patient", "p1"}));
  EXPECT_EQ(read->patient.birth, sample::at("1974-03-02"));
  EXPECT_EQ(read->patient.sex, cds::sex::male);
}

TEST(Patient, MayBeMissing) {
  const auto read = sample::read({});
  EXPECT_EQ(read->patient, cds::patient{});
}

TEST(Patient, SexIsMaleFemaleOrUnknown) {
  const std::pair<std::string_view, cds::sex> cases[] = {
      {"'male'", cds::sex::male},       {"'female'", cds::sex::female}, {"'other'", cds::sex::unknown},
      {"'unknown'", cds::sex::unknown}, {"'Male'", cds::sex::unknown},  {"null", cds::sex::unknown}};
  for (const auto& [gender, sex] : cases)
    EXPECT_EQ(patient("{'resourceType':'Patient','id':'p1','gender':" + std::string(gender) + "}")->patient.sex, sex)
        << gender;
}

TEST(Patient, BirthKeepsItsPrecision) {
  const auto birth = [](std::string_view date) {
    return patient("{'resourceType':'Patient','id':'p1','birthDate':'" + std::string(date) + "'}");
  };
  EXPECT_EQ(birth("1974")->patient.birth, sample::at("1974"));
  EXPECT_EQ(birth("1974-03")->patient.birth, sample::at("1974-03"));
  EXPECT_EQ(birth("2026-01-20")->patient.birth, sample::at("2026-01-20"));
  EXPECT_EQ(birth("1974-02-30")->patient.birth, std::nullopt);
  EXPECT_THAT(birth("1974-02-30").unread(),
              ElementsAre("prefetch.patient.birthDate: not a date: the month has no such day"));
  EXPECT_EQ(birth("2062-03-02")->patient.birth, std::nullopt);
  EXPECT_THAT(birth("2062-03-02").unread(), ElementsAre("prefetch.patient.birthDate: the date lies in the future"));
}

TEST(Patient, AnotherOrNoneRefuses) {
  const std::tuple<std::string_view, fhir::issue_code, std::string_view> cases[] = {
      {"{'resourceType':'Patient','id':'p2'}", fhir::issue_code::security,
       "prefetch.patient.id: must be the patient of the context"},
      {"{'resourceType':'Patient','id':5}", fhir::issue_code::required,
       "prefetch.patient.id: must be the patient of the context"},
      {"{'resourceType':'Patient'}", fhir::issue_code::required,
       "prefetch.patient.id: must be the patient of the context"},
      {"{'resourceType':'Bundle','entry':[]}", fhir::issue_code::structure,
       "prefetch.patient.resourceType: must be `Patient`"},
      {"{}", fhir::issue_code::structure, "prefetch.patient.resourceType: must be `Patient`"},
      {"'Patient/p1'", fhir::issue_code::structure, "prefetch.patient: must be a Patient"},
  };
  for (const auto& [json, code, fault] : cases) {
    const auto read = patient(json);
    ASSERT_THAT(read.faults(), ElementsAre(std::string(fault))) << json;
    EXPECT_EQ(read.facts.error()[0].code, code) << json;
  }
}

} // namespace
