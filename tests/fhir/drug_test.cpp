#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::agent;
using cds::route;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view rxnorm = "'system':'http://www.nlm.nih.gov/research/umls/rxnorm'";

std::string coding(std::string_view code) { return "{" + std::string(rxnorm) + ",'code':'" + std::string(code) + "'}"; }

sample::outcome concept_of(std::string_view members) {
  return sample::read_draft("'medicationCodeableConcept':{" + std::string(members) + "}");
}

TEST(Drug, FromCodings) {
  const auto read =
      concept_of("'coding':[{'system':'http://local','code':'9'}," + coding("73645") + "," + coding("313565") + "]");
  const auto& drug = read->drafts.at(0).drug;
  EXPECT_TRUE(drug.identified);
  EXPECT_EQ(drug.agent, agent::valacyclovir);
  EXPECT_EQ(drug.route, route::oral);
  EXPECT_EQ(drug.strength_mg, 500);
  EXPECT_EQ(drug.named->coding.code, "73645");
  EXPECT_FALSE(read->drafts[0].drug_unresolved);
}

TEST(Drug, FromWords) {
  const std::pair<std::string_view, agent> cases[] = {
      {"'text':'Valacyclovir 1 g tablets'", agent::valacyclovir},
      {"'text':'ACYCLOVIR cream'", agent::acyclovir},
      {"'coding':[{'system':'http://hl7.org/fhir/sid/ndc','code':'1','display':'famciclovir 500 MG'}]",
       agent::famciclovir},
      {"'coding':[{'code':'1','display':'famciclovir'},{'code':'2','display':'Famciclovir 500 mg'}]",
       agent::famciclovir},
      {"'coding':[{'code':'1','display':'famciclovir'},{'code':'2','display':'acyclovir'}]", agent::none},
      {"'text':'acyclovir or valacyclovir'", agent::none},
      {"'text':'lisinopril'", agent::none},
      {"'text':''", agent::none},
  };
  for (const auto& [members, named] : cases) {
    const auto read = concept_of(members);
    EXPECT_EQ(read->drafts.at(0).drug.agent, named) << members;
    EXPECT_EQ(read->drafts[0].drug.identified, named != agent::none) << members;
  }
}

TEST(Drug, ACodeOutranksWords) {
  const auto read = concept_of("'coding':[" + coding("313564") + "],'text':'famciclovir'");
  EXPECT_EQ(read->drafts.at(0).drug.agent, agent::valacyclovir);
}

TEST(Drug, ContradictionsAreNotChosenFrom) {
  const auto drugs = concept_of("'coding':[" + coding("313564") + "," + coding("68099") + "]");
  EXPECT_THAT(drugs.faults(), ElementsAre("context.draftOrders.entry[0].resource.medicationCodeableConcept.coding[1]: "
                                          "its codings name different drugs"));
  const auto strengths = concept_of("'coding':[" + coding("313564") + "," + coding("313565") + "]");
  EXPECT_THAT(strengths.faults(),
              ElementsAre("context.draftOrders.entry[0].resource.medicationCodeableConcept.coding[1]: its codings "
                          "name different strengths"));
}

TEST(Drug, MayBeMissingOrUnknown) {
  for (const auto members : {"", "'medicationCodeableConcept':{}", "'medicationCodeableConcept':null"}) {
    const auto read = sample::read_draft(members);
    ASSERT_THAT(read.faults(), IsEmpty()) << members;
    EXPECT_EQ(read->drafts.at(0).drug, cds::drug{}) << members;
    EXPECT_FALSE(read->drafts[0].drug_unresolved) << members;
  }
  EXPECT_THAT(sample::read_draft("'medicationCodeableConcept':'x'").faults(),
              ElementsAre("context.draftOrders.entry[0].resource.medicationCodeableConcept: must be an object"));
}

sample::outcome referenced(std::string_view reference, std::string_view medication, bool in_drafts) {
  const auto order =
      "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'medicationReference':{" +
      std::string(reference) + "}}";
  if (in_drafts) return sample::read({.draft_orders = sample::bundle({order, std::string(medication)}), .data = {}});
  return sample::read({.draft_orders = sample::bundle({order}),
                       .data = {{fhir::data_kind::medications, sample::bundle({std::string(medication)})}}});
}

TEST(Drug, FromAMedication) {
  const auto medication = "{'resourceType':'Medication','id':'m1','code':{'coding':[" + coding("313564") + "]}}";
  for (const bool in_drafts : {true, false}) {
    const auto read = referenced("'reference':'Medication/m1'", medication, in_drafts);
    EXPECT_EQ(read->drafts.at(0).drug.strength_mg, 1000);
    EXPECT_FALSE(read->drafts[0].drug_unresolved);
  }
  const auto contained =
      sample::read_draft("'contained':[" + medication + "],'medicationReference':{'reference':'#m1'}");
  EXPECT_EQ(contained->drafts.at(0).drug.strength_mg, 1000);
}

TEST(Drug, FromAMedicationThatIsNotThere) {
  const auto none = sample::read_draft("'medicationReference':{'reference':'Medication/m9'}");
  EXPECT_TRUE(none->drafts.at(0).drug_unresolved);
  EXPECT_FALSE(none->drafts[0].drug.identified);
  EXPECT_THAT(
      none.unread(),
      ElementsAre(
          "context.draftOrders.entry[0].resource.medicationReference: names a Medication that was not supplied"));
  const auto shown =
      sample::read_draft("'medicationReference':{'reference':'Medication/m9','display':'Valacyclovir 1 g'}");
  EXPECT_FALSE(shown->drafts.at(0).drug_unresolved);
  EXPECT_EQ(shown->drafts[0].drug.agent, agent::valacyclovir);
  const auto wrong = referenced(
      "'reference':'Medication/m1'",
      "{'resourceType':'Medication','id':'m1','status':'entered-in-error','code':{'text':'acyclovir'}}", true);
  EXPECT_TRUE(wrong->drafts.at(0).drug_unresolved);
  EXPECT_THAT(wrong.unread(), ElementsAre("context.draftOrders.entry[0].resource.medicationReference: the Medication "
                                          "it names is not used: it is entered in error"));
  const auto other = sample::read_draft(
      "'contained':[{'resourceType':'Substance','id':'s'}],'medicationReference':{'reference':'#s'}");
  EXPECT_TRUE(other->drafts.at(0).drug_unresolved);
}

TEST(Drug, AConceptBesideAReferenceIsAFault) {
  const auto got = sample::read_draft(
      "'medicationCodeableConcept':{'text':'acyclovir'},'medicationReference':{'display':'acyclovir'}");
  EXPECT_THAT(got.faults(),
              ElementsAre("context.draftOrders.entry[0].resource.medicationCodeableConcept: must not stand beside "
                          "medicationReference"));
}

TEST(Drug, StrengthOfTheOnlyIngredient) {
  const auto ingredient = [](std::string_view numerator, std::string_view denominator) {
    return "{'resourceType':'Medication','id':'m1','code':{'text':'local "
           "product'},'ingredient':[{'itemCodeableConcept':{'coding':[" +
           coding("73645") + "]},'strength':{'numerator':{" + std::string(numerator) + "},'denominator':{" +
           std::string(denominator) + "}}}]}";
  };
  const auto drug = [&](std::string_view numerator, std::string_view denominator) {
    return referenced("'reference':'Medication/m1'", ingredient(numerator, denominator), true)->drafts.at(0).drug;
  };
  EXPECT_EQ(drug("'value':0.5,'code':'g'", "'value':1,'code':'{tablet}'").agent, agent::valacyclovir);
  EXPECT_EQ(drug("'value':0.5,'code':'g'", "'value':1,'code':'{tablet}'").strength_mg, 500);
  EXPECT_EQ(drug("'value':500,'code':'mg'", "'value':1,'code':'1'").strength_mg, 500);
  EXPECT_EQ(drug("'value':250,'code':'mg'", "'value':10,'code':'mL'").concentration_mg_per_ml, 25);
  EXPECT_EQ(drug("'value':250,'code':'mg'", "'value':10,'code':'mL'").strength_mg, 0);
  EXPECT_EQ(drug("'value':5,'code':'%'", "'value':1,'code':'1'").strength_mg, 0);
  EXPECT_EQ(drug("'value':500,'code':'mg'", "'value':1,'code':'g'").strength_mg, 0);
}

TEST(Drug, InOneElementOfR5) {
  const auto medication = [](std::string_view code) {
    return "{'resourceType':'Medication','id':'m1','code':{'coding':[" + coding(code) + "]}}";
  };
  const auto read = [&](const std::string& members, std::string_view supplied) {
    sample::request r;
    r.draft_orders =
        sample::bundle({"{'resourceType':'MedicationRequest','id':'d1','subject':{'reference':'Patient/p1'},"
                        "'medication':{" +
                            members + "}}",
                        medication(supplied)});
    auto facts = sample::read(r);
    return facts->drafts.at(0);
  };
  const std::string reference = "'reference':{'reference':'Medication/m1'}";
  const auto named = [](std::string_view code) { return "'concept':{'coding':[" + coding(code) + "]},"; };
  EXPECT_EQ(read(reference, "313565").drug.strength_mg, 500);
  EXPECT_EQ(read(named("313565") + reference, "313565").drug.strength_mg, 500);
  EXPECT_EQ(read(named("73645") + reference, "313565").drug.agent, agent::valacyclovir);
  for (const std::string_view other : {"281", "313564"}) {
    const auto draft = read(named("313565") + reference, other);
    EXPECT_TRUE(draft.drug_unresolved) << other;
    EXPECT_EQ(draft.drug.agent, agent::none) << other;
  }
}

TEST(Drug, StrengthUnderTheNameOfEachVersion) {
  const std::string half_gram = "{'numerator':{'value':0.5,'code':'g'},'denominator':{'value':1,'code':'{tablet}'}}";
  const std::string code = "{'coding':[" + coding("73645") + "]}";
  const std::string start = "{'resourceType':'Medication','id':'m1','code':{'text':'local product'},";
  for (const auto& medication :
       {start + "'ingredient':[{'itemCodeableConcept':" + code + ",'strength':" + half_gram + "}]}",
        start + "'ingredient':[{'item':{'concept':" + code + "},'strengthRatio':" + half_gram + "}]}",
        start + "'ingredient':[{'itemCodeableConcept':" + code + ",'amount':" + half_gram + "}]}",
        start + "'product':{'ingredient':[{'itemCodeableConcept':" + code + ",'amount':" + half_gram + "}]}}"}) {
    const auto drug = referenced("'reference':'Medication/m1'", medication, true)->drafts.at(0).drug;
    EXPECT_EQ(drug.agent, agent::valacyclovir) << medication;
    EXPECT_EQ(drug.strength_mg, 500) << medication;
  }
}

} // namespace
