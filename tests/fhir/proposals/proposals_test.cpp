#include "fhir/proposals.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/fhir/proposals/desk.hpp"
#include "tests/support/golden.hpp"

namespace {

using desk::request;
using desk::valacyclovir_draft;
using kind = fhir::deed;

constexpr cds::coding culture{cds::code_system::loinc, "5859-4",
                              "Herpes simplex virus identified in Specimen by Organism specific culture"};
constexpr cds::coding specialist{cds::code_system::snomed_ct, "306284005", "Referral to infectious diseases service"};
constexpr std::string_view lesion = R"(,"reasonReference":[{"reference":"Condition/c1","display":"cold sore"}])";
constexpr std::string_view coded =
    R"(,"reasonCode":[{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.1"}]}])";

void expect_created(const request& from, const cds::action& what, std::string_view golden) {
  const auto proposed = from.propose(what);
  EXPECT_EQ(proposed.what, kind::create);
  EXPECT_EQ(proposed.description, "as said");
  EXPECT_EQ(proposed.resource_id, "");
  EXPECT_TRUE(support::is_golden("proposals/" + std::string(golden), support::laid_out(proposed.resource)));
}

TEST(Proposals, NewOrdersAreWholeResources) {
  request r({valacyclovir_draft(lesion)});
  r.draft(0).conditions = {0};
  const auto& products = desk::products();
  expect_created(r, cds::order_test{culture, false, "as said"}, "test.json");
  expect_created(r, cds::refer{specialist, true, "as said"}, "referral-urgent.json");
  expect_created(
      r,
      cds::order_oral{
          &products.product("valacyclovir-1000"), {.dose_mg = 2000, .interval_hours = 12, .days = 1}, 0, "as said"},
      "oral-one-day.json");
  expect_created(
      r,
      cds::order_oral{
          &products.product("valacyclovir-500"), {.dose_mg = 500, .interval_hours = 24, .days = 0}, 0, "as said"},
      "oral-open-ended.json");
  expect_created(r, cds::order_foscarnet{&products.product("foscarnet"), 40, 2600, 8, 1, 0, "as said"},
                 "foscarnet.json");
}

struct version {
  std::string_view name, draft;
};
constexpr version versions[] = {
    {"dstu2", R"({"resourceType":"MedicationOrder","id":"draft-1","patient":{"reference":"Patient/p1"},)"
              R"("reasonReference":{"reference":"Condition/c1"}})"},
    {"stu3", R"({"resourceType":"MedicationRequest","id":"draft-1","subject":{"reference":"Patient/p1"},)"
             R"("context":{"reference":"Encounter/e1"},"reasonReference":[{"reference":"Condition/c1"}]})"},
    {"r4", R"({"resourceType":"MedicationRequest","id":"draft-1","subject":{"reference":"Patient/p1"},)"
           R"("encounter":{"reference":"Encounter/e1"},"reasonReference":[{"reference":"Condition/c1"}]})"},
    {"r5",
     R"({"resourceType":"MedicationRequest","id":"draft-1","subject":{"reference":"Patient/p1"},)"
     R"("medication":{"concept":{"text":"valacyclovir"}},"reason":[{"reference":{"reference":"Condition/c1"}}]})"},
};

/// The created resources of all kinds of new orders, as one list.
std::string new_orders(const request& r) {
  const auto& products = desk::products();
  const cds::action all[] = {
      cds::order_test{culture, false, ""},
      cds::refer{specialist, true, ""},
      cds::order_oral{
          &products.product("valacyclovir-1000"), {.dose_mg = 2000, .interval_hours = 12, .days = 1}, 0, ""},
      cds::order_foscarnet{&products.product("foscarnet"), 40, 2600, 8, 1, 0, ""},
  };
  std::string text;
  for (const auto& one : all) text.append(text.empty() ? "[" : ",").append(r.propose(one).resource);
  return text + "]";
}

TEST(Proposals, TestsAreOfR4WhenTheDraftsDiffer) {
  const cds::action test = cds::order_test{culture, false, ""};
  const cds::action referral = cds::refer{specialist, true, ""};
  const auto type = [](const desk::proposal& p) { return p.resource.substr(0, p.resource.find(',')); };
  for (const auto& one : versions)
    for (const auto& other : versions) {
      request r({std::string(one.draft), std::string(other.draft)});
      const bool same = one.name == other.name;
      const bool dstu2 = same && one.name == "dstu2";
      const bool stu3 = same && one.name == "stu3";
      EXPECT_EQ(type(r.propose(test)), dstu2  ? R"({"resourceType":"DiagnosticOrder")"
                                       : stu3 ? R"({"resourceType":"ProcedureRequest")"
                                              : R"({"resourceType":"ServiceRequest")")
          << one.name << " and " << other.name;
      EXPECT_EQ(type(r.propose(referral)),
                dstu2 || stu3 ? R"({"resourceType":"ReferralRequest")" : R"({"resourceType":"ServiceRequest")")
          << one.name << " and " << other.name;
    }
  EXPECT_EQ(type(request(std::vector<std::string>{}).propose(test)),
            R"({"resourceType":"ServiceRequest")"); // opening the chart
}

struct telling {
  std::string_view resource;
  std::string_view created; // beside a draft that could be of every version
};

TEST(Proposals, OtherDraftsTellTheVersion) {
  constexpr std::string_view old_test = "ProcedureRequest";
  const telling cases[] = {
      {R"({"resourceType":"MedicationRequest","context":{"reference":"Encounter/e1"}})", old_test},
      {R"({"resourceType":"MedicationRequest","requester":{"agent":{"reference":"Practitioner/a"}}})", old_test},
      {R"({"resourceType":"MedicationRequest","substitution":{"allowed":true}})", old_test},
      {R"({"resourceType":"MedicationRequest","dosageInstruction":[{"text":"x"},{"rateRatio":{}}]})", old_test},
      {R"({"resourceType":"ProcedureRequest","intent":"order"})", old_test},
      {R"({"resourceType":"ReferralRequest","authoredOn":"2026-03-03"})", old_test},
      {R"({"resourceType":"ReferralRequest","date":"2026-03-03"})", "DiagnosticOrder"},
      {R"({"resourceType":"ProcedureRequest"})", "DiagnosticOrder"},
      {R"({"resourceType":"DiagnosticOrder"})", "DiagnosticOrder"},
      {R"({"resourceType":"MedicationRequest","substitution":{"allowedBoolean":true}})", "ServiceRequest"},
      {R"({"resourceType":"NutritionOrder"})", "ServiceRequest"},
      {R"({"resourceType":"ServiceRequest"})", "ServiceRequest"},
      {R"({"resourceType":"ServiceRequest","code":{"concept":{"text":"x"}}})", "ServiceRequest"},
  };
  for (const auto& c : cases) {
    request r({valacyclovir_draft(), std::string(c.resource)});
    r.facts.drafts.resize(1); // the other one is no order that the engine looks at
    const auto test = r.propose(cds::order_test{culture, false, ""}).resource;
    EXPECT_TRUE(test.starts_with(R"({"resourceType":")" + std::string(c.created) + '"')) << c.resource << "\n" << test;
    const auto drug = r.propose(cds::change_dosage{0, {.dose_mg = 1000, .interval_hours = 12, .days = 7}, ""}).resource;
    EXPECT_EQ(drug.find("doseAndRate") == std::string::npos, c.created != "ServiceRequest") << c.resource;
    const bool r5 = c.resource.find("concept") != std::string_view::npos;
    EXPECT_EQ(test.find(R"("code":{"concept":)") != std::string::npos, r5) << test;
  }
}

// Until R4 a role could be no author of an order.
TEST(Proposals, ARoleOrdersSinceR4) {
  for (const auto& v : versions) {
    request r({std::string(v.draft)});
    r.user = "PractitionerRole/role-1";
    EXPECT_EQ(new_orders(r).find("PractitionerRole") != std::string::npos, v.name == "r4" || v.name == "r5") << v.name;
  }
}

// Before R4 some write one reason where the version has a list of them.
TEST(Proposals, OneReasonMayStandForAList) {
  request r({valacyclovir_draft(R"(,"reasonCode":{"text":"cold sore","coding":[{"code":"B00.1"}]})")});
  EXPECT_NE(r.propose(cds::order_test{culture, false, ""})
                .resource.find(R"("reasonCode":[{"text":"cold sore","coding":[{"code":"B00.1"}]}])"),
            std::string::npos);
}

TEST(Proposals, WhatIsNotKnownIsLeftOut) {
  request r({valacyclovir_draft()});
  r.encounter_id = "";
  for (const auto* user : {"", "Patient/p1", "Practitioner/", "Practitioner/a b", "PractitionerRole/../x"}) {
    r.user = user;
    expect_created(r, cds::order_test{culture, false, "as said"}, "test-bare.json");
  }
  r.user = "PractitionerRole/role-1";
  EXPECT_NE(r.propose(cds::order_test{culture, false, ""})
                .resource.find(R"("requester":{"reference":"PractitionerRole/role-1"})"),
            std::string::npos);
}

struct reason_case {
  std::string_view draft;
  bool resolved;
  std::string_view reason; // as it must stand in the new order; empty: none
};

TEST(Proposals, ReasonsComeFromTheDraft) {
  const std::string both = std::string(lesion) + std::string(coded);
  const reason_case cases[] = {
      {lesion, true, lesion},
      {lesion, false, ""},
      {coded, false, coded},
      {both, true, lesion},
      {both, false, coded},
      {R"(,"reasonReference":[{"reference":"#inside"}])", true, ""},
      {R"(,"reasonReference":[{"display":"cold sore"}])", true, ""},
      {R"(,"reasonReference":[{"reference":"Condition/c1","display":""}])", true,
       R"(,"reasonReference":[{"reference":"Condition/c1"}])"},
      {R"(,"reasonCode":[{"text":"","coding":[]}])", false, ""},
      {R"(,"reasonCodeableConcept":{"text":"cold sore"})", false, R"(,"reasonCode":[{"text":"cold sore"}])"},
      {R"(,"reason":[{"reference":{"reference":"Condition/c1"}}])", true,
       R"(,"reasonReference":[{"reference":"Condition/c1"}])"},
      {R"(,"reason":[{"concept":{"text":"cold sore"}}])", false, R"(,"reasonCode":[{"text":"cold sore"}])"},
  };
  for (const auto& c : cases) {
    request r({valacyclovir_draft(c.draft)});
    if (c.resolved) r.draft(0).conditions = {0};
    r.draft(0).reason_unresolved = !c.resolved;
    for (const auto& text :
         {r.propose(cds::order_test{culture, false, ""}).resource,
          r.propose(cds::order_oral{&desk::products().product("valacyclovir-1000"), {.dose_mg = 1000}, 0, ""})
              .resource}) {
      if (c.reason.empty())
        EXPECT_EQ(text.find("reason"), std::string::npos) << text;
      else
        EXPECT_NE(text.find(c.reason), std::string::npos) << c.reason << "\n" << text;
    }
  }
}

TEST(Proposals, TestsKeepAReasonOnlyWhenTheAntiviralsAgree) {
  const cds::action test = cds::order_test{culture, false, ""};
  request same({valacyclovir_draft(coded), valacyclovir_draft(coded)});
  EXPECT_NE(same.propose(test).resource.find(coded), std::string::npos);

  request two({valacyclovir_draft(coded), valacyclovir_draft(R"(,"reasonCode":[{"text":"zoster"}])")});
  EXPECT_EQ(two.propose(test).resource.find("reason"), std::string::npos);
  two.draft(1).drug.agent = cds::agent::none; // an antihypertensive beside it changes nothing
  EXPECT_NE(two.propose(test).resource.find(coded), std::string::npos);
}

TEST(Proposals, CancelsByNamingTheDraft) {
  request r({valacyclovir_draft(),
             R"({"resourceType":"MedicationOrder","id":"old.2","patient":{"reference":"Patient/p1"}})"});
  const auto first = r.propose(cds::cancel_order{0, "as said"});
  EXPECT_EQ(first.what, kind::remove);
  EXPECT_EQ(first.resource_id, "MedicationRequest/draft-1");
  EXPECT_EQ(first.description, "as said");
  EXPECT_EQ(first.resource, "");
  EXPECT_EQ(r.propose(cds::cancel_order{1, ""}).resource_id, "MedicationOrder/old.2");
}

TEST(Proposals, WrongActionsAreBrokenInvariants) {
  request r({valacyclovir_draft(), R"({"resourceType":"MedicationRequest","status":"draft"})"});
  const auto& tablet = desk::products().product("valacyclovir-1000");
  const cds::dose_plan plan{.dose_mg = 2000, .interval_hours = 12, .days = 1};
  const cds::action wrong[] = {
      cds::cancel_order{2, ""},
      cds::cancel_order{1, ""}, // without an id
      cds::change_dosage{1, plan, ""},
      cds::change_dosage{0, {}, ""}, // without a dose
      cds::order_oral{nullptr, plan, 0, ""},
      cds::order_oral{&tablet, {}, 0, ""},
      cds::order_oral{&tablet, plan, 7, ""},
      cds::order_foscarnet{&tablet, 40, 0, 8, 1, 0, ""},
  };
  for (const auto& action : wrong)
    EXPECT_THROW(desk::to_proposal(action, r.context()), std::logic_error) << action.index();
  r.draft(0).source.id = "another";
  EXPECT_THROW(desk::to_proposal(cds::cancel_order{0, ""}, r.context()), std::logic_error);
}

} // namespace
