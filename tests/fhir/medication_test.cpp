// Requests, dispenses, administrations and statements of the chart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using state = cds::medication::state;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct source_of {
  data_kind kind;
  std::string_view type;
  const cds::data_set<cds::medication> cds::facts::*set;
};
constexpr source_of requests{data_kind::medications, "MedicationRequest", &cds::facts::requests};
constexpr source_of dispenses{data_kind::dispenses, "MedicationDispense", &cds::facts::dispenses};
constexpr source_of administrations{data_kind::administrations, "MedicationAdministration",
                                    &cds::facts::administrations};
constexpr source_of statements{data_kind::statements, "MedicationStatement", &cds::facts::statements};

sample::outcome read(const source_of& from, std::string_view members) {
  return sample::read_one(from.kind, "{'resourceType':'" + std::string(from.type) +
                                         "','id':'x','subject':{'reference':'Patient/p1'}," + std::string(members) +
                                         "}");
}

const std::vector<cds::medication>& items(const sample::outcome& read, const source_of& from) {
  return ((*read.facts).*from.set).items;
}

std::string path(const source_of& from, std::string_view more) {
  return "prefetch." + std::string(fhir::key_of(from.kind)) + ".entry[0].resource" + std::string(more);
}

TEST(Medication, ARequestIsRead) {
  const auto got =
      read(requests,
           "'status':'active','authoredOn':'2026-01-08T08:00:00Z',"
           "'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/"
           "rxnorm','code':'313564'}]},"
           "'reasonCode':[{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B00.1'}]}],"
           "'dosageInstruction':[{'doseAndRate':[{'doseQuantity':{'value':1,'code':'{tablet}'}}],'timing':{'repeat':{"
           "'frequency':2,'period':1,'periodUnit':'d'}}}],'dispenseRequest':{'quantity':{'value':28,'unit':'tablet'},"
           "'expectedSupplyDuration':{'value':2,'code':'wk'},'numberOfRepeatsAllowed':3}");
  ASSERT_EQ(items(got, requests).size(), 1U);
  const auto& m = items(got, requests)[0];
  EXPECT_EQ(m.source, (cds::resource_ref{"MedicationRequest", "x"}));
  EXPECT_EQ(m.origin, cds::medication::kind::request);
  EXPECT_EQ(m.drug.agent, cds::agent::valacyclovir);
  EXPECT_EQ(m.drug.strength_mg, 1000);
  EXPECT_EQ(m.dosage.dose, (cds::quantity{1, cds::unit::product_unit}));
  EXPECT_EQ(m.dosage.times_per_day, 2);
  EXPECT_EQ(m.reasons, (cds::value_sets{cds::value_set::hsv_orolabial}));
  EXPECT_EQ(m.start, sample::at("2026-01-08T08:00:00Z"));
  EXPECT_EQ(m.end, std::nullopt);
  EXPECT_EQ(m.days_supply, 14);
  EXPECT_EQ(m.amount, (cds::quantity{28, cds::unit::product_unit}));
  EXPECT_EQ(m.refills, 3);
  EXPECT_THAT(got.unread(), IsEmpty());
}

TEST(Medication, BoundsOfARequestGiveItsStart) {
  const auto got = read(
      requests, "'status':'active','authoredOn':'2026-01-08','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{"
                "'start':'2026-01-10','end':'2026-02-10'}}}}]");
  EXPECT_EQ(items(got, requests).at(0).start, sample::at("2026-01-10"));
  EXPECT_EQ(items(got, requests)[0].end, sample::at("2026-02-10"));
}

struct date_case {
  source_of from;
  std::string_view members;
  std::string_view start; // empty: unknown
  std::string_view end = {};
};

TEST(Medication, StartAndEnd) {
  const date_case cases[] = {
      {dispenses, "'status':'completed','whenHandedOver':'2026-01-08','whenPrepared':'2026-01-07'", "2026-01-08"},
      {dispenses, "'status':'completed','whenPrepared':'2026-01-07'", "2026-01-07"},
      {dispenses, "'status':'completed'", ""},
      {administrations, "'status':'completed','effectiveDateTime':'2026-01-08T08:00:00-05:00'",
       "2026-01-08T08:00:00-05:00"},
      {administrations, "'status':'completed','effectivePeriod':{'start':'2026-01-08','end':'2026-01-09'}",
       "2026-01-08", "2026-01-09"},
      {administrations, "'status':'completed'", ""},
      {statements, "'status':'active','effectiveDateTime':'2026-01-08'", "2026-01-08"},
      {statements, "'status':'active','effectivePeriod':{'start':'2026-01-08'}", "2026-01-08"},
      {statements, "'status':'active','effectivePeriod':{'start':'2026-01-08','end':'2026-03-01'}", "2026-01-08",
       "2026-03-01"},
      {statements, "'status':'active','dateAsserted':'2026-01-08'", ""},
      {requests, "'status':'active'", ""},
      {requests, "'status':'active','authoredOn':'2026'", "2026"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.members);
    const auto got = read(c.from, c.members);
    ASSERT_EQ(items(got, c.from).size(), 1U);
    EXPECT_EQ(items(got, c.from)[0].start, c.start.empty() ? std::nullopt : std::optional{sample::at(c.start)});
    EXPECT_EQ(items(got, c.from)[0].end, c.end.empty() ? std::nullopt : std::optional{sample::at(c.end)});
  }
}

TEST(Medication, TheFutureIsNoFact) {
  const std::pair<source_of, std::string_view> cases[] = {
      {requests, "'status':'active','authoredOn':'2026-01-21'"},
      {requests,
       "'status':'active','authoredOn':'2026-01-08','dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'start':"
       "'2026-02-01'}}}}]"},
      {dispenses, "'status':'completed','whenHandedOver':'2026-01-21'"},
      {administrations, "'status':'completed','effectiveDateTime':'2026-01-20T16:00:00Z'"},
      {administrations, "'status':'in-progress','effectivePeriod':{'start':'2026-01-21'}"},
      {statements, "'status':'active','effectiveDateTime':'2027'"},
  };
  for (const auto& [from, members] : cases) {
    const auto got = read(from, members);
    EXPECT_THAT(items(got, from), IsEmpty()) << members;
    EXPECT_THAT(got.unread(), ElementsAre(path(from, ": the date lies in the future"))) << members;
  }
}

TEST(Medication, ADispenseKnowsItsSupply) {
  const auto got =
      read(dispenses,
           "'status':'completed','daysSupply':{'value':14,'unit':'days'},'quantity':{'value':28,'unit':'tablet'}");
  EXPECT_EQ(items(got, dispenses).at(0).days_supply, 14);
  EXPECT_EQ(items(got, dispenses)[0].amount, (cds::quantity{28, cds::unit::product_unit}));
  EXPECT_EQ(items(read(dispenses, "'status':'completed','daysSupply':{'value':14}"), dispenses).at(0).days_supply, 14);
  const auto odd = read(
      dispenses, "'status':'completed','daysSupply':{'value':14,'unit':'doses'},'quantity':{'value':15,'unit':'g'}");
  EXPECT_EQ(items(odd, dispenses).at(0).days_supply, std::nullopt);
  EXPECT_EQ(items(odd, dispenses)[0].amount, std::nullopt);
  EXPECT_THAT(
      odd.unread(),
      ElementsAre(
          path(dispenses,
               ".daysSupply: the number of days cannot be read: unit `doses` is not one of s, min, h, d, wk, "
               "mo, a"),
          path(dispenses, ".quantity: the amount cannot be read: it is not a number of tablets, capsules or mL")));
}

TEST(Medication, ADispenseHasTheReasonOfItsOrder) {
  const auto order = [](std::string_view subject, std::string_view status) {
    return "{'resourceType':'MedicationRequest','id':'o1','status':'" + std::string(status) +
           "','subject':{'reference':'Patient/" + std::string(subject) +
           "'},'reasonCode':[{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B02.9'}]}]}";
  };
  const std::string filled =
      "{'resourceType':'MedicationDispense','status':'completed','subject':{'reference':'Patient/p1'},"
      "'authorizingPrescription':[{'reference':'MedicationRequest/o1'}]}";
  const auto reasons = [&](const std::string& o) {
    const auto got = sample::read(
        {.draft_orders = {},
         .data = {{data_kind::medications, sample::bundle({o})}, {data_kind::dispenses, sample::bundle({filled})}}});
    return items(got, dispenses).at(0).reasons;
  };
  EXPECT_EQ(reasons(order("p1", "completed")), (cds::value_sets{cds::value_set::zoster}));
  EXPECT_EQ(reasons(order("p1", "entered-in-error")), cds::value_sets{});
  EXPECT_EQ(reasons(order("p2", "completed")), cds::value_sets{});
}

TEST(Medication, ReasonsComeFromReferencesToo) {
  const auto condition = [](std::string_view verification) {
    return "{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/"
           "p1'},'verificationStatus':{'coding':[{'code':'" +
           std::string(verification) +
           "'}]},'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B02.9'}]}}";
  };
  const std::string order =
      "{'resourceType':'MedicationRequest','status':'active','subject':{'reference':'Patient/p1'},"
      "'reasonReference':[{'reference':'Condition/c1'},{'reference':'Condition/c9'}]}";
  const auto reasons = [&](std::string_view verification) {
    const auto got = sample::read({.draft_orders = {},
                                   .data = {{data_kind::conditions, sample::bundle({condition(verification)})},
                                            {data_kind::medications, sample::bundle({order})}}});
    return items(got, requests).at(0).reasons;
  };
  EXPECT_EQ(reasons("confirmed"), (cds::value_sets{cds::value_set::zoster}));
  EXPECT_EQ(reasons("refuted"), cds::value_sets{});
  EXPECT_EQ(reasons("entered-in-error"), cds::value_sets{});
}

TEST(Medication, AnAdministrationHasItsDose) {
  const auto got =
      read(administrations,
           "'status':'completed','effectiveDateTime':'2026-01-08','dosage':{'dose':{'value':1000,'code':'mg'}},"
           "'medicationReference':{'reference':'#m'},'contained':[{'resourceType':'Medication','id':'m','code':"
           "{'text':'valacyclovir'}}]");
  EXPECT_EQ(items(got, administrations).at(0).dosage.dose, (cds::quantity{1000, cds::unit::milligram}));
  EXPECT_EQ(items(got, administrations)[0].drug.agent, cds::agent::valacyclovir);
}

TEST(Medication, AStatementHasItsDosage) {
  const auto got = read(
      statements, "'status':'active','dosage':[{'text':'1 g','doseAndRate':[{'doseQuantity':{'value':1,'code':'g'}}],"
                  "'timing':{'code':{'text':'BID'}}}]");
  EXPECT_EQ(items(got, statements).at(0).dosage.dose, (cds::quantity{1000, cds::unit::milligram}));
  EXPECT_EQ(items(got, statements)[0].dosage.times_per_day, 2);
}

TEST(Medication, ContradictingCodesOfTheChartAreTold) {
  const auto got =
      read(requests,
           "'status':'active','medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/"
           "rxnorm','code':'313564'},{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'68099'}]}");
  EXPECT_FALSE(items(got, requests).at(0).drug.identified); // neither is chosen
  EXPECT_THAT(got.unread(),
              ElementsAre(path(requests, ".medicationCodeableConcept.coding[1]: its codings name different drugs")));
}

/// Doses of which each is written with these members after the id.
sample::outcome read_doses(const std::vector<std::string_view>& members) {
  std::vector<std::string> doses;
  for (const auto one : members)
    doses.push_back("{'resourceType':'MedicationAdministration','id':'d" + std::to_string(doses.size()) +
                    "','subject':{'reference':'Patient/p1'},'status':'completed','effectiveDateTime':'2026-01-08'," +
                    std::string(one) + "}");
  return sample::read({.draft_orders = {}, .data = {{data_kind::administrations, sample::bundle(doses)}}});
}

TEST(Medication, DosesThatAreWrittenAlikeAreReadAlikeAndOthersAreNot) {
  const auto got = read_doses({
      "'medicationCodeableConcept':{'text':'valacyclovir'},'dosage':{'dose':{'value':1000,'code':'mg'}}",
      "'medicationCodeableConcept':{'text':'valacyclovir'},'dosage':{'dose':{'value':1000,'code':'mg'}}",
      "'medicationCodeableConcept':{'text':'famciclovir '},'dosage':{'dose':{'value':5000,'code':'mg'}}",
      "'medicationCodeableConcept':{'text':'valacyclovir'},'dosage':{'dose':{'value':1000,'code':'mL'}}",
  });
  const auto& doses = items(got, administrations);
  ASSERT_EQ(doses.size(), 4U);
  EXPECT_EQ(doses[1].dosage, doses[0].dosage);
  EXPECT_EQ(doses[1].drug, doses[0].drug);
  EXPECT_EQ(doses[2].dosage.dose, (cds::quantity{5000, cds::unit::milligram}));
  EXPECT_EQ(doses[2].drug.agent, cds::agent::famciclovir);
  EXPECT_EQ(doses[3].dosage.dose, (cds::quantity{1000, cds::unit::millilitre}));
  EXPECT_EQ(doses[3].drug.agent, cds::agent::valacyclovir);
}

TEST(Medication, WhatCannotBeReadIsToldOfEachDose) {
  constexpr std::string_view odd = "'medicationCodeableConcept':{'text':'valacyclovir'},'dosage':{'dose':5}";
  const auto got = read_doses({odd, odd, odd});
  std::vector<std::string> told;
  for (const auto* place : {"0", "1", "2"})
    told.push_back("prefetch.administrations.entry[" + std::string(place) +
                   "].resource.dosage.dose: must be an object");
  EXPECT_EQ(got.unread(), told);
  for (const auto& dose : items(got, administrations)) EXPECT_THAT(dose.dosage.unread, ElementsAre("no dose is given"));
}

} // namespace
