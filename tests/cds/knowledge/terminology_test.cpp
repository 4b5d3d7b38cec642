#include "cds/terminology.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using cds::terminology;
using enum cds::code_system;

TEST(CodeSystems, AreKnownByUriAndOid) {
  struct row {
    const char* uri;
    cds::code_system system;
  };
  const row rows[] = {
      {"http://www.nlm.nih.gov/research/umls/rxnorm", rxnorm},
      {"urn:oid:2.16.840.1.113883.6.88", rxnorm},
      {"http://snomed.info/sct", snomed_ct},
      {"urn:oid:2.16.840.1.113883.6.96", snomed_ct},
      {"http://hl7.org/fhir/sid/icd-10-cm", icd_10_cm},
      {"urn:oid:2.16.840.1.113883.6.90", icd_10_cm},
      {"http://loinc.org", loinc},
      {"urn:oid:2.16.840.1.113883.6.1", loinc},
      {"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", observation_interpretation},
      {"urn:oid:2.16.840.1.113883.5.83", observation_interpretation},
      {"http://hl7.org/fhir/v2/0078", observation_interpretation},
      {"http://hl7.org/fhir/sid/icd-10", other}, // another classification
      {"urn:oid:2.16.840.1.113883.6.8", other},
      {"HTTP://LOINC.ORG", other},
      {"", other},
  };
  for (const row& r : rows) EXPECT_EQ(cds::code_system_of(r.uri), r.system) << r.uri;
}

TEST(CodeSystems, HaveOneWrittenUri) {
  EXPECT_EQ(cds::uri_of(rxnorm), "http://www.nlm.nih.gov/research/umls/rxnorm");
  EXPECT_EQ(cds::uri_of(snomed_ct), "http://snomed.info/sct");
  EXPECT_EQ(cds::uri_of(icd_10_cm), "http://hl7.org/fhir/sid/icd-10-cm");
  EXPECT_EQ(cds::uri_of(loinc), "http://loinc.org");
  EXPECT_EQ(cds::uri_of(observation_interpretation),
            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation");
  EXPECT_EQ(cds::uri_of(other), "");
}

TEST(Names, ReadBackWhatTheyWrite) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(cds::value_set::count_); ++i) {
    const auto set = static_cast<cds::value_set>(i);
    EXPECT_EQ(cds::value_set_named(name_of(set)), set);
  }
  EXPECT_EQ(name_of(cds::value_set::hsv_orolabial), "hsv-orolabial");
  EXPECT_EQ(name_of(cds::value_set::infectious_disease_referral), "infectious-disease-referral");
  for (const auto a : {cds::agent::acyclovir, cds::agent::foscarnet, cds::agent::docosanol})
    EXPECT_EQ(cds::agent_named(name_of(a)), a);
  for (const auto r : {cds::route::oral, cds::route::buccal, cds::route::other})
    EXPECT_EQ(cds::route_named(name_of(r)), r);
  EXPECT_FALSE(cds::value_set_named("hsv_orolabial"));
  EXPECT_FALSE(cds::agent_named("aciclovir"));
  EXPECT_FALSE(cds::route_named(""));
}

TEST(Agents, NucleosidesNeedThymidineKinase) {
  using enum cds::agent;
  for (const auto a : {acyclovir, valacyclovir, famciclovir, penciclovir, ganciclovir, valganciclovir})
    EXPECT_TRUE(is_nucleoside(a)) << name_of(a);
  for (const auto a : {cds::agent::none, foscarnet, cidofovir, docosanol}) EXPECT_FALSE(is_nucleoside(a)) << name_of(a);
}

terminology small() {
  std::vector<terminology::entry> entries = {
      {snomed_ct, "88594005", "Herpes simplex", {}},  {icd_10_cm, "B02", "Zoster", {}},
      {icd_10_cm, "B02.3", "Zoster of the eye", {}},  {rxnorm, "281", "acyclovir", {}},
      {rxnorm, "68149", "mycophenolate mofetil", {}}, {rxnorm, "265323", "mycophenolate", {}},
  };
  return {std::move(entries), {{"acyclovir", 3}, {"aciclovir", 3}, {"mycophenolate mofetil", 4}, {"mycophenolate", 5}}};
}

TEST(Terminology, FallsBackToTheLongestListedCategory) {
  const terminology t = small();
  struct row {
    const char* code;
    const char* found;
  };
  const row rows[] = {
      {"B02", "B02"},     {"B02.9", "B02"},   {"B029", "B02"},   {"b02.9", "B02"},       {"B02.31", "B02.3"},
      {"B0231", "B02.3"}, {"B02.2x9", "B02"}, {"B0", nullptr},   {"", nullptr},          {"B03", nullptr},
      {"B02-9", nullptr}, {".", nullptr},     {"B02 ", nullptr}, {"B02.99999", nullptr},
  };
  for (const row& r : rows) {
    const cds::term* found = t.find(icd_10_cm, r.code);
    if (r.found == nullptr)
      EXPECT_EQ(found, nullptr) << r.code;
    else
      EXPECT_EQ(found == nullptr ? "nothing" : found->coding.code, r.found) << r.code;
  }
}

TEST(Terminology, OtherSystemsAreExact) {
  const terminology t = small();
  EXPECT_NE(t.find(rxnorm, "281"), nullptr);
  EXPECT_EQ(t.find(rxnorm, "2810"), nullptr);
  EXPECT_EQ(t.find(rxnorm, "88594005"), nullptr);
  EXPECT_EQ(t.find(other, "281"), nullptr);
}

TEST(Terminology, SurvivesBeingMoved) {
  terminology first = small();
  const terminology second = std::move(first);
  const cds::term* found = second.find(snomed_ct, "88594005");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->coding.code, "88594005");
  EXPECT_EQ(found->coding.display, "Herpes simplex");
}

TEST(Terminology, RefusesACodeListedTwice) {
  const auto twice = [] { return terminology({{icd_10_cm, "B02.3", "a", {}}, {icd_10_cm, "b023", "b", {}}}, {}); };
  EXPECT_THROW(twice(), std::logic_error);
}

TEST(Terminology, TheLongestNameOfOneIngredientWins) {
  const terminology t = small();
  struct row {
    const char* text;
    const char* code;
  };
  const row rows[] = {
      {"ACYCLOVIR", "281"},
      {"acyclovir, aciclovir", "281"},
      {"mycophenolate mofetil", "68149"},
      {"mycophenolate tablet", "265323"},
      {"(acyclovir)", "281"},
      {"acyclovir/mycophenolate", nullptr},
      {"acyclovir2", nullptr},
      {"acyclovir\xC3\xA9", nullptr},
      {"non-acyclovir", "281"},
  };
  for (const row& r : rows) {
    const cds::term* found = t.find_ingredient(r.text);
    if (r.code == nullptr)
      EXPECT_EQ(found, nullptr) << r.text;
    else
      EXPECT_EQ(found == nullptr ? "nothing" : found->coding.code, r.code) << r.text;
  }
}

} // namespace
