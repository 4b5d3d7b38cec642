#include "hooks/request.hpp"

#include <gtest/gtest.h>

#include "tests/hooks/faults.hpp"

namespace {

using hooks_tests::replaced;

const std::string base =
    R"({"hook":"order-sign","hookInstance":"5f1c2b7e-0d4a-4e6b-9a3c-000000000001",)"
    R"("fhirServer":"https://ehr.example.org/fhir","fhirAuthorization":{"access_token":"t","patient":"p-1"},)"
    R"("context":{"userId":"Practitioner/u","patientId":"p-1","encounterId":"e.1",)"
    R"("draftOrders":{"resourceType":"Bundle","entry":[]}}})";

struct reading {
  std::string body; // the document and the request point into it
  fhir::json::document document;
  hooks::request request;
  bool names_a_chart = false;
  std::string faults;
};

void read(std::string body, reading& into, std::string_view service = "antiviral-order-sign") {
  into.body = std::move(body);
  std::vector<fhir::issue> faults;
  auto root = into.document.read(into.body);
  ASSERT_TRUE(root) << into.body;
  const auto& asked = *hooks::service_named(service);
  into.request = hooks::read_request(*root, asked, faults);
  into.names_a_chart = hooks::names_a_chart(into.request, asked);
  into.faults = hooks_tests::to_text(faults);
}

TEST(Request, ReadsWhatTheRulesNeed) {
  reading got;
  read(base, got);
  EXPECT_EQ(got.faults, "");
  EXPECT_EQ(got.request.user_id, "Practitioner/u");
  EXPECT_EQ(got.request.patient_id, "p-1");
  EXPECT_EQ(got.request.encounter_id, "e.1");
  EXPECT_EQ(got.request.fhir_server, "https://ehr.example.org/fhir");
  EXPECT_EQ(got.request.draft_orders.path(), "context.draftOrders");
  EXPECT_TRUE(got.names_a_chart);
}

TEST(Request, IsLiberalWhereItIsSafe) {
  const struct {
    const char* what;
    const char* with;
  } table[] = {
      {R"("hook":)", R"("unknown":{"a":[1,null]},"hook":)"},
      {R"("hook":)", R"("extension":{"com.example.x":1},"hook":)"},
      {"5f1c2b7e-0d4a-4e6b-9a3c-000000000001", "not a uuid"},
      {R"("patientId":"p-1")", R"("patientId":"Patient/p-1")"},
      {R"("patient":"p-1")", R"("patient":"Patient/p-1")"},
      {R"("patient":"p-1")", R"("patient":null)"},
      {R"("access_token":"t",)", ""},
      {R"("encounterId":"e.1",)", ""},
      {R"("encounterId":"e.1")", R"("encounterId":null)"},
      {R"("encounterId":"e.1")", R"("encounterId":"Encounter/e.1")"},
      {R"("https://ehr.example.org/fhir")", R"("https://ehr.example.org/fhir/")"},
      {R"("https://ehr.example.org/fhir")", R"("http://localhost:8080/baseR4")"},
      {R"("fhirAuthorization":{"access_token":"t","patient":"p-1"},)", ""},
      {R"("fhirAuthorization":{"access_token":"t","patient":"p-1"},)", R"("fhirAuthorization":null,)"},
      {R"("userId":"Practitioner/u")", R"("userId":"Practitioner/u","selections":[{}])"},
      {R"("context":)", R"("prefetch":null,"context":)"},
      {R"("context":)", R"("prefetch":{},"context":)"},
      {R"("context":)", R"("prefetch":{"another":"x"},"context":)"},
  };
  for (const auto& one : table) {
    reading got;
    read(replaced(base, one.what, one.with), got);
    EXPECT_EQ(got.faults, "") << one.with;
    EXPECT_EQ(got.request.patient_id, "p-1") << one.with;
    EXPECT_TRUE(got.request.encounter_id.empty() || got.request.encounter_id == "e.1") << one.with;
    EXPECT_FALSE(got.request.fhir_server.ends_with('/')) << one.with;
  }
}

TEST(Request, NamesEachFaultWithItsPath) {
  const std::string long_id(65, 'a');
  const std::string not_an_id = "not a FHIR id: 1 to 64 letters, digits, `-` and `.`";
  const std::string not_a_server = "value fhirServer: not the absolute http(s) URL of a FHIR server";
  const struct {
    std::string what;
    std::string with;
    std::string faults;
  } table[] = {
      {R"("hook":"order-sign",)", "", "required hook: missing"},
      {R"("hook":"order-sign")", R"("hook":null)", "required hook: missing"},
      {R"("hook":"order-sign")", R"("hook":1)", "structure hook: must be a string, not a number"},
      {R"("hook":"order-sign")", R"("hook":"")", "value hook: must not be empty"},
      {R"("hook":"order-sign")", R"("hook":"patient-view")",
       "value hook: this service answers the hook `order-sign` only"},
      {R"("hook":"order-sign")", R"("hook":"Order-sign")",
       "value hook: this service answers the hook `order-sign` only"},
      {R"("hookInstance":"5f1c2b7e-0d4a-4e6b-9a3c-000000000001",)", "", "required hookInstance: missing"},
      {R"("5f1c2b7e-0d4a-4e6b-9a3c-000000000001")", "true", "structure hookInstance: must be a string, not a boolean"},
      {R"("5f1c2b7e-0d4a-4e6b-9a3c-000000000001")", R"(" ")", "value hookInstance: must not be empty"},
      {R"("userId":"Practitioner/u",)", "", "required context.userId: missing"},
      {R"("userId":"Practitioner/u")", R"("userId":{})", "structure context.userId: must be a string, not an object"},
      {R"("patientId":"p-1",)", "", "required context.patientId: missing"},
      {R"("patientId":"p-1")", R"("patientId":null)", "required context.patientId: missing"},
      {R"("patientId":"p-1")", R"("patientId":["p-1"])", "structure context.patientId: must be a string, not an array"},
      {R"("patientId":"p-1")", R"("patientId":"")", "value context.patientId: must not be empty"},
      {R"("patientId":"p-1")", R"("patientId":"Patient/")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":"Practitioner/p-1")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":"p/1")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":"p?1")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":"p&1")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":"p\r\n1")", "value context.patientId: " + not_an_id},
      {R"("patientId":"p-1")", R"("patientId":")" + long_id + '"', "value context.patientId: " + not_an_id},
      {R"("encounterId":"e.1")", R"("encounterId":"e/1")", "value context.encounterId: " + not_an_id},
      {R"("encounterId":"e.1")", R"("encounterId":7)", "structure context.encounterId: must be a string, not a number"},
      {R"("draftOrders":{"resourceType":"Bundle","entry":[]})", R"("draftOrders":null)",
       "required context.draftOrders: missing"},
      {R"("draftOrders":{"resourceType":"Bundle","entry":[]})", R"("draftOrders":[])",
       "structure context.draftOrders: must be an object, not an array"},
      {R"("draftOrders":{"resourceType":"Bundle","entry":[]})", R"("draftOrders":{})",
       "value context.draftOrders.resourceType: must be `Bundle`"},
      {R"("draftOrders":{"resourceType":"Bundle")", R"("draftOrders":{"resourceType":"MedicationRequest")",
       "value context.draftOrders.resourceType: must be `Bundle`"},
      {R"("https://ehr.example.org/fhir")", "[]", "structure fhirServer: must be a string, not an array"},
      {R"("https://ehr.example.org/fhir")", R"("ehr.example.org/fhir")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("ftp://ehr.example.org/fhir")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("https://user:secret@ehr.example.org/fhir")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("https://ehr.example.org/fhir?x=1")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("https://ehr.example.org/fhir#x")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("https:///fhir")", not_a_server},
      {R"("https://ehr.example.org/fhir")", R"("https://ehr.example.org/\r\nX: y")", not_a_server},
      {R"("fhirServer":"https://ehr.example.org/fhir",)", "",
       "required fhirServer: missing; `fhirAuthorization` needs the server it is for"},
      {R"("https://ehr.example.org/fhir")", "null",
       "required fhirServer: missing; `fhirAuthorization` needs the server it is for"},
      {R"({"access_token":"t","patient":"p-1"})", R"("t")",
       "structure fhirAuthorization: must be an object, not a string"},
      {R"("patient":"p-1")", R"("patient":{})", "structure fhirAuthorization.patient: must be a string, not an object"},
      {R"("patient":"p-1")", R"("patient":"p-2")",
       "security fhirAuthorization.patient: the access token is for another patient than `context.patientId`"},
      {R"("patient":"p-1")", R"("patient":"Patient/P-1")",
       "security fhirAuthorization.patient: the access token is for another patient than `context.patientId`"},
      {R"("context":)", R"("prefetch":[],"context":)", "structure prefetch: must be an object, not an array"},
      {R"("context":)", R"("prefetch":{"labs":7},"context":)",
       "structure prefetch.labs: must be a FHIR resource or null, not a number"},
  };
  for (const auto& one : table) {
    reading got;
    read(replaced(base, one.what, one.with), got);
    EXPECT_EQ(got.faults, one.faults) << one.what << " -> " << one.with;
  }
}

TEST(Request, CollectsAllFaults) {
  reading got;
  read(
      R"({"hook":7,"fhirServer":"x","fhirAuthorization":{},"context":{"patientId":"p/1"},"prefetch":{"patient":[],"labs":{}}})",
      got);
  EXPECT_EQ(got.faults, "structure hook: must be a string, not a number\n"
                        "required hookInstance: missing\n"
                        "required context.userId: missing\n"
                        "value context.patientId: not a FHIR id: 1 to 64 letters, digits, `-` and `.`\n"
                        "required context.draftOrders: missing\n"
                        "value fhirServer: not the absolute http(s) URL of a FHIR server\n"
                        "structure prefetch.patient: must be a FHIR resource or null, not an array\n"
                        "required prefetch.labs.resourceType: must be `Bundle` or `OperationOutcome`");
  EXPECT_FALSE(got.names_a_chart);
}

TEST(Request, OnOpeningTheChartHasNoOrders) {
  const auto opened = replaced(base, R"("hook":"order-sign")", R"("hook":"patient-view")");
  const auto without = replaced(opened, R"(,"draftOrders":{"resourceType":"Bundle","entry":[]})", "");
  for (const auto& body : {without, opened, replaced(opened, R"("resourceType":"Bundle")", R"("x":1)")}) {
    reading got;
    read(body, got, "antiviral-patient-view");
    EXPECT_EQ(got.faults, "") << body;
    EXPECT_FALSE(got.request.draft_orders.exists());
    EXPECT_TRUE(got.names_a_chart);
  }
  reading got;
  read(replaced(without, R"("patientId":"p-1")", R"("patientId":7)"), got, "antiviral-patient-view");
  EXPECT_EQ(got.faults, "structure context.patientId: must be a string, not a number");
  EXPECT_FALSE(got.names_a_chart);
}

TEST(Request, OnSelectingNamesTheOrdersThatAreWrittenOn) {
  const auto selecting = replaced(base, R"("hook":"order-sign")", R"("hook":"order-select")");
  reading got;
  read(replaced(selecting, R"("draftOrders")", R"("selections":[],"draftOrders")"), got, "antiviral-order-select");
  EXPECT_EQ(got.faults, "");
  EXPECT_EQ(got.request.selections.path(), "context.selections");
  read(selecting, got, "antiviral-order-select");
  EXPECT_EQ(got.faults, "required context.selections: missing");
  read(R"({"hook":"order-select","hookInstance":"i","context":[]})", got, "antiviral-order-select");
  EXPECT_EQ(got.faults, "structure context: must be an object, not an array");
}

TEST(Request, MustBeAnObject) {
  const struct {
    const char* body;
    const char* kind;
  } table[] = {{"[]", "an array"}, {"null", "null"}, {"7", "a number"}, {R"("x")", "a string"}, {"true", "a boolean"}};
  for (const auto& one : table) {
    reading got;
    read(one.body, got);
    EXPECT_EQ(got.faults, std::string("structure : the body must be a JSON object, not ") + one.kind);
  }
}

TEST(Request, NeedsAContextThatIsAnObject) {
  reading got;
  read(R"({"hook":"order-sign","hookInstance":"i"})", got);
  EXPECT_EQ(got.faults, "required context: missing");
  read(R"({"hook":"order-sign","hookInstance":"i","context":"x"})", got);
  EXPECT_EQ(got.faults, "structure context: must be an object, not a string");
}

} // namespace
