// Every status code of every FHIR version, and what becomes of the resource that carries it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A resource of p1 with these members, in its set.
sample::outcome read(data_kind kind, std::string_view type, std::string_view members) {
  return sample::read_one(
      kind, fmt::format("{{'resourceType':'{}','id':'x','subject':{{'reference':'Patient/p1'}},{}}}", type, members));
}

std::string_view named(cds::medication::state s) {
  using state = cds::medication::state;
  switch (s) {
  case state::active:
    return "active";
  case state::on_hold:
    return "on-hold";
  case state::completed:
    return "completed";
  case state::stopped:
    return "stopped";
  case state::unknown:
    break;
  }
  return "unknown";
}

struct medication_row {
  std::string_view versions;
  std::string_view members;
  std::string_view becomes; // empty: left out
};

struct medication_table {
  data_kind kind;
  std::string_view type;
  const cds::data_set<cds::medication> cds::facts::*set;
  std::vector<medication_row> rows;
};

const medication_table tables[] = {
    {data_kind::medications,
     "MedicationRequest",
     &cds::facts::requests,
     {{"R5 R4B R4 STU3", "'status':'active'", "active"},
      {"R5 R4B R4 STU3", "'status':'on-hold'", "on-hold"},
      {"R5", "'status':'ended'", "completed"},
      {"R5 R4B R4 STU3", "'status':'stopped'", "stopped"},
      {"R5 R4B R4 STU3", "'status':'completed'", "completed"},
      {"R5 R4B R4 STU3", "'status':'cancelled'", ""},
      {"R5 R4B R4 STU3", "'status':'entered-in-error'", ""},
      {"R5 R4B R4 STU3", "'status':'draft'", ""},
      {"R5 R4B R4 STU3", "'status':'unknown'", "unknown"},
      {"R5 R4B R4", "'status':'active','intent':'proposal'", ""},
      {"R5 R4B R4", "'status':'active','intent':'plan'", "active"},
      {"R5 R4B R4", "'status':'active','intent':'order'", "active"},
      {"R5 R4B R4", "'status':'active','intent':'original-order'", "active"},
      {"R5 R4B R4", "'status':'active','intent':'reflex-order'", "active"},
      {"R5 R4B R4", "'status':'active','intent':'filler-order'", "active"},
      {"R5 R4B R4 STU3", "'status':'active','intent':'instance-order'", "active"},
      {"R5 R4B R4", "'status':'active','intent':'option'", ""},
      {"R5 R4B R4", "'status':'active','doNotPerform':true", ""},
      {"R5 R4B R4", "'status':'active','doNotPerform':false", "active"}}},
    {data_kind::medications,
     "MedicationOrder",
     &cds::facts::requests,
     {{"DSTU2", "'status':'active'", "active"},
      {"DSTU2", "'status':'on-hold'", "on-hold"},
      {"DSTU2", "'status':'completed'", "completed"},
      {"DSTU2", "'status':'entered-in-error'", ""},
      {"DSTU2", "'status':'stopped'", "stopped"},
      {"DSTU2", "'status':'draft'", ""}}},
    {data_kind::dispenses,
     "MedicationDispense",
     &cds::facts::dispenses,
     {{"R5 R4B R4 STU3", "'status':'preparation'", ""},
      {"R5 R4B R4 STU3 DSTU2", "'status':'in-progress'", "active"},
      {"R5 R4B R4", "'status':'cancelled'", ""},
      {"R5 R4B R4 STU3 DSTU2", "'status':'on-hold'", "on-hold"},
      {"R5 R4B R4 STU3 DSTU2", "'status':'completed'", "completed"},
      {"R5 R4B R4 STU3 DSTU2", "'status':'entered-in-error'", ""},
      {"R5 R4B R4 STU3 DSTU2", "'status':'stopped'", "stopped"},
      {"R5 R4B R4", "'status':'declined'", ""},
      {"R5 R4B R4", "'status':'unknown'", "unknown"},
      {"STU3", "'status':'stopped','notDone':true", ""}}},
    {data_kind::administrations,
     "MedicationAdministration",
     &cds::facts::administrations,
     {{"R5 R4B R4 STU3 DSTU2", "'status':'in-progress'", "active"},
      {"R5 R4B R4", "'status':'not-done'", ""},
      {"R5 R4B R4 STU3 DSTU2", "'status':'on-hold'", "on-hold"},
      {"R5 R4B R4 STU3 DSTU2", "'status':'completed'", "completed"},
      {"R5 R4B R4 STU3 DSTU2", "'status':'entered-in-error'", ""},
      {"R5 R4B R4 STU3 DSTU2", "'status':'stopped'", "stopped"},
      {"R5 R4B R4 STU3", "'status':'unknown'", "unknown"},
      {"STU3", "'status':'completed','notGiven':true", ""},
      {"STU3", "'status':'completed','notGiven':false", "completed"},
      {"DSTU2", "'status':'completed','wasNotGiven':true", ""},
      {"DSTU2", "'status':'completed','wasNotGiven':false", "completed"}}},
    {data_kind::statements,
     "MedicationStatement",
     &cds::facts::statements,
     {{"R4B R4 STU3 DSTU2", "'status':'active'", "active"},
      {"R4B R4 STU3 DSTU2", "'status':'completed'", "completed"},
      {"R5 R4B R4 STU3 DSTU2", "'status':'entered-in-error'", ""},
      {"R4B R4 STU3 DSTU2", "'status':'intended'", ""},
      {"R4B R4 STU3", "'status':'stopped'", "stopped"},
      {"R4B R4 STU3", "'status':'on-hold'", "on-hold"},
      {"R4B R4", "'status':'unknown'", "unknown"},
      {"R4B R4", "'status':'not-taken'", ""},
      {"STU3", "'status':'active','taken':'y'", "active"},
      {"STU3", "'status':'active','taken':'n'", ""},
      {"STU3", "'status':'active','taken':'unk'", "active"},
      {"STU3", "'status':'active','taken':'na'", "active"},
      {"DSTU2", "'status':'active','wasNotTaken':true", ""},
      {"DSTU2", "'status':'active','wasNotTaken':false", "active"},
      {"R5", "'status':'recorded'", "unknown"},
      {"R5", "'status':'draft'", ""},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'taking'}]}}", "active"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'taking-as-directed'}]}}", "active"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'taking-not-as-directed'}]}}", "active"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'not-taking'}]}}", ""},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'on-hold'}]}}", "on-hold"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'on-hold-as-directed'}]}}", "on-hold"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'on-hold-not-as-directed'}]}}", "on-hold"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'stopped'}]}}", "stopped"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'stopped-as-directed'}]}}", "stopped"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'stopped-not-as-directed'}]}}", "stopped"},
      {"R5", "'status':'recorded','adherence':{'code':{'coding':[{'code':'unknown'}]}}", "unknown"}}},
};

TEST(Statuses, OfMedicines) {
  for (const auto& table : tables)
    for (const auto& row : table.rows) {
      SCOPED_TRACE(fmt::format("{} {} {}", row.versions, table.type, row.members));
      const auto got = read(table.kind, table.type, row.members);
      const auto& set = (*got.facts).*table.set;
      EXPECT_EQ(set.state, cds::supply::complete);
      ASSERT_EQ(set.items.size(), row.becomes.empty() ? 0U : 1U);
      if (!row.becomes.empty()) {
        EXPECT_EQ(named(set.items[0].status), row.becomes);
      }
      EXPECT_THAT(got.unread(), IsEmpty());
    }
}

TEST(Statuses, OfMedicinesThatNoVersionHas) {
  for (const auto& table : tables)
    for (const auto members : {"'status':'finished'", "'status':'Active'", "'status':''", "'note':[]", "'status':null",
                               "'status':5", "'status':['active']"}) {
      SCOPED_TRACE(fmt::format("{} {}", table.type, members));
      const auto got = read(table.kind, table.type, members);
      EXPECT_THAT(((*got.facts).*table.set).items, IsEmpty());
      EXPECT_FALSE(got.unread().empty());
      for (const auto& line : got.unread()) EXPECT_THAT(line, HasSubstr("status"));
    }
}

TEST(Statuses, AnAdherenceThatIsNotKnownIsTold) {
  const auto odd = read(data_kind::statements, "MedicationStatement",
                        "'status':'recorded','adherence':{'code':{'coding':[{'code':'perhaps'}]}}");
  EXPECT_EQ(odd->statements.items.at(0).status, cds::medication::state::unknown);
  EXPECT_THAT(odd.unread(),
              ElementsAre("prefetch.statements.entry[0].resource.adherence.code: is not a known adherence"));
}

TEST(Statuses, OfConditions) {
  using clinical = cds::condition::clinical;
  const struct {
    std::string_view versions, code;
    clinical becomes;
  } rows[] = {{"R5 R4B R4 STU3 DSTU2", "active", clinical::active},
              {"R5 R4B R4 STU3", "recurrence", clinical::recurrence},
              {"R5 R4B R4 DSTU2", "relapse", clinical::relapse},
              {"R5 R4B R4 STU3", "inactive", clinical::inactive},
              {"R5 R4B R4 STU3 DSTU2", "remission", clinical::remission},
              {"R5 R4B R4 STU3 DSTU2", "resolved", clinical::resolved},
              {"R5", "unknown", clinical::unknown}};
  for (const auto& row : rows)
    for (const auto& form : {fmt::format("{{'coding':[{{'code':'{}'}}]}}", row.code), fmt::format("'{}'", row.code)}) {
      const auto got = read(data_kind::conditions, "Condition", "'clinicalStatus':" + form);
      ASSERT_EQ(got->conditions.items.size(), 1U) << form;
      EXPECT_EQ(got->conditions.items[0].status, row.becomes) << row.versions << " " << form;
      EXPECT_THAT(got.unread(), IsEmpty()) << form;
    }
}

TEST(Statuses, OfWhatVerifiesConditions) {
  const struct {
    std::string_view versions, code;
    bool kept, unconfirmed;
  } rows[] = {{"R5 R4B R4", "unconfirmed", true, true},
              {"R5 R4B R4 STU3 DSTU2", "provisional", true, true},
              {"R5 R4B R4 STU3 DSTU2", "differential", true, true},
              {"R5 R4B R4 STU3 DSTU2", "confirmed", true, false},
              {"R5 R4B R4 STU3 DSTU2", "refuted", false, false},
              {"R5 R4B R4 STU3 DSTU2", "entered-in-error", false, false},
              {"STU3 DSTU2", "unknown", true, true}};
  for (const auto& row : rows)
    for (const auto& form : {fmt::format("{{'coding':[{{'code':'{}'}}]}}", row.code), fmt::format("'{}'", row.code)}) {
      const auto got = read(data_kind::conditions, "Condition", "'verificationStatus':" + form);
      ASSERT_EQ(got->conditions.items.size(), row.kept ? 1U : 0U) << row.versions << " " << form;
      if (row.kept) {
        EXPECT_EQ(got->conditions.items[0].unconfirmed, row.unconfirmed) << form;
      }
      EXPECT_THAT(got.unread(), IsEmpty()) << form;
    }
  // Of two codes the one that takes the condition away wins.
  const auto both = read(data_kind::conditions, "Condition",
                         "'verificationStatus':{'coding':[{'code':'confirmed'},{'code':'refuted'}]}");
  EXPECT_THAT(both->conditions.items, IsEmpty());
}

TEST(Statuses, OfObservations) {
  using state = cds::observation::state;
  const struct {
    std::string_view versions, code;
    std::optional<state> becomes;
  } rows[] = {{"R5 R4B R4 STU3 DSTU2", "registered", state::registered},
              {"R5 R4B R4 STU3 DSTU2", "preliminary", state::preliminary},
              {"R5 R4B R4 STU3 DSTU2", "final", state::final},
              {"R5 R4B R4 STU3 DSTU2", "amended", state::final},
              {"R5 R4B R4 STU3", "corrected", state::final},
              {"R5 R4B R4 STU3 DSTU2", "cancelled", {}},
              {"R5 R4B R4 STU3 DSTU2", "entered-in-error", {}},
              {"R5 R4B R4 STU3 DSTU2", "unknown", state::unknown}};
  for (const auto& row : rows) {
    const auto got = read(data_kind::labs, "Observation",
                          fmt::format("'status':'{}','code':{{'coding':[{{'system':'http://loinc.org','code':'2160-0'}}"
                                      "]}}",
                                      row.code));
    ASSERT_EQ(got->labs.items.size(), row.becomes ? 1U : 0U) << row.versions << " " << row.code;
    if (row.becomes) {
      EXPECT_EQ(got->labs.items[0].status, *row.becomes) << row.code;
    }
    EXPECT_THAT(got.unread(), IsEmpty()) << row.code;
  }
}

TEST(Statuses, OfAllergies) {
  const struct {
    std::string_view versions, members;
    bool kept, active;
  } rows[] = {{"R5 R4B R4", "'clinicalStatus':{'coding':[{'code':'active'}]}", true, true},
              {"R5 R4B R4", "'clinicalStatus':{'coding':[{'code':'inactive'}]}", true, false},
              {"R5 R4B R4", "'clinicalStatus':{'coding':[{'code':'resolved'}]}", true, false},
              {"STU3", "'clinicalStatus':'active'", true, true},
              {"STU3", "'clinicalStatus':'inactive'", true, false},
              {"STU3", "'clinicalStatus':'resolved'", true, false},
              {"R5 R4B R4", "'verificationStatus':{'coding':[{'code':'unconfirmed'}]}", true, true},
              {"R5", "'verificationStatus':{'coding':[{'code':'presumed'}]}", true, true},
              {"R5 R4B R4", "'verificationStatus':{'coding':[{'code':'confirmed'}]}", true, true},
              {"R5 R4B R4", "'verificationStatus':{'coding':[{'code':'refuted'}]}", false, false},
              {"R5 R4B R4", "'verificationStatus':{'coding':[{'code':'entered-in-error'}]}", false, false},
              {"STU3", "'verificationStatus':'unconfirmed'", true, true},
              {"STU3", "'verificationStatus':'confirmed'", true, true},
              {"STU3", "'verificationStatus':'refuted'", false, false},
              {"STU3", "'verificationStatus':'entered-in-error'", false, false},
              {"DSTU2", "'status':'active'", true, true},
              {"DSTU2", "'status':'unconfirmed'", true, true},
              {"DSTU2", "'status':'confirmed'", true, true},
              {"DSTU2", "'status':'inactive'", true, false},
              {"DSTU2", "'status':'resolved'", true, false},
              {"DSTU2", "'status':'refuted'", false, false},
              {"DSTU2", "'status':'entered-in-error'", false, false}};
  for (const auto& row : rows) {
    SCOPED_TRACE(fmt::format("{} {}", row.versions, row.members));
    const auto got = read(data_kind::allergies, "AllergyIntolerance", row.members);
    ASSERT_EQ(got->allergies.items.size(), row.kept ? 1U : 0U);
    if (row.kept) {
      EXPECT_EQ(got->allergies.items[0].active, row.active);
    }
    EXPECT_THAT(got.unread(), IsEmpty());
  }
}

TEST(Statuses, OfMedicationsThatOrdersName) {
  const struct {
    std::string_view members;
    bool used;
    std::string_view reason = {};
  } rows[] = {{"'status':'active'", true},
              {"'status':'inactive'", true},
              {"'note':[]", true},
              {"'status':'entered-in-error'", false, "it is entered in error"},
              {"'status':'gone'", false, "status `gone` is not a known one"},
              {"'modifierExtension':[{'url':'u'}]", false, "an extension changes its meaning"},
              {"'implicitRules':'http://rules'", false, "it follows rules of its own that are not known here"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.members);
    const auto got =
        read(data_kind::medications, "MedicationRequest",
             fmt::format("'status':'active','medicationReference':{{'reference':'#m'}},'contained':[{{'resourceType':"
                         "'Medication','id':'m','code':{{'text':'valacyclovir'}},{}}}]",
                         row.members));
    ASSERT_EQ(got->requests.items.size(), 1U);
    EXPECT_EQ(got->requests.items[0].drug.agent, row.used ? cds::agent::valacyclovir : cds::agent::none);
    if (row.used)
      EXPECT_THAT(got.unread(), IsEmpty());
    else
      EXPECT_THAT(got.unread(),
                  ElementsAre(HasSubstr("the Medication it names is not used: " + std::string(row.reason))));
  }
}

} // namespace
