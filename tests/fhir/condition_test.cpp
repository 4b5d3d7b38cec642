#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using clinical = cds::condition::clinical;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

sample::outcome condition(std::string_view members) {
  return sample::read_one(fhir::data_kind::conditions,
                          "{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'}" +
                              (members.empty() ? "" : "," + std::string(members)) + "}");
}

constexpr std::string_view root = "prefetch.conditions.entry[0].resource";

TEST(Condition, IsRead) {
  const auto read = condition(
      "'code':{'coding':[{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B00.1'}]},"
      "'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]},"
      "'category':[{'coding':[{'code':'encounter-diagnosis'}]}],"
      "'onsetDateTime':'2026-01-08','recordedDate':'2026-01-09T10:00:00Z'");
  ASSERT_EQ(read->conditions.items.size(), 1U);
  const auto& c = read->conditions.items[0];
  EXPECT_EQ(c.source, (cds::resource_ref{"Condition", "c1"}));
  EXPECT_EQ(c.sets, (cds::value_sets{cds::value_set::hsv_orolabial}));
  ASSERT_NE(c.named, nullptr);
  EXPECT_EQ(c.named->coding.code, "B00.1");
  EXPECT_EQ(c.status, clinical::active);
  EXPECT_EQ(c.onset, sample::at("2026-01-08"));
  EXPECT_EQ(c.recorded, sample::at("2026-01-09T10:00:00Z"));
  EXPECT_EQ(c.abated, std::nullopt);
  EXPECT_FALSE(c.abated_undated);
  EXPECT_FALSE(c.unconfirmed);
  EXPECT_TRUE(c.encounter_diagnosis);
  EXPECT_THAT(read.unread(), IsEmpty());
}

TEST(Condition, CodesAddUp) {
  const auto read = condition(
      "'code':{'coding':[{'system':'http://local','code':'B00.1'},{'code':'B00.1'},{'system':'http://snomed.info/"
      "sct','code':'86406008'},{'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'B02.9'}]}");
  const auto& c = read->conditions.items.at(0);
  EXPECT_EQ(c.sets, (cds::value_sets{cds::value_set::hiv_infection, cds::value_set::zoster}));
  EXPECT_EQ(c.named->coding.code, "86406008");
}

TEST(Condition, UnknownCodesAreKeptWithoutMeaning) {
  for (const auto code : {"", "'code':{'text':'herpes labialis'}",
                          "'code':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]}"}) {
    const auto read = condition(code);
    ASSERT_EQ(read->conditions.items.size(), 1U) << code;
    EXPECT_TRUE(read->conditions.items[0].sets.empty()) << code;
    EXPECT_EQ(read->conditions.items[0].named, nullptr) << code;
  }
}

TEST(Condition, AClinicalStatusThatIsNotKnownIsUnknown) {
  EXPECT_EQ(condition("")->conditions.items.at(0).status, clinical::unknown);
  const auto odd = condition("'clinicalStatus':{'coding':[{'code':'cured'}]}");
  EXPECT_EQ(odd->conditions.items.at(0).status, clinical::unknown);
  EXPECT_THAT(odd.unread(), ElementsAre(std::string(root) + ".clinicalStatus: is not a known clinical status"));
  const auto both = condition("'clinicalStatus':{'coding':[{'code':'active'},{'code':'resolved'}]}");
  EXPECT_EQ(both->conditions.items.at(0).status, clinical::unknown);
  EXPECT_THAT(both.unread(), ElementsAre(std::string(root) + ".clinicalStatus: its codes disagree"));
}

TEST(Condition, AVerificationThatIsNotKnownLeavesItOut) {
  const auto odd = condition("'verificationStatus':{'coding':[{'code':'maybe'}]}");
  EXPECT_THAT(odd->conditions.items, IsEmpty());
  EXPECT_THAT(odd.unread(), ElementsAre(std::string(root) + ".verificationStatus: is not a known verification status"));
}

TEST(Condition, Onset) {
  const struct {
    std::string_view member;
    std::string_view onset = {};  // empty: none
    std::string_view unread = {}; // after the path of the resource
  } cases[] = {
      {"'onsetDateTime':'2026-01'", "2026-01"},
      {"'onsetDateTime':'2026-01-20T14:00:00Z'", "2026-01-20T14:00:00Z"},
      {"'onsetDateTime':'2026-01-20T15:05:00Z'", "2026-01-20T15:05:00Z"},
      {"'onsetDateTime':'2026-01-20T15:06:00Z'", {}, ".onsetDateTime: the date lies in the future"},
      {"'onsetDateTime':'2026-01-21'", {}, ".onsetDateTime: the date lies in the future"},
      {"'onsetDateTime':'2027'", {}, ".onsetDateTime: the date lies in the future"},
      {"'onsetDateTime':'last week'",
       {},
       ".onsetDateTime: not a date: the date does not begin with a year of four digits"},
      {"'onsetPeriod':{'start':'2026-01-08','end':'2026-01-10'}", "2026-01-08"},
      {"'onsetPeriod':{'end':'2026-01-10'}"},
      {"'onsetAge':{'value':40}", {}, ".onsetAge: an onset of this kind has no date"},
      {"'onsetRange':{}", {}, ".onsetRange: an onset of this kind has no date"},
      {"'onsetString':'childhood'", {}, ".onsetString: an onset of this kind has no date"},
      {"'onsetDateTime':5", {}, ".onsetDateTime: must be a string"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.member);
    const auto read = condition(c.member);
    ASSERT_EQ(read->conditions.items.size(), 1U);
    EXPECT_EQ(read->conditions.items[0].onset, c.onset.empty() ? std::nullopt : std::optional{sample::at(c.onset)});
    EXPECT_EQ(read.unread(),
              c.unread.empty() ? std::vector<std::string>{} : std::vector{std::string(root) + std::string(c.unread)});
  }
}

TEST(Condition, Abatement) {
  const struct {
    std::string_view member;
    std::string_view abated; // empty: none
    bool undated;
    std::string_view unread = {};
  } cases[] = {
      {"'abatementDateTime':'2026-01-10'", "2026-01-10", false},
      {"'abatementDateTime':'2026-03-10'", "", false, ".abatementDateTime: the date lies in the future"},
      {"'abatementDateTime':'soon'", "", true,
       ".abatementDateTime: not a date: the date does not begin with a year of four digits"},
      {"'abatementPeriod':{'start':'2026-01-05','end':'2026-01-10'}", "2026-01-10", false},
      {"'abatementPeriod':{'start':'2026-01-05'}", "", true},
      {"'abatementBoolean':true", "", true},
      {"'abatementBoolean':false", "", false},
      {"'abatementAge':{'value':40}", "", true, ".abatementAge: an abatement of this kind has no date"},
      {"'abatementRange':{}", "", true, ".abatementRange: an abatement of this kind has no date"},
      {"'abatementString':'healed'", "", true, ".abatementString: an abatement of this kind has no date"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.member);
    const auto read = condition(c.member);
    EXPECT_EQ(read->conditions.items.at(0).abated,
              c.abated.empty() ? std::nullopt : std::optional{sample::at(c.abated)});
    EXPECT_EQ(read->conditions.items[0].abated_undated, c.undated);
    EXPECT_EQ(read.unread(),
              c.unread.empty() ? std::vector<std::string>{} : std::vector{std::string(root) + std::string(c.unread)});
  }
}

TEST(Condition, OtherCategoriesAreNoEncounterDiagnosis) {
  EXPECT_FALSE(
      condition("'category':[{'coding':[{'code':'problem-list-item'}]}]")->conditions.items.at(0).encounter_diagnosis);
  EXPECT_TRUE(condition("'category':[{'coding':[{'code':'problem-list-item'}]},{'coding':[{'code':'x'},{'code':'"
                        "encounter-diagnosis'}]}]")
                  ->conditions.items.at(0)
                  .encounter_diagnosis);
  EXPECT_TRUE(
      condition("'category':{'coding':[{'code':'encounter-diagnosis'}]}")->conditions.items.at(0).encounter_diagnosis);
}

TEST(Condition, WrongTypesAreTold) {
  const auto read = condition("'code':'B00.1','clinicalStatus':5");
  ASSERT_EQ(read->conditions.items.size(), 1U);
  EXPECT_THAT(read.unread(), ElementsAre(std::string(root) + ".code: must be an object",
                                         std::string(root) + ".clinicalStatus: is not a known clinical status"));
  const auto unsure = condition("'verificationStatus':5");
  EXPECT_THAT(unsure->conditions.items, IsEmpty());
  EXPECT_THAT(unsure.unread(),
              ElementsAre(std::string(root) + ".verificationStatus: is not a known verification status"));
}

} // namespace
