#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::agent;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

sample::outcome allergy(std::string_view members) {
  return sample::read_one(fhir::data_kind::allergies,
                          "{'resourceType':'AllergyIntolerance','id':'a1','patient':{'reference':'Patient/p1'}," +
                              std::string(members) + "}");
}

const std::string foscarnet = "{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'1734377'}]}";
const std::string valacyclovir = "{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'73645'}]}";

std::vector<agent> agents(const sample::outcome& read) {
  std::vector<agent> all;
  for (const auto& a : read->allergies.items) all.push_back(a.drug.agent);
  return all;
}

TEST(Allergy, NamesItsSubstances) {
  EXPECT_THAT(agents(allergy("'code':" + foscarnet)), ElementsAre(agent::foscarnet));
  EXPECT_THAT(agents(allergy("'code':{'text':'Acyclovir'}")), ElementsAre(agent::acyclovir));
  EXPECT_THAT(agents(allergy("'code':{'text':'antivirals'},'reaction':[{'substance':" + foscarnet + "}]")),
              ElementsAre(agent::foscarnet));
  EXPECT_THAT(agents(allergy("'code':" + foscarnet + ",'reaction':[{'substance':" + foscarnet +
                             "},{'substance':" + valacyclovir + "},{}]")),
              ElementsAre(agent::foscarnet, agent::valacyclovir));
  EXPECT_THAT(agents(allergy("'code':{'text':'peanut'}")), ElementsAre(agent::none));
  EXPECT_THAT(agents(allergy("'note':[]")), ElementsAre(agent::none));
  EXPECT_EQ(allergy("'code':" + foscarnet)->allergies.items.at(0).source,
            (cds::resource_ref{"AllergyIntolerance", "a1"}));
}

TEST(Allergy, AStatusThatIsNotKnownCounts) {
  EXPECT_TRUE(allergy("'code':" + foscarnet)->allergies.items.at(0).active);
  const std::string_view members[] = {"clinicalStatus", "verificationStatus", "status"};
  for (const auto member : members) {
    const auto odd = allergy("'code':" + foscarnet + ",'" + std::string(member) + "':{'coding':[{'code':'past'}]}");
    EXPECT_TRUE(odd->allergies.items.at(0).active);
    EXPECT_THAT(odd.unread(), ElementsAre("prefetch.allergies.entry[0].resource." + std::string(member) +
                                          ": is not a known status; the allergy counts"));
  }
}

TEST(Allergy, NoneKnownIsNone) {
  for (const auto code : {"716186003", "409137002", "429625007", "428607008", "1003774007", "716220001"}) {
    for (const std::string member : {"code", "substance"}) { // the second in DSTU2
      const auto got = allergy("'" + member + "':{'coding':[{'system':'http://snomed.info/sct','code':'" +
                               std::string(code) + "'}]}");
      EXPECT_THAT(got->allergies.items, IsEmpty()) << code;
      EXPECT_EQ(got->allergies.state, cds::supply::complete) << code;
    }
  }
}

} // namespace
