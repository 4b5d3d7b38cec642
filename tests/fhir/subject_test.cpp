// Whose data is it: every form of a subject, in a search set and in a draft order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::supply;
using fhir::data_kind;
using ::testing::ElementsAre;

enum class whose { ours, theirs, nobodys };

struct subject_case {
  std::string_view member; // the members that say whose it is
  whose is;
};

constexpr subject_case subjects[] = {
    {"'subject':{'reference':'Patient/p1'}", whose::ours},
    {"'subject':{'reference':'Patient/p1/_history/4'}", whose::ours},
    {"'subject':{'reference':'https://ehr.example.org/fhir/Patient/p1'}", whose::ours},
    {"'subject':{'reference':'http://ehr.example.org/fhir/Patient/p1'}", whose::ours},
    {"'subject':{'reference':'https://ehr.example.org/fhir/Patient/p1/_history/4'}", whose::ours},
    {"'subject':{'reference':'Patient/p1','display':'somebody'}", whose::ours},
    {"'patient':{'reference':'Patient/p1'}", whose::ours},
    {"'subject':{'reference':'Patient/p1'},'patient':{'reference':'Patient/p1'}", whose::ours},
    {"'subject':{'reference':'HTTPS://EHR.example.org:443/fhir/Patient/p1'}", whose::ours},
    {"'subject':{'reference':'Patient/p1','type':'Patient'}", whose::ours},
    {"'subject':{'reference':'Patient/p1','type':'http://hl7.org/fhir/StructureDefinition/Patient'}", whose::ours},
    {"'subject':{'reference':'Patient/p1','type':null,'identifier':{'value':'7'}}", whose::ours},
    {"'subject':{'reference':'Patient/p1','type':'Group'}", whose::theirs},
    {"'subject':{'reference':'Patient/p1','type':5}", whose::theirs},
    {"'subject':{'reference':'Patient/p1?x'}", whose::theirs},
    {"'subject':{'reference':'Patient/p1#x'}", whose::theirs},
    {"'subject':{'reference':'Patient/p%31'}", whose::theirs},
    {"'subject':{'reference':'Patient/p1|2'}", whose::theirs},
    {"'subject':{'reference':' Patient/p1'}", whose::theirs},
    {"'subject':{'reference':'Patient/p1/'}", whose::theirs},
    {"'subject':{'reference':'Patient/p1/Condition/p1'}", whose::theirs},
    {"'subject':{'reference':'Patient/p2/_history/p1'}", whose::theirs},
    {"'subject':{'reference':'urn:oid:1.2.3'}", whose::theirs},
    {"'subject':{'reference':'urn:uuid:p1'}", whose::theirs},
    {"'subject':{'reference':'#'}", whose::theirs},
    {"'subject':{'reference':''}", whose::theirs},
    {"'subject':{'reference':null,'display':'somebody'}", whose::theirs},
    {"'subject':{'identifier':{'system':'urn:oid:1.2','value':'7'}}", whose::theirs}, // nothing to compare with
    {"'subject':{'reference':'Patient/p2'}", whose::theirs},
    {"'subject':{'reference':'Patient/P1'}", whose::theirs},
    {"'subject':{'reference':'Patient/p11'}", whose::theirs},
    {"'subject':{'reference':'Patient/p'}", whose::theirs},
    {"'subject':{'reference':'Group/p1'}", whose::theirs},
    {"'subject':{'reference':'p1'}", whose::theirs},
    {"'subject':{'reference':'https://other.example.org/fhir/Patient/p1'}", whose::theirs},
    {"'subject':{'reference':'https://ehr.example.org/fhir/Patient/p2'}", whose::theirs},
    {"'subject':{'reference':'urn:uuid:unknown'}", whose::theirs},
    {"'subject':{'reference':'#pat'},'contained':[{'resourceType':'Patient','id':'pat'}]", whose::theirs},
    {"'subject':{'reference':'#p1'},'contained':[{'resourceType':'Patient','id':'p1'}]", whose::theirs},
    {"'subject':{'display':'somebody'}", whose::theirs},
    {"'subject':{'identifier':{'value':'p1'}}", whose::theirs},
    {"'subject':{'reference':5}", whose::theirs},
    {"'subject':'Patient/p1'", whose::theirs},
    {"'subject':[{'reference':'Patient/p1'}]", whose::theirs},
    {"'subject':{'reference':'Patient/p1'},'patient':{'reference':'Patient/p2'}", whose::theirs},
    {"'subject':null", whose::nobodys},
    {"'subject':{}", whose::nobodys},
    {"'note':[]", whose::nobodys},
};

struct kind_case {
  data_kind kind;
  std::string_view members;
};
constexpr kind_case kinds[] = {
    {data_kind::conditions, "'resourceType':'Condition'"},
    {data_kind::medications, "'resourceType':'MedicationRequest','status':'active'"},
    {data_kind::dispenses, "'resourceType':'MedicationDispense','status':'completed'"},
    {data_kind::administrations, "'resourceType':'MedicationAdministration','status':'completed'"},
    {data_kind::statements, "'resourceType':'MedicationStatement','status':'active'"},
    {data_kind::labs,
     "'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'5859-4'}]}"},
    {data_kind::vitals, "'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://"
                        "loinc.org','code':'29463-7'}]}"},
    {data_kind::service_requests, "'resourceType':'ServiceRequest','status':'active'"},
    {data_kind::allergies, "'resourceType':'AllergyIntolerance'"},
};

std::pair<supply, std::size_t> set_of(const cds::facts& f, data_kind kind) {
  const auto of = [](const auto& set) { return std::pair{set.state, set.items.size()}; };
  switch (kind) {
  case data_kind::conditions:
    return of(f.conditions);
  case data_kind::medications:
    return of(f.requests);
  case data_kind::dispenses:
    return of(f.dispenses);
  case data_kind::administrations:
    return of(f.administrations);
  case data_kind::statements:
    return of(f.statements);
  case data_kind::labs:
    return of(f.labs);
  case data_kind::vitals:
    return of(f.vitals);
  case data_kind::service_requests:
    return of(f.service_requests);
  case data_kind::allergies:
  case data_kind::patient:
    break;
  }
  return of(f.allergies);
}

TEST(Subject, InASearchSet) {
  for (const auto& [kind, members] : kinds) {
    for (const auto& [subject, is] : subjects) {
      SCOPED_TRACE(std::string(members) + " " + std::string(subject));
      const auto read = sample::read_one(kind, "{" + std::string(members) + "," + std::string(subject) + "}");
      ASSERT_THAT(read.faults(), ElementsAre());
      const auto path = "prefetch." + std::string(fhir::key_of(kind)) + ".entry[0].resource: ";
      if (is == whose::ours) {
        EXPECT_EQ(set_of(*read.facts, kind), (std::pair{supply::complete, std::size_t{1}}));
        continue;
      }
      EXPECT_EQ(set_of(*read.facts, kind), (std::pair{supply::failed, std::size_t{0}}));
      EXPECT_THAT(read.unread(),
                  ElementsAre(path + (is == whose::theirs ? "it names another patient" : "it names no patient")));
    }
  }
}

TEST(Subject, OfEveryResourceInEverySet) {
  for (const auto& [kind, own] : kinds)
    for (const auto& [other, members] : kinds)
      for (const auto& [subject, state] : {std::pair{"p1", supply::complete}, std::pair{"p2", supply::failed}}) {
        const auto read = sample::read_one(kind, "{" + std::string(members) + ",'subject':{'reference':'Patient/" +
                                                     std::string(subject) + "'}}");
        EXPECT_EQ(set_of(*read.facts, kind).first, state) << fhir::key_of(kind) << " " << members << " of " << subject;
      }
}

TEST(Subject, OneForeignResourceTaintsItsSetAndNoOther) {
  const std::string ours = "{'resourceType':'Condition','id':'a','subject':{'reference':'Patient/p1'}}";
  const std::string theirs = "{'resourceType':'Condition','id':'b','subject':{'reference':'Patient/p2'}}";
  const auto read = sample::read({.draft_orders = {},
                                  .data = {{data_kind::conditions, sample::bundle({ours, theirs, ours})},
                                           {data_kind::allergies, sample::bundle({})}}});
  EXPECT_EQ(read->conditions.state, supply::failed);
  EXPECT_TRUE(read->conditions.items.empty());
  EXPECT_EQ(read->allergies.state, supply::complete);
  EXPECT_THAT(read.unread(), ElementsAre("prefetch.conditions.entry[1].resource: it names another patient"));
}

TEST(Subject, OfResourcesThatAreOnlyIncluded) {
  const std::string ours = "{'resourceType':'Condition','subject':{'reference':'Patient/p1'}}";
  const std::pair<std::string_view, supply> cases[] = {
      {"{'resourceType':'Patient','id':'p1'}", supply::complete},
      {"{'resourceType':'Patient','id':'p2'}", supply::failed},
      {"{'resourceType':'Encounter','subject':{'reference':'Patient/p2'}}", supply::failed},
      {"{'resourceType':'Encounter','subject':{'reference':'Patient/p1'}}", supply::complete},
      {"{'resourceType':'Practitioner','id':'p2'}", supply::complete},
      {"{'resourceType':'Medication','id':'m'}", supply::complete},
  };
  for (const auto& [other, state] : cases) {
    const auto read = sample::read(
        {.draft_orders = {}, .data = {{data_kind::conditions, sample::bundle({ours, std::string(other)})}}});
    EXPECT_EQ(read->conditions.state, state) << other;
  }
}

TEST(Subject, OfADraftOrder) {
  for (const auto& [subject, is] : subjects) {
    SCOPED_TRACE(subject);
    const auto order = "{'resourceType':'MedicationRequest','id':'d'," + std::string(subject) + "}";
    const auto read = sample::read({.draft_orders = sample::bundle({order}), .data = {}});
    if (is == whose::ours) {
      ASSERT_THAT(read.faults(), ElementsAre());
      EXPECT_EQ(read->drafts.size(), 1U);
      continue;
    }
    ASSERT_FALSE(read.facts);
    ASSERT_EQ(read.facts.error().size(), 1U);
    const auto& fault = read.facts.error()[0];
    EXPECT_EQ(fault.code, is == whose::theirs ? fhir::issue_code::security : fhir::issue_code::required);
    EXPECT_EQ(fault.path, "context.draftOrders.entry[0].resource.subject");
    EXPECT_EQ(fault.message, "must name the patient of the context");
  }
}

TEST(Subject, OfAnyResourceInTheDraftBundle) {
  const std::string ours = "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'}}";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{'resourceType':'ServiceRequest','subject':{'reference':'Patient/p2'}}", "resource.subject"},
      {"{'resourceType':'Claim','patient':{'reference':'Patient/p2'}}", "resource.patient"},
      {"{'resourceType':'Patient','id':'p2'}", "resource.id"},
      {"{'resourceType':'Patient'}", "resource"},
  };
  for (const auto& [other, path] : cases) {
    const auto read = sample::read({.draft_orders = sample::bundle({ours, std::string(other)}), .data = {}});
    EXPECT_THAT(read.faults(), ElementsAre("context.draftOrders.entry[1]." + std::string(path) +
                                           ": must name the patient of the context"));
  }
  const auto fine = sample::read({.draft_orders = sample::bundle({"{'resourceType':'Medication','id':'m'}",
                                                                  "{'resourceType':'ServiceRequest'}", ours}),
                                  .data = {}});
  ASSERT_THAT(fine.faults(), ElementsAre());
  ASSERT_EQ(fine->drafts.size(), 1U);
  EXPECT_EQ(fine->drafts[0].entry, 2U);
}

TEST(Subject, ByFullUrl) {
  const std::string patient = "{'fullUrl':'urn:uuid:77','resource':{'resourceType':'Patient','id':'p1'}}";
  const std::string order = "{'resource':{'resourceType':'MedicationRequest','subject':{'reference':'urn:uuid:77'}}}";
  const auto bundle = "{'resourceType':'Bundle','entry':[" + patient + "," + order + "]}";
  const auto read = sample::read({.draft_orders = bundle, .data = {}});
  ASSERT_THAT(read.faults(), ElementsAre());
  EXPECT_EQ(read->drafts.size(), 1U);
}

constexpr std::string_view known_patient =
    "{'resourceType':'Patient','id':'p1','identifier':[{'system':'urn:oid:1.2','value':'7'},{'system':'urn:oid:1.2','"
    "value':'8','use':'old'},{'system':'urn:oid:9','value':'7'},{'value':'6'},{'system':'urn:oid:5'},{'system':'','"
    "value':''}]}";

struct identified_case {
  std::string_view subject;
  std::string_view patient;
  bool ours;
};
constexpr identified_case identified[] = {
    {"{'identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, true},
    {"{'identifier':{'system':'urn:oid:1.2','value':'8'}}", known_patient, true},
    {"{'identifier':{'system':'urn:oid:9','value':'7'}}", known_patient, true},
    {"{'type':'Patient','identifier':{'system':'urn:oid:1.2','value':'7'},'display':'somebody'}", known_patient, true},
    {"{'reference':'Patient/p1','identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, true},
    {"{'reference':'Patient/p1','identifier':{'system':'urn:oid:77','value':'1'}}", known_patient, true},
    {"{'reference':null,'identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, true},
    {"{'identifier':{'system':'urn:oid:1.2','value':'9'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.3','value':'7'}}", known_patient, false},
    {"{'identifier':{'system':'URN:OID:1.2','value':'7'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'07'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'7 '}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.2','value':7}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.2'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:5'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:5','value':''}}", known_patient, false},
    {"{'identifier':{'system':'','value':''}}", known_patient, false},
    {"{'identifier':{'value':'6'}}", known_patient, false},
    {"{'identifier':{}}", known_patient, false},
    {"{'identifier':[{'system':'urn:oid:1.2','value':'7'}]}", known_patient, false},
    {"{'type':'Group','identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, false},
    {"{'reference':'','identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, false},
    {"{'reference':'Patient/p2','identifier':{'system':'urn:oid:1.2','value':'7'}}", known_patient, false},
    {"{'reference':'Patient/p1','identifier':{'system':'urn:oid:1.2','value':'9'}}", known_patient, false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'7'}}", "{'resourceType':'Patient','id':'p1'}", false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'7'}}", "null", false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'7'}}", "{'resourceType':'OperationOutcome'}", false},
    {"{'identifier':{'system':'urn:oid:1.2','value':'7'}}",
     "{'resourceType':'Patient','id':'p1','identifier':{'system':'urn:oid:1.2','value':'7'}}", false},
};

std::string condition_of(std::string_view subject, std::string_view contained) {
  return "{'resourceType':'Condition','subject':" + std::string(subject) +
         (contained.empty() ? "" : ",'contained':[" + std::string(contained) + "]") + "}";
}

void expect_whose(std::string_view subject, std::string_view contained, std::string_view patient, bool ours) {
  SCOPED_TRACE(std::string(subject) + " " + std::string(contained) + " beside " + std::string(patient));
  const auto condition = condition_of(subject, contained);
  const auto in_a_set = sample::read(
      {.draft_orders = {},
       .data = {{data_kind::patient, std::string(patient)}, {data_kind::conditions, sample::bundle({condition})}}});
  ASSERT_THAT(in_a_set.faults(), ElementsAre());
  EXPECT_EQ(in_a_set->conditions.state, ours ? supply::complete : supply::failed);
  EXPECT_EQ(in_a_set->conditions.items.size(), ours ? 1U : 0U);
  auto order = condition;
  order.replace(order.find("Condition"), 9, "MedicationRequest");
  const auto as_draft =
      sample::read({.draft_orders = sample::bundle({order}), .data = {{data_kind::patient, std::string(patient)}}});
  EXPECT_EQ(as_draft.facts.has_value(), ours);
}

TEST(Subject, ByIdentifier) {
  for (const auto& c : identified) expect_whose(c.subject, "", c.patient, c.ours);
}

TEST(Subject, ByContainedPatient) {
  const std::tuple<std::string_view, std::string_view, bool> cases[] = {
      {"#c", "{'resourceType':'Patient','id':'c','identifier':[{'system':'urn:oid:1.2','value':'7'}]}", true},
      {"#c",
       "{'resourceType':'Patient','id':'c','identifier':[{'system':'urn:oid:77','value':'1'},{'system':'urn:oid:1.2','"
       "value':'7'}]}",
       true},
      {"#c", "{'resourceType':'Patient','id':'c','identifier':[{'system':'urn:oid:1.2','value':'9'}]}", false},
      {"#c",
       "{'resourceType':'Patient','id':'c','identifier':[{'system':'urn:oid:9','value':'7'},{'system':'urn:oid:1.2','"
       "value':'9'}]}",
       false},
      {"#c", "{'resourceType':'Patient','id':'c','identifier':[{'value':'6'}]}", false},
      {"#c", "{'resourceType':'Patient','id':'c'}", false},
      {"#p1", "{'resourceType':'Patient','id':'p1'}", false},
      {"#c", "{'resourceType':'Group','id':'c','identifier':[{'system':'urn:oid:1.2','value':'7'}]}", false},
      {"#d", "{'resourceType':'Patient','id':'c','identifier':[{'system':'urn:oid:1.2','value':'7'}]}", false},
      {"#c",
       "{'resourceType':'Patient','id':'c','modifierExtension':[{'url':'u'}],'identifier':[{'system':'urn:oid:1.2','"
       "value':'7'}]}",
       false},
  };
  for (const auto& [reference, contained, ours] : cases)
    expect_whose("{'reference':'" + std::string(reference) + "'}", contained, known_patient, ours);
}

TEST(Subject, AbsoluteReferencesNeedAServer) {
  const auto order =
      "{'resourceType':'MedicationRequest','subject':{'reference':'https://ehr.example.org/fhir/Patient/p1'}}";
  EXPECT_FALSE(sample::read({.draft_orders = sample::bundle({order}), .data = {}, .fhir_server = ""}).facts);
  EXPECT_TRUE(sample::read(
                  {.draft_orders = sample::bundle({order}), .data = {}, .fhir_server = "https://ehr.example.org/fhir/"})
                  .facts);
}

TEST(Subject, EveryFaultIsToldAndNoIdIsRepeated) {
  const std::string theirs = "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/secret-99'}}";
  const auto read = sample::read({.draft_orders = sample::bundle({theirs, theirs}),
                                  .data = {{data_kind::patient, "{'resourceType':'Patient','id':'secret-98'}"}}});
  EXPECT_THAT(read.faults(),
              ElementsAre("prefetch.patient.id: must be the patient of the context",
                          "context.draftOrders.entry[0].resource.subject: must name the patient of the context",
                          "context.draftOrders.entry[1].resource.subject: must name the patient of the context"));
}

} // namespace
