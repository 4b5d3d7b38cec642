// New orders and updates in each FHIR version: whole, and with no member that the version does not have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fhir/proposals/desk.hpp"
#include "tests/support/golden.hpp"

namespace {

using desk::request;
using fhir::json::kind;
using fhir::json::value;
using names = std::vector<std::string_view>;

constexpr cds::coding culture{cds::code_system::loinc, "5859-4", "Herpes simplex virus culture"};
constexpr cds::coding specialist{cds::code_system::snomed_ct, "306284005", "Referral to infectious diseases service"};

/// The members of a resource or element that its version has: `[]` marks lists, `!` what must be there.
struct definition {
  std::string_view version, type;
  names members;
};

// Members that are written, or that a draft may bring along; the definitions know more.
const definition definitions[] = {
    {"dstu2",
     "DiagnosticOrder",
     {"resourceType!", "subject!", "orderer", "identifier[]", "encounter", "reason[]", "supportingInformation[]",
      "specimen[]", "status", "priority", "event[]", "item[]", "note[]"}},
    {"dstu2",
     "ReferralRequest",
     {"resourceType!", "status!", "identifier[]", "date", "type", "specialty", "priority", "patient", "requester",
      "recipient[]", "encounter", "dateSent", "reason", "description", "serviceRequested[]", "supportingInformation[]",
      "fulfillmentTime"}},
    {"dstu2",
     "MedicationOrder",
     {"resourceType!", "id", "identifier[]", "dateWritten", "status", "dateEnded", "reasonEnded", "patient",
      "prescriber", "encounter", "reasonCodeableConcept", "reasonReference", "note", "medicationCodeableConcept!",
      "dosageInstruction[]", "dispenseRequest", "substitution", "priorPrescription"}},
    {"dstu2",
     "dosageInstruction",
     {"text", "additionalInstructions", "timing", "asNeededBoolean", "route", "method", "doseQuantity", "doseRange",
      "rateRatio", "rateRange", "maxDosePerPeriod"}},
    {"dstu2",
     "repeat",
     {"boundsQuantity", "boundsRange", "boundsPeriod", "count", "duration", "durationUnits", "frequency",
      "frequencyMax", "period", "periodMax", "periodUnits", "when"}},
    {"stu3",
     "ProcedureRequest",
     {"resourceType!", "status!", "intent!", "priority", "doNotPerform", "category[]", "code!", "subject!", "context",
      "occurrenceDateTime", "authoredOn", "requester", "performer", "reasonCode[]", "reasonReference[]",
      "supportingInfo[]", "specimen[]", "note[]"}},
    {"stu3",
     "ReferralRequest",
     {"resourceType!", "status!", "intent!", "type", "priority", "serviceRequested[]", "subject!", "context",
      "occurrenceDateTime", "authoredOn", "requester", "specialty", "recipient[]", "reasonCode[]", "reasonReference[]",
      "description", "supportingInfo[]", "note[]"}},
    {"stu3",
     "MedicationRequest",
     {"resourceType!", "id", "status", "intent!", "category", "priority", "medicationCodeableConcept!", "subject!",
      "context", "authoredOn", "requester", "reasonCode[]", "reasonReference[]", "note[]", "dosageInstruction[]",
      "dispenseRequest", "substitution"}},
    {"stu3",
     "dosageInstruction",
     {"sequence", "text", "additionalInstruction[]", "patientInstruction", "timing", "asNeededBoolean", "route",
      "method", "doseQuantity", "doseRange", "rateRatio", "rateRange", "rateQuantity"}},
    {"r4",
     "ServiceRequest",
     {"resourceType!", "status!", "intent!", "category[]", "priority", "code", "subject!", "encounter", "authoredOn",
      "requester", "reasonCode[]", "reasonReference[]", "supportingInfo[]", "note[]"}},
    {"r4",
     "MedicationRequest",
     {"resourceType!", "id", "status!", "intent!", "category[]", "priority", "medicationCodeableConcept!", "subject!",
      "encounter", "authoredOn", "requester", "reasonCode[]", "reasonReference[]", "note[]", "dosageInstruction[]",
      "dispenseRequest", "substitution"}},
    {"r5",
     "ServiceRequest",
     {"resourceType!", "status!", "intent!", "category[]", "priority", "code", "subject!", "encounter", "authoredOn",
      "requester", "reason[]", "supportingInfo[]", "note[]"}},
    {"r5",
     "MedicationRequest",
     {"resourceType!", "id", "status!", "intent!", "category[]", "priority", "medication!", "subject!", "encounter",
      "authoredOn", "requester", "reason[]", "note[]", "dosageInstruction[]", "dispenseRequest", "substitution"}},
};
const names dosage_since_r4 = {
    "sequence", "text", "additionalInstruction[]", "patientInstruction", "timing", "route", "method", "doseAndRate[]"};
const names repeat_since_stu3 = {"boundsDuration", "boundsRange", "boundsPeriod", "count",
                                 "frequency",      "period",      "periodUnit",   "when[]"};

const names& members_of(std::string_view version, std::string_view type) {
  for (const auto& one : definitions)
    if (one.version == version && one.type == type) return one.members;
  if (type == "repeat") return repeat_since_stu3;
  if (type == "dosageInstruction") return dosage_since_r4;
  throw std::invalid_argument("no such type in this version: " + std::string(type));
}

/// What is wrong with the members of one resource or element.
std::vector<std::string> faults_of(const value& written, const names& defined) {
  std::vector<std::string> faults;
  for (const auto member : written) {
    const auto name = std::string(member.name());
    const bool list = std::find(defined.begin(), defined.end(), name + "[]") != defined.end();
    const bool known = list || std::find(defined.begin(), defined.end(), name) != defined.end() ||
                       std::find(defined.begin(), defined.end(), name + "!") != defined.end();
    if (!known) faults.push_back(name + " is not a member");
    if (known && list != member.is(kind::array)) faults.push_back(name + (list ? " is a list" : " is no list"));
  }
  for (const auto name : defined)
    if (name.ends_with('!') && !written[name.substr(0, name.size() - 1)].exists())
      faults.push_back(std::string(name) + " is missing");
  return faults;
}

std::vector<std::string> faults_of(std::string_view version, const std::string& resource) {
  fhir::json::document document;
  const auto root = document.read(resource).value();
  auto faults = faults_of(root, members_of(version, root["resourceType"].string().value()));
  for (const auto instruction : root["dosageInstruction"]) {
    for (auto& one : faults_of(instruction, members_of(version, "dosageInstruction"))) faults.push_back(one);
    for (auto& one : faults_of(instruction["timing"]["repeat"], members_of(version, "repeat"))) faults.push_back(one);
  }
  return faults;
}

struct version {
  std::string_view name, patient, drug, reference, concept_of, dosage;
};
constexpr std::string_view valacyclovir =
    R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}],"text":"valacyclovir 1 g"})";
constexpr version versions[] = {
    {"dstu2", R"("resourceType":"MedicationOrder","id":"draft-1","patient")", R"("medicationCodeableConcept":$)",
     R"("reasonReference":{"reference":"Condition/c1"})", R"("reasonCodeableConcept":{"text":"cold sore"})",
     R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnits":"d"}},"doseQuantity":{"value":1,"code":"g"})"},
    {"stu3", R"("resourceType":"MedicationRequest","id":"draft-1","status":"draft","intent":"order","subject")",
     R"("medicationCodeableConcept":$)", R"("reasonReference":[{"reference":"Condition/c1"}])",
     R"("reasonCode":[{"text":"cold sore"}])",
     R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseQuantity":{"value":1,"code":"g"})"},
    {"r4", R"("resourceType":"MedicationRequest","id":"draft-1","status":"draft","intent":"order","subject")",
     R"("medicationCodeableConcept":$)", R"("reasonReference":[{"reference":"Condition/c1"}])",
     R"("reasonCode":[{"text":"cold sore"}])",
     R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":1}}])"},
    {"r5", R"("resourceType":"MedicationRequest","id":"draft-1","status":"draft","intent":"order","subject")",
     R"("medication":{"concept":$})", R"("reason":[{"reference":{"reference":"Condition/c1"}}])",
     R"("reason":[{"concept":{"text":"cold sore"}}])",
     R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":1}}])"},
};

std::string draft_in(const version& v, std::string_view reason) {
  std::string drug(v.drug);
  drug.replace(drug.find('$'), 1, valacyclovir);
  return "{" + std::string(v.patient) + R"(:{"reference":"Patient/p1"},)" + drug + "," + std::string(reason) +
         R"(,"dosageInstruction":[{)" + std::string(v.dosage) +
         R"(}],"dispenseRequest":{"quantity":{"value":14},"expectedSupplyDuration":{"value":7,"code":"d"}}})";
}

std::vector<cds::action> new_orders() {
  const auto& products = desk::products();
  return {
      cds::order_test{culture, false, ""},
      cds::refer{specialist, true, ""},
      cds::order_oral{
          &products.product("valacyclovir-1000"), {.dose_mg = 2000, .interval_hours = 12, .days = 1}, 0, ""},
      cds::order_oral{&products.product("valacyclovir-500"), {.dose_mg = 500, .interval_hours = 24}, 0, ""},
      cds::order_foscarnet{&products.product("foscarnet"), 40, 2600, 8, 1, 0, ""},
  };
}

std::vector<cds::action> updates() {
  return {
      cds::change_dosage{0, {.dose_mg = 2000, .interval_hours = 12, .days = 1}, ""},
      cds::change_dosage{0, {.dose_mg = 500, .interval_hours = 12, .days = 3}, ""}, // in another strength
      cds::change_dosage{0, {.dose_mg = 1000, .administrations = 1}, ""},
      cds::change_foscarnet{0, 40, 2600, 8, 1, ""},
      cds::change_foscarnet{0, 40, 0, 12, 1, ""},
  };
}

std::string resources(const request& r, const std::vector<cds::action>& actions) {
  std::string text;
  for (const auto& one : actions) text.append(text.empty() ? "[" : ",").append(r.propose(one).resource);
  return text + "]";
}

TEST(ProposedVersions, AreWhatWasRead) {
  for (const auto& v : versions) {
    request r({draft_in(v, v.reference)});
    r.draft(0).conditions = {0};
    const auto golden = [&](const char* what) {
      return "proposals/" + std::string(what) + "." + std::string(v.name) + ".json";
    };
    EXPECT_TRUE(support::is_golden(golden("new-orders"), support::laid_out(resources(r, new_orders()))));
    EXPECT_TRUE(support::is_golden(golden("updates"), support::laid_out(resources(r, updates()))));
  }
}

TEST(ProposedVersions, HaveNoMemberThatTheVersionDoesNotHave) {
  for (const auto& v : versions)
    for (const auto reason : {v.reference, v.concept_of}) {
      request r({draft_in(v, reason)});
      if (reason == v.reference) r.draft(0).conditions = {0};
      auto all = new_orders();
      for (auto& one : updates()) all.push_back(std::move(one));
      for (const auto& one : all) {
        const auto resource = r.propose(one).resource;
        EXPECT_THAT(faults_of(v.name, resource), testing::IsEmpty()) << v.name << "\n" << resource;
        EXPECT_NE(resource.find(reason == v.reference ? "Condition/c1" : "cold sore"), std::string::npos) << resource;
      }
    }
}

TEST(ProposedVersions, TheDefinitionsSeeWhatIsWrong) {
  using testing::ElementsAre;
  EXPECT_THAT(faults_of("dstu2", R"({"resourceType":"ReferralRequest","intent":"order","reason":[{"text":"x"}]})"),
              ElementsAre("intent is not a member", "reason is no list", "status! is missing"));
  EXPECT_THAT(faults_of("r4", R"({"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{},)"
                              R"("reasonCode":{"text":"x"}})"),
              ElementsAre("reasonCode is a list"));
  EXPECT_THROW(faults_of("stu3", R"({"resourceType":"ServiceRequest"})"), std::invalid_argument);
}

} // namespace
