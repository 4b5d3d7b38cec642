#include "fhir/reference.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "sample_chart.hpp"

namespace {

constexpr std::string_view base = "https://ehr.example.org/fhir";

struct literal_case {
  std::string_view text;
  std::string_view base;
  std::string_view want; // `Type/id`; empty: no such reference
};

TEST(Reference, LiteralForms) {
  const literal_case cases[] = {
      {"Patient/x", base, "Patient/x"},
      {"Patient/x", "", "Patient/x"},
      {"Patient/x/_history/3", base, "Patient/x"},
      {"Patient/a-b.C9", base, "Patient/a-b.C9"},
      {"Patient/under_score", base, "Patient/under_score"},
      {"https://ehr.example.org/fhir/Patient/x", base, "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x/_history/2", base, "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "https://ehr.example.org/fhir/", "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "https://ehr.example.org/fhir//", "Patient/x"},
      {"http://ehr.example.org/fhir/Patient/x", base, "Patient/x"},
      {"https://ehr.example.org/Patient/x", "https://ehr.example.org", "Patient/x"},
      {"https://ehr.example.org:8443/fhir/Patient/x", "https://ehr.example.org:8443/fhir", "Patient/x"},
      {"HTTPS://ehr.example.org/fhir/Patient/x", base, "Patient/x"},
      {"https://EHR.Example.ORG/fhir/Patient/x", base, "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "HTTPS://EHR.EXAMPLE.ORG/fhir", "Patient/x"},
      {"https://ehr.example.org:443/fhir/Patient/x", base, "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "https://ehr.example.org:443/fhir/", "Patient/x"},
      {"http://ehr.example.org:80/fhir/Patient/x", "http://ehr.example.org/fhir", "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "http://ehr.example.org/fhir", "Patient/x"},
      {"https://ehr.example.org/fhir/PATIENT/x", base, "PATIENT/x"},
      {"https://ehr.example.org/fhir/Patient/X", base, "Patient/X"},
      {"https://ehr.example.org/FHIR/Patient/x", base, ""},
      {"https://ehr.example.org:80/fhir/Patient/x", base, ""},
      {"http://ehr.example.org:443/fhir/Patient/x", base, ""},
      {"https://ehr.example.org:/fhir/Patient/x", base, ""},
      {"https://user@ehr.example.org/fhir/Patient/x", base, ""},
      {"https://evil.example.org?https://ehr.example.org/fhir/Patient/x", base, ""},
      {"https://evil.example.org#/fhir/Patient/x", base, ""},
      {"https://ehr.example.org@evil.example.org/fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir?/Patient/x", base, ""},
      {"https://ehr.example.org?/fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir/../fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir/./Patient/x", base, ""},
      {"https://ehr.example.org//fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir//Patient/x", base, ""},
      {"https:/ehr.example.org/fhir/Patient/x", base, ""},
      {"https//ehr.example.org/fhir/Patient/x", base, ""},
      {"//ehr.example.org/fhir/Patient/x", base, ""},
      {" https://ehr.example.org/fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir/Patient/x/", base, ""},
      {"https://ehr.example.org/fhir/Patient/x?_format=json", base, ""},
      {"https://ehr.example.org/fhir/Patient/x#name", base, ""},
      {"https://ehr.example.org/fhir/Patient?_id=x", base, ""},
      {"https://", base, ""},
      {"https://", "https://", ""},
      {"https:///Patient/x", "https://", ""},
      {"http:///Patient/x", "http:///", ""},
      {"Patient/x", "not a url", "Patient/x"},
      {"https://ehr.example.org/fhir/Patient/x", "not a url", ""},
      {"https://ehr.example.org/fhir/Patient/x", "ehr.example.org/fhir", ""},
      {"https://[2001:db8::1]:8443/fhir/Patient/x", "https://[2001:DB8::1]:8443/fhir", "Patient/x"},
      {"https://[2001:db8::1]/fhir/Patient/x", "https://[2001:db8::2]/fhir", ""},
      {"Patient/0", base, "Patient/0"},
      {"Patient/-", base, "Patient/-"},
      {"Patient/..", base, "Patient/.."},
      {"Patient/x%31", base, "Patient/x%31"},
      {"Patient/x|2", base, "Patient/x|2"},
      {"Patient/\xC3\xA9", base, "Patient/\xC3\xA9"},
      {"Patient/x\t", base, ""},
      {"Patient/x\n", base, ""},
      {"Patient/x&y=1", base, ""},
      {"Patient:x", base, ""},
      {"Patient//x", base, ""},
      {"Patient/x//", base, ""},
      {"P4tient/x", base, ""},
      {"Patient/x/_history", base, ""},
      {"Patient/x/_history/1?y", base, ""},
      {"Patient/x/_history/1/_history/2", base, ""},
      {"Patient/_history/1", base, ""},
      {"urn:uuid:Patient/x", base, ""},
      {"urn:Patient/x", base, ""},
      {"#Patient/x", base, ""},
      {"https://ehr.example.org/fhir/Patient/x", "", ""},
      {"https://other.example.org/fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir2/Patient/x", base, ""},
      {"https://ehr.example.org/Patient/x", base, ""},
      {"https://ehr.example.org.evil/fhir/Patient/x", base, ""},
      {"https://ehr.example.org:8443/fhir/Patient/x", base, ""},
      {"https://ehr.example.org/fhir/r4/Patient/x", base, ""},
      {"https://ehr.example.org/fhirPatient/x", base, ""},
      {"ftp://ehr.example.org/fhir/Patient/x", base, ""},
      {"urn:uuid:0b7c3a52-5f0e-4b0e-8f1c-6c7a3f1d2e4b", base, ""},
      {"urn:oid:1.2.3", base, ""},
      {"#x", base, ""},
      {"", base, ""},
      {"Patient", base, ""},
      {"Patient/", base, ""},
      {"/Patient/x", base, ""},
      {"x", base, ""},
      {"patient/x", base, ""},
      {"Patient/x/y", base, ""},
      {"Patient/x?y", base, ""},
      {"Patient/x#y", base, ""},
      {"Patient/x/_history/", base, ""},
      {"Patient/x/_history/1/2", base, ""},
      {"Patient/x y", base, ""},
      {" Patient/x", base, ""},
      {"Patient?identifier=x", base, ""},
  };
  for (const auto& c : cases) {
    const auto read = fhir::read_literal(c.text, c.base);
    EXPECT_EQ(read ? std::string(read->type) + "/" + std::string(read->id) : "", c.want)
        << c.text << " under " << c.base;
  }
}

/// Names resources by a member `is`.
class Index : public ::testing::Test {
 protected:
  Index()
      : text_("{'drafts':{'entry':["
              "{'fullUrl':'urn:uuid:11','resource':{'resourceType':'Medication','id':'m1','is':'draft m1'}},"
              "{'fullUrl':'urn:uuid:12','resource':{'resourceType':'Medication','is':'draft without id'}},"
              "{'resource':{'resourceType':'Medication','id':'m1','is':'second m1'}},"
              "{},{'resource':{}},5]},"
              "'chart':{'entry':["
              "{'fullUrl':'https://ehr.example.org/fhir/Medication/"
              "m1','resource':{'resourceType':'Medication','id':'m1','is':'chart "
              "m1'}},"
              "{'resource':{'resourceType':'Medication','id':'m2','is':'chart m2'}},"
              "{'fullUrl':'https://elsewhere.example.org/Medication/"
              "m3','resource':{'resourceType':'Medication','is':'far m3'}},"
              "{'resource':{'resourceType':'Condition','id':'m1','is':'condition m1'}}]},"
              "'holder':{'contained':[{'resourceType':'Medication','id':'c1','is':'contained c1'}]}}"),
        index_(base) {
    index_.add_bundle(text_.root()["drafts"], fhir::origin::draft_orders);
    index_.add_bundle(text_.root()["chart"], fhir::origin::prefetch);
    index_.seal();
  }

  std::string find(std::string_view reference, fhir::origin from) const {
    const sample::parsed written("{'reference':'" + std::string(reference) + "'}");
    return std::string(index_.find(written.root(), text_.root()["holder"], from)["is"].string().value_or("nothing"));
  }

  sample::parsed text_;
  fhir::reference_index index_;
};

TEST_F(Index, DraftsSeeTheirBundleFirst) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"Medication/m1", "draft m1"},
      {"Medication/m1/_history/7", "draft m1"},
      {"https://ehr.example.org/fhir/Medication/m1", "draft m1"},
      {"Medication/m2", "chart m2"},
      {"urn:uuid:11", "draft m1"},
      {"urn:uuid:12", "draft without id"},
      {"urn:uuid:13", "nothing"},
      {"#c1", "contained c1"},
      {"#", "nothing"},
      {"#c2", "nothing"},
      {"Condition/m1", "condition m1"},
      {"Medication/m9", "nothing"},
      {"https://elsewhere.example.org/Medication/m3", "far m3"},
      {"https://elsewhere.example.org/Medication/m3/_history/1", "far m3"},
      {"https://elsewhere.example.org/Medication/m1", "nothing"},
      {"", "nothing"},
  };
  for (const auto& [reference, is] : cases) EXPECT_EQ(find(reference, fhir::origin::draft_orders), is) << reference;
}

TEST_F(Index, TheChartNeverSeesDrafts) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"Medication/m1", "chart m1"}, {"https://ehr.example.org/fhir/Medication/m1", "chart m1"},
      {"urn:uuid:11", "nothing"},    {"Medication/m2", "chart m2"},
      {"#c1", "contained c1"},
  };
  for (const auto& [reference, is] : cases) EXPECT_EQ(find(reference, fhir::origin::prefetch), is) << reference;
}

TEST_F(Index, WhatIsNoReferenceFindsNothing) {
  for (const auto json : {"{}", "{'reference':5}", "{'display':'Medication/m1'}", "[]", "'Medication/m1'"}) {
    const sample::parsed written(json);
    EXPECT_FALSE(index_.find(written.root(), text_.root(), fhir::origin::draft_orders)) << json;
  }
}

TEST(ReferenceIndex, FindsAmongManyContainedResources) {
  std::vector<std::string> holders;
  for (const std::string holder : {"a", "b"}) {
    std::string inner;
    for (int i = 0; i < 30; ++i)
      inner += (i > 0 ? ",{'id':'" : "{'id':'") + std::to_string(i) + "','is':'" + holder + std::to_string(i) + "'}";
    holders.push_back("{'resourceType':'MedicationRequest','contained':[" + inner + ",{'id':'3','is':'second'},{},7]}");
  }
  const sample::parsed text(sample::bundle(holders));
  fhir::reference_index index(base);
  index.add_bundle(text.root(), fhir::origin::prefetch);
  index.seal();
  const std::tuple<std::size_t, std::string_view, std::string_view> cases[] = {
      {0, "#0", "a0"}, {0, "#29", "a29"}, {1, "#3", "b3"}, {1, "#30", ""}, {0, "#", ""}, {0, "0", ""}};
  for (const auto& [holder, reference, is] : cases) {
    const sample::parsed written("{'reference':'" + std::string(reference) + "'}");
    const auto found = index.find(written.root(), text.root()["entry"][holder]["resource"], fhir::origin::prefetch);
    EXPECT_EQ(found["is"].string().value_or(""), is) << reference;
  }
}

/// What was sent and what was fetched are two documents, in which the same node is another resource.
TEST(ReferenceIndex, TellsTheSamePlaceOfTwoDocumentsApart) {
  const auto holder = [](const std::string& of) {
    std::string inner;
    for (int i = 0; i < 20; ++i)
      inner += (i > 0 ? ",{'id':'" : "{'id':'") + std::to_string(i) + "','is':'" + of + std::to_string(i) + "'}";
    return sample::bundle({"{'resourceType':'MedicationRequest','contained':[" + inner + "]}"});
  };
  const sample::parsed sent(holder("sent")), fetched(holder("fetched"));
  fhir::reference_index index(base);
  index.add_bundle(sent.root(), fhir::origin::prefetch);
  index.add_bundle(fetched.root(), fhir::origin::prefetch);
  index.seal();
  const sample::parsed written("{'reference':'#7'}");
  const auto found = [&](const sample::parsed& in) {
    return index.find(written.root(), in.root()["entry"][0]["resource"], fhir::origin::prefetch)["is"].string();
  };
  EXPECT_EQ(found(sent), "sent7");
  EXPECT_EQ(found(fetched), "fetched7");
}

} // namespace
