// The same patient's data in every FHIR version: the same facts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::unit;

constexpr std::string_view valacyclovir =
    "{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'313564'}]}";
constexpr std::string_view lips = "{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B00.1'}]}";
constexpr std::string_view gram = "'doseQuantity':{'value':1,'code':'g'}";

struct version {
  std::string_view name;
  std::string draft;
};

/// `$` stands for the drug, `#` for the reason, `%` for the dose.
std::string filled(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '$')
      out += valacyclovir;
    else if (c == '#')
      out += lips;
    else if (c == '%')
      out += gram;
    else
      out += c;
  }
  return out;
}

constexpr std::string_view supply =
    "'dispenseRequest':{'quantity':{'value':14,'unit':'tablets'},'expectedSupplyDuration':{'value':7,'code':'d'}}";

std::vector<version> drafts() {
  const std::string repeat =
      "'repeat':{'frequency':2,'period':1,'periodUnit':'d','boundsDuration':{'value':7,'code':'d'}}";
  const std::string who = "'id':'d1','status':'draft','intent':'order','subject':{'reference':'Patient/p1'},"
                          "'authoredOn':'2026-01-20T10:00:00-05:00'," +
                          std::string(supply);
  const std::string request = "{'resourceType':'MedicationRequest'," + who;
  return {
      {"R4", filled(request + ",'medicationCodeableConcept':$,'reasonCode':[#],'dosageInstruction':[{'timing':{" +
                    repeat + "},'doseAndRate':[{%}]}]}")},
      {"R5", filled(request + ",'medication':{'concept':$},'reason':[{'concept':#}],'dosageInstruction':[{'timing':{" +
                    repeat + "},'asNeeded':false,'doseAndRate':[{%}]}]}")},
      {"STU3", filled(request +
                      ",'context':{'reference':'Encounter/e1'},'medicationCodeableConcept':$,'reasonCode':[#],"
                      "'dosageInstruction':[{'timing':{" +
                      repeat + "},%}]}")},
      {"DSTU2",
       filled("{'resourceType':'MedicationOrder','id':'d1','status':'draft','patient':{'reference':'Patient/p1'},"
              "'dateWritten':'2026-01-20T10:00:00-05:00'," +
              std::string(supply) +
              ",'medicationCodeableConcept':$,'reasonCodeableConcept':#,'dosageInstruction':[{'timing':{'repeat':"
              "{'frequency':2,'period':1,'periodUnits':'d','boundsQuantity':{'value':7,'code':'d'}}},%}]}")},
      {"text",
       filled(request + ",'medicationCodeableConcept':$,'reasonCode':[#],'dosageInstruction':[{'text':'1 tablet "
                        "(1 g) twice daily for 7 days'}]}")},
  };
}

TEST(Versions, ADraftReadsTheSame) {
  for (const auto& v : drafts()) {
    sample::request r;
    r.draft_orders = sample::bundle({v.draft});
    const auto got = sample::read(r);
    ASSERT_TRUE(got.faults().empty()) << v.name << got.faults().front();
    ASSERT_EQ(got->drafts.size(), 1u) << v.name;
    const auto& read = got->drafts[0];
    EXPECT_EQ(read.drug.agent, cds::agent::valacyclovir) << v.name;
    EXPECT_EQ(read.dosage.dose, (cds::quantity{1000, unit::milligram})) << v.name;
    EXPECT_EQ(read.dosage.times_per_day, 2) << v.name;
    EXPECT_EQ(read.dosage.interval_hours, 12) << v.name;
    EXPECT_EQ(read.dosage.days, 7) << v.name;
    EXPECT_TRUE(read.dosage.unread.empty()) << v.name;
    EXPECT_TRUE(read.reasons.has(cds::value_set::hsv_orolabial)) << v.name;
    EXPECT_EQ(read.authored, sample::at("2026-01-20T10:00:00-05:00")) << v.name;
    EXPECT_EQ(read.days_supply, 7) << v.name;
    EXPECT_EQ(read.amount, (cds::quantity{14, unit::product_unit})) << v.name;
    EXPECT_EQ(got->now.today, sample::at("2026-01-20").first) << v.name;
  }
}

TEST(Versions, ADraftOfDSTU2MustNameThePatient) {
  sample::request r;
  r.draft_orders = sample::bundle({"{'resourceType':'MedicationOrder','patient':{'reference':'Patient/p2'}}"});
  EXPECT_THAT(sample::read(r).faults(),
              testing::ElementsAre(testing::HasSubstr("must name the patient of the context")));
  r.draft_orders = sample::bundle({"{'resourceType':'MedicationOrder'}"});
  EXPECT_THAT(sample::read(r).faults(),
              testing::ElementsAre(testing::HasSubstr("must name the patient of the context")));
}

TEST(Versions, AReasonMayBeReferredToInEach) {
  const std::string conditions = sample::bundle({filled("{'resourceType':'Condition','id':'c1','subject':{'reference':"
                                                        "'Patient/p1'},'code':#}")});
  const std::string start = "'id':'d1','status':'draft','medicationCodeableConcept':" + std::string(valacyclovir);
  for (const auto& draft :
       {"{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'reasonReference':[{'reference':"
        "'Condition/c1'}]," +
            start + "}",
        "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'reason':[{'reference':{'reference':"
        "'Condition/c1'}}]," +
            start + "}",
        "{'resourceType':'MedicationOrder','patient':{'reference':'Patient/p1'},'reasonReference':{'reference':"
        "'Condition/c1'}," +
            start + "}"}) {
    sample::request r;
    r.draft_orders = sample::bundle({draft});
    r.data[fhir::data_kind::conditions] = conditions;
    const auto got = sample::read(r);
    ASSERT_TRUE(got.faults().empty()) << draft;
    EXPECT_EQ(got->drafts.at(0).conditions, std::vector<std::size_t>{0}) << draft;
    EXPECT_FALSE(got->drafts.at(0).reason_unresolved) << draft;
  }
}

TEST(Versions, AnAdministrationReadsTheSame) {
  const std::string of = "{'resourceType':'MedicationAdministration','id':'a1','status':'completed',";
  for (const std::string_view members :
       {"'subject':{'reference':'Patient/p1'},'medicationCodeableConcept':$,'effectiveDateTime':'2026-01-10','dosage':{"
        "'dose':{'value':1,'code':'g'}}}",
        "'subject':{'reference':'Patient/p1'},'medication':{'concept':$},'occurenceDateTime':'2026-01-10','dosage':{"
        "'dose':{'value':1,'code':'g'}}}",
        "'subject':{'reference':'Patient/p1'},'medicationCodeableConcept':$,'notGiven':false,'effectiveDateTime':"
        "'2026-01-10','dosage':{'dose':{'value':1,'code':'g'}}}",
        "'patient':{'reference':'Patient/p1'},'medicationCodeableConcept':$,'wasNotGiven':false,"
        "'effectiveTimeDateTime':'2026-01-10','dosage':{'quantity':{'value':1,'code':'g'}}}"}) {
    const auto got = sample::read_one(fhir::data_kind::administrations, of + filled(members));
    ASSERT_EQ(got->administrations.items.size(), 1u) << members;
    const auto& read = got->administrations.items[0];
    EXPECT_EQ(read.drug.agent, cds::agent::valacyclovir) << members;
    EXPECT_EQ(read.start, sample::at("2026-01-10")) << members;
    EXPECT_EQ(read.dosage.dose, (cds::quantity{1000, unit::milligram})) << members;
  }
}

TEST(Versions, WhatWasNotGivenOrTakenIsNoFact) {
  const std::string rest = filled("'id':'x','status':'completed','subject':{'reference':'Patient/p1'},"
                                  "'medicationCodeableConcept':$}");
  const std::pair<fhir::data_kind, std::string_view> cases[] = {
      {fhir::data_kind::administrations, "{'resourceType':'MedicationAdministration','notGiven':true,"},
      {fhir::data_kind::administrations, "{'resourceType':'MedicationAdministration','wasNotGiven':true,"},
      {fhir::data_kind::dispenses, "{'resourceType':'MedicationDispense','notDone':true,"},
      {fhir::data_kind::statements, "{'resourceType':'MedicationStatement','wasNotTaken':true,"},
      {fhir::data_kind::statements, "{'resourceType':'MedicationStatement','taken':'n',"},
      {fhir::data_kind::statements, "{'resourceType':'MedicationStatement','adherence':{'code':{'coding':[{'code':"
                                    "'not-taking'}]}},"},
      {fhir::data_kind::dispenses,
       "{'resourceType':'MedicationDispense','notPerformedReason':{'concept':{'text':'x'}},"},
      {fhir::data_kind::dispenses, "{'resourceType':'MedicationDispense','notDoneReasonCodeableConcept':{'text':'x'},"},
  };
  for (const auto& [kind, start] : cases) {
    const auto got = sample::read_one(kind, std::string(start) + rest);
    EXPECT_TRUE(got->administrations.items.empty() && got->dispenses.items.empty() && got->statements.items.empty())
        << start;
  }
}

TEST(Versions, AStatementReadsTheSame) {
  const std::string of = "{'resourceType':'MedicationStatement','id':'s1',";
  for (const std::string_view members :
       {"'status':'active','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':$,'reasonCode':[#],"
        "'effectiveDateTime':'2026-01-10','dosage':[{'timing':{'code':{'text':'BID'}},'doseAndRate':[{%}]}]}",
        "'status':'recorded','subject':{'reference':'Patient/p1'},'medication':{'concept':$},'reason':[{'concept':#}],"
        "'effectiveDateTime':'2026-01-10','dosage':[{'timing':{'code':{'text':'BID'}},'doseAndRate':[{%}]}]}",
        "'status':'active','taken':'y','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':$,'reasonCode':"
        "[#],'effectiveDateTime':'2026-01-10','dosage':[{'timing':{'code':{'text':'BID'}},%}]}",
        "'status':'active','wasNotTaken':false,'patient':{'reference':'Patient/p1'},'medicationCodeableConcept':$,"
        "'reasonForUseCodeableConcept':#,'effectiveDateTime':'2026-01-10','dosage':[{'timing':{'code':{'text':'BID'}},"
        "'quantityQuantity':{'value':1,'code':'g'}}]}"}) {
    const auto got = sample::read_one(fhir::data_kind::statements, of + filled(members));
    ASSERT_EQ(got->statements.items.size(), 1u) << members;
    const auto& read = got->statements.items[0];
    EXPECT_EQ(read.drug.agent, cds::agent::valacyclovir) << members;
    EXPECT_EQ(read.dosage.dose, (cds::quantity{1000, unit::milligram})) << members;
    EXPECT_EQ(read.dosage.times_per_day, 2) << members;
    EXPECT_TRUE(read.reasons.has(cds::value_set::hsv_orolabial)) << members;
  }
}

TEST(Versions, AConditionReadsTheSame) {
  const std::string of = "{'resourceType':'Condition','id':'c1','code':" + std::string(lips) + ",";
  for (const std::string_view members :
       {"'subject':{'reference':'Patient/p1'},'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{"
        "'coding':[{'code':'confirmed'}]},'category':[{'coding':[{'code':'encounter-diagnosis'}]}],'recordedDate':"
        "'2026-01-10'}",
        "'subject':{'reference':'Patient/p1'},'clinicalStatus':'active','verificationStatus':'confirmed','category':[{"
        "'coding':[{'code':'encounter-diagnosis'}]}],'assertedDate':'2026-01-10'}",
        "'patient':{'reference':'Patient/p1'},'clinicalStatus':'active','verificationStatus':'confirmed','category':{"
        "'coding':[{'code':'encounter-diagnosis'}]},'dateRecorded':'2026-01-10'}"}) {
    const auto got = sample::read_one(fhir::data_kind::conditions, of + std::string(members));
    ASSERT_EQ(got->conditions.items.size(), 1u) << members;
    const auto& read = got->conditions.items[0];
    EXPECT_EQ(read.status, cds::condition::clinical::active) << members;
    EXPECT_FALSE(read.unconfirmed) << members;
    EXPECT_TRUE(read.encounter_diagnosis) << members;
    EXPECT_EQ(read.recorded, sample::at("2026-01-10")) << members;
  }
}

TEST(Versions, AnOrderOfDSTU2IsAmongTheMedications) {
  const auto got = sample::read_one(
      fhir::data_kind::medications,
      filled(
          "{'resourceType':'MedicationOrder','id':'m1','status':'active','patient':{'reference':'Patient/p1'},"
          "'dateWritten':'2026-01-10','medicationCodeableConcept':$,'dosageInstruction':[{'timing':{'repeat':{'when':"
          "'HS','frequency':1,'period':1,'periodUnits':'d'}},%}]}"));
  ASSERT_EQ(got->requests.items.size(), 1u);
  EXPECT_EQ(got->requests.items[0].start, sample::at("2026-01-10"));
  EXPECT_EQ(got->requests.items[0].dosage.times_per_day, 1);
  EXPECT_EQ(got->requests.items[0].dosage.dose, (cds::quantity{1000, unit::milligram}));
}

// In R5 the status of a statement says only that somebody recorded it.
TEST(Versions, WhetherItIsTakenStandsInAdherence) {
  using state = cds::medication::state;
  const std::pair<std::string_view, state> cases[] = {
      {"taking", state::active},
      {"taking-as-directed", state::active},
      {"taking-not-as-directed", state::active},
      {"on-hold", state::on_hold},
      {"on-hold-not-as-directed", state::on_hold},
      {"stopped", state::stopped},
      {"stopped-as-directed", state::stopped},
      {"unknown", state::unknown},
      {"something", state::unknown},
  };
  for (const auto& [code, want] : cases) {
    const auto statement = [&](std::string_view status) {
      return sample::read_one(fhir::data_kind::statements,
                              filled("{'resourceType':'MedicationStatement','subject':{'reference':'Patient/p1'},"
                                     "'medication':{'concept':$},'status':'" +
                                     std::string(status) + "','adherence':{'code':{'coding':[{'code':'" +
                                     std::string(code) + "'}]}}}"));
    };
    EXPECT_EQ(statement("recorded")->statements.items.at(0).status, want) << code;
    EXPECT_EQ(statement("completed")->statements.items.at(0).status, state::completed) << code;
  }
}

// An age is a Quantity by name there.
TEST(Versions, AnAbatementAtAnAgeOfDSTU2IsOne) {
  const auto got = sample::read_one(fhir::data_kind::conditions,
                                    "{'resourceType':'Condition','patient':{'reference':'Patient/p1'},'onsetQuantity':{"
                                    "'value':30,'unit':'a'},'abatementQuantity':{'value':31,'unit':'a'}}");
  EXPECT_TRUE(got->conditions.items.at(0).abated_undated);
  EXPECT_THAT(got.unread(), testing::ElementsAre(testing::HasSubstr("onsetQuantity: an onset of this kind"),
                                                 testing::HasSubstr("abatementQuantity: an abatement of this kind")));
}

} // namespace
