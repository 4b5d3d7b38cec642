#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view root = "context.draftOrders.entry[0].resource";
std::string path(std::string_view more) { return std::string(root) + std::string(more); }

TEST(DraftOrder, IsRead) {
  const auto got = sample::read_draft(
      "'status':'draft','intent':'order','authoredOn':'2026-01-20T10:00:00-05:00',"
      "'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/"
      "rxnorm','code':'313564'}]},"
      "'reasonCode':[{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B00.1'}]}],"
      "'dosageInstruction':[{'text':'1 "
      "g','route':{'coding':[{'code':'26643006'}]},'doseAndRate':[{'doseQuantity':{'value':1000,'code':'mg'}}]"
      ",'timing':{'repeat':{'frequency':1,'period':12,'periodUnit':'h','boundsDuration':{'value':14,'code':'d'}}}}],"
      "'dispenseRequest':{'validityPeriod':{'end':'not "
      "read'},'quantity':{'value':28,'unit':'tablet'},'expectedSupplyDuration':{'value':14,"
      "'unit':'days'},'numberOfRepeatsAllowed':0}");
  ASSERT_THAT(got.faults(), IsEmpty());
  ASSERT_EQ(got->drafts.size(), 1U);
  const auto& d = got->drafts[0];
  EXPECT_EQ(d.source, (cds::resource_ref{"MedicationRequest", "d1"}));
  EXPECT_EQ(d.entry, 0U);
  EXPECT_EQ(d.drug.agent, cds::agent::valacyclovir);
  cds::dosage dosage;
  dosage.dose = cds::quantity{1000, cds::unit::milligram};
  dosage.times_per_day = 2;
  dosage.interval_hours = 12;
  dosage.days = 14;
  dosage.route = cds::route::oral;
  EXPECT_EQ(d.dosage, dosage);
  EXPECT_EQ(d.reasons, (cds::value_sets{cds::value_set::hsv_orolabial}));
  EXPECT_THAT(d.conditions, IsEmpty());
  EXPECT_FALSE(d.reason_unresolved);
  EXPECT_EQ(d.days_supply, 14);
  EXPECT_EQ(d.amount, (cds::quantity{28, cds::unit::product_unit}));
  EXPECT_EQ(d.refills, 0);
  EXPECT_EQ(d.authored, sample::at("2026-01-20T10:00:00-05:00"));
  EXPECT_THAT(got.unread(), IsEmpty());
}

TEST(DraftOrder, FreeTextIsReadOrStaysUnread) {
  const auto read = sample::read_draft("'dosageInstruction':[{'text':'1 g twice daily'}]");
  EXPECT_THAT(read->drafts.at(0).dosage.unread, IsEmpty());
  EXPECT_EQ(read->drafts[0].dosage.times_per_day, 2);
  const auto lost = sample::read_draft("'dosageInstruction':[{'text':'1 g twice daily as directed'}]");
  EXPECT_THAT(lost->drafts.at(0).dosage.unread,
              ElementsAre("the dosage is free text: it refers to directions given elsewhere"));
}

TEST(DraftOrder, DaysOfSupplyAreNoCourse) {
  const auto got = sample::read_draft("'dispenseRequest':{'expectedSupplyDuration':{'value':10,'code':'d'}}");
  EXPECT_EQ(got->drafts.at(0).days_supply, 10);
  EXPECT_EQ(got->drafts[0].dosage.days, std::nullopt);
}

TEST(DraftOrder, WhatIsNoOrderIsSaid) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'doNotPerform':true", ".doNotPerform: an order not to give a drug is not checked"},
      {"'status':'entered-in-error'", ".status: an order with this status is not checked"},
      {"'status':'cancelled'", ".status: an order with this status is not checked"},
  };
  for (const auto& [members, unread] : cases) {
    const auto got = sample::read_draft(members);
    EXPECT_THAT(got->drafts, IsEmpty()) << members;
    EXPECT_THAT(got.unread(), ElementsAre(path(unread))) << members;
  }
  for (const auto members :
       {"'doNotPerform':false", "'status':'active'", "'status':'on-hold'", "'status':'strange'", "'status':null"})
    EXPECT_EQ(sample::read_draft(members)->drafts.size(), 1U) << members;
}

TEST(DraftOrder, OnlyOrdersForDrugsAreRead) {
  const std::string order = "{'resourceType':'MedicationRequest','id':'d','subject':{'reference':'Patient/p1'}}";
  const auto got = sample::read(
      {.draft_orders = sample::bundle({"{'resourceType':'ServiceRequest','subject':{'reference':'Patient/p1'}}", order,
                                       "{'resourceType':'Medication'}", order}),
       .data = {}});
  ASSERT_EQ(got->drafts.size(), 2U);
  EXPECT_EQ(got->drafts[0].entry, 1U);
  EXPECT_EQ(got->drafts[1].entry, 3U);
  EXPECT_THAT(sample::read({})->drafts, IsEmpty());
}

TEST(DraftOrder, AFutureDateIsDroppedAndTheOrderStays) {
  const auto got = sample::read_draft("'authoredOn':'2026-02-20T10:00:00-05:00'");
  EXPECT_EQ(got->drafts.at(0).authored, std::nullopt);
  EXPECT_THAT(got.unread(), ElementsAre(path(".authoredOn: the date lies in the future")));
}

std::string condition(std::string_view id, std::string_view verification = "confirmed") {
  return "{'resourceType':'Condition','id':'" + std::string(id) +
         "','subject':{'reference':'Patient/p1'},'verificationStatus':{'coding':[{"
         "'code':'" +
         std::string(verification) +
         "'}]},'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B00.1'}]}}";
}

sample::outcome reasoned(std::string_view references, const std::vector<std::string>& conditions,
                         std::string_view members = "", const std::vector<std::string>& beside = {}) {
  auto drafts = beside;
  drafts.insert(drafts.begin(),
                "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'reasonReference':[" +
                    std::string(references) + "]" + std::string(members) + "}");
  return sample::read(
      {.draft_orders = sample::bundle(drafts), .data = {{data_kind::conditions, sample::bundle(conditions)}}});
}

TEST(DraftOrder, ReasonsAreIndexesOfConditions) {
  const std::vector conditions = {condition("c1"), condition("c2", "refuted"), condition("c3")};
  const struct {
    std::string_view references;
    std::vector<std::size_t> want;
    bool unresolved = false;
  } cases[] = {
      {"{'reference':'Condition/c1'}", {0}},
      {"{'reference':'Condition/c3'}", {1}},
      {"{'reference':'Condition/c3'},{'reference':'Condition/c1'}", {1, 0}},
      {"{'reference':'Condition/c1'},{'reference':'Condition/c1/_history/2'}", {0}},
      {"{'reference':'https://ehr.example.org/fhir/Condition/c1'}", {0}},
      {"{'reference':'Condition/c2'}", {}, true},
      {"{'reference':'Condition/c9'}", {}, true},
      {"{'reference':'Observation/c1'}", {}, true},
      {"{'display':'cold sore'}", {}, true},
      {"{'reference':'Condition/c9'},{'reference':'Condition/c1'}", {0}, true},
      {"", {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.references);
    const auto got = reasoned(c.references, conditions);
    ASSERT_THAT(got.faults(), IsEmpty());
    EXPECT_EQ(got->drafts.at(0).conditions, c.want);
    EXPECT_EQ(got->drafts[0].reason_unresolved, c.unresolved);
  }
  EXPECT_THAT(reasoned("{'reference':'Condition/c9'}", conditions).unread(),
              ElementsAre(path(".reasonReference[0]: names no Condition that was supplied and is a fact")));
}

TEST(DraftOrder, ConditionsThatOnlyTheOrderCarriesJoinTheSet) {
  const auto contained = reasoned(
      "{'reference':'#k'}", {condition("c1")},
      ",'contained':[{'resourceType':'Condition','id':'k','code':{'coding':[{'system':'http://hl7.org/fhir/sid/"
      "icd-10-cm','code':'B02.9'}]}}]");
  ASSERT_EQ(contained->conditions.items.size(), 2U);
  EXPECT_THAT(contained->drafts.at(0).conditions, ElementsAre(1));
  EXPECT_TRUE(contained->conditions.items[1].sets.has(cds::value_set::zoster));
  const auto beside = reasoned("{'reference':'Condition/new'}", {condition("c1")}, "", {condition("new")});
  EXPECT_THAT(beside->drafts.at(0).conditions, ElementsAre(1));
  const auto refuted = reasoned("{'reference':'Condition/new'}", {condition("c1")}, "", {condition("new", "refuted")});
  EXPECT_TRUE(refuted->drafts.at(0).reason_unresolved);
  EXPECT_EQ(refuted->conditions.items.size(), 1U);
}

TEST(DraftOrder, ConditionsOfOthersAreNoReasons) {
  const auto theirs = "{'resourceType':'Condition','id':'k','subject':{'reference':'Patient/p2'}}";
  const auto nobodys = "{'resourceType':'Condition','id':'k'}";
  const auto contained =
      reasoned("{'reference':'#k'}", {condition("c1")}, ",'contained':[" + std::string(theirs) + "]");
  EXPECT_TRUE(contained->drafts.at(0).reason_unresolved);
  const auto beside = reasoned("{'reference':'Condition/k'}", {condition("c1")}, "", {nobodys});
  EXPECT_TRUE(beside->drafts.at(0).reason_unresolved);
  EXPECT_EQ(beside->conditions.items.size(), 1U);
}

TEST(DraftOrder, AnExtensionThatChangesItsMeaningHidesTheDosage) {
  const auto got = sample::read_draft(
      "'modifierExtension':[{'url':'http://x'}],'dosageInstruction':[{'doseAndRate':[{'doseQuantity':{"
      "'value':1,'code':'g'}}],'timing':{'code':{'text':'BID'}}}]");
  EXPECT_EQ(got->drafts.at(0).dosage.dose, std::nullopt);
  EXPECT_THAT(got->drafts[0].dosage.unread, ElementsAre("an extension changes its meaning"));
}

TEST(DraftOrder, ReasonsNeedTheSetOfConditions) {
  const auto order =
      "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'reasonReference':[{'reference':'#k'}],"
      "'contained':[{'resourceType':'Condition','id':'k'}]}";
  const auto missing = sample::read({.draft_orders = sample::bundle({order}), .data = {}});
  EXPECT_TRUE(missing->drafts.at(0).reason_unresolved);
  EXPECT_THAT(missing->conditions.items, IsEmpty());
  const auto tainted = reasoned("{'reference':'Condition/c1'}",
                                {condition("c1"), "{'resourceType':'Condition','subject':{'reference':'Patient/p2'}}"});
  EXPECT_EQ(tainted->conditions.state, cds::supply::failed);
  EXPECT_TRUE(tainted->drafts.at(0).reason_unresolved);
  EXPECT_THAT(tainted->drafts[0].conditions, IsEmpty());
}

TEST(DraftOrder, WrongTypesRefuseTheRequestWithAllOfThem) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'status':5", ".status: must be a string"},
      {"'doNotPerform':'true'", ".doNotPerform: must be true or false"},
      {"'authoredOn':20260120", ".authoredOn: must be a string"},
      {"'medicationCodeableConcept':[]", ".medicationCodeableConcept: must be an object"},
      {"'medicationCodeableConcept':{'coding':{}}", ".medicationCodeableConcept.coding: must be an array"},
      {"'medicationCodeableConcept':{'coding':['x']}", ".medicationCodeableConcept.coding[0]: must be an object"},
      {"'medicationCodeableConcept':{'coding':[{'system':'s','code':7}]}",
       ".medicationCodeableConcept.coding[0].code: must be a string"},
      {"'medicationReference':'Medication/m1'", ".medicationReference: must be an object"},
      {"'dosageInstruction':{}", ".dosageInstruction: must be an array"},
      {"'reasonCode':'B00.1'", ".reasonCode: must be an array"},
      {"'reasonCode':['B00.1']", ".reasonCode[0]: must be an object"},
      {"'reasonReference':{}", ".reasonReference: must be an array"},
      {"'reasonReference':['Condition/c1']", ".reasonReference[0]: must be an object"},
      {"'dispenseRequest':[]", ".dispenseRequest: must be an object"},
      {"'dispenseRequest':{'quantity':28}", ".dispenseRequest.quantity: must be an object"},
      {"'dispenseRequest':{'expectedSupplyDuration':'10 d'}",
       ".dispenseRequest.expectedSupplyDuration: must be an object"},
      {"'dispenseRequest':{'numberOfRepeatsAllowed':'3'}",
       ".dispenseRequest.numberOfRepeatsAllowed: must be a whole number"},
  };
  for (const auto& [members, fault] : cases) {
    const auto got = sample::read_draft(members);
    EXPECT_THAT(got.faults(), ElementsAre(path(fault))) << members;
  }
  const auto several = sample::read_draft("'status':5,'dosageInstruction':{},'reasonCode':'B00.1'");
  EXPECT_THAT(several.faults(),
              ElementsAre(path(".status: must be a string"), path(".dosageInstruction: must be an array"),
                          path(".reasonCode: must be an array")));
}

TEST(DraftOrder, ImplausibleRefillsAreUnread) {
  for (const auto refills : {"-1", "5000"}) {
    const auto got = sample::read_draft("'dispenseRequest':{'numberOfRepeatsAllowed':" + std::string(refills) + "}");
    EXPECT_EQ(got->drafts.at(0).refills, std::nullopt) << refills;
    EXPECT_THAT(got.unread(), ElementsAre(path(".dispenseRequest.numberOfRepeatsAllowed: is not a plausible number")))
        << refills;
  }
}

} // namespace
