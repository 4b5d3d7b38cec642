#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using state = cds::service_request::state;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

sample::outcome order(std::string_view members) {
  return sample::read_one(fhir::data_kind::service_requests,
                          "{'resourceType':'ServiceRequest','id':'s1','subject':{'reference':'Patient/p1'}," +
                              std::string(members) + "}");
}

TEST(ServiceRequest, Statuses) {
  const std::pair<std::string_view, std::optional<state>> cases[] = {
      {"draft", state::draft},         {"active", state::active},   {"on-hold", state::on_hold},
      {"completed", state::completed}, {"revoked", state::revoked}, {"unknown", state::unknown},
      {"entered-in-error", {}},
  };
  for (const auto& [code, want] : cases) {
    const auto got = order("'status':'" + std::string(code) + "'");
    ASSERT_EQ(got->service_requests.items.size(), want ? 1U : 0U) << code;
    if (want) {
      EXPECT_EQ(got->service_requests.items[0].status, *want) << code;
    }
  }
  EXPECT_THAT(order("'status':'sent'").unread(),
              ElementsAre("prefetch.serviceRequests.entry[0].resource: status `sent` is not a known one"));
}

TEST(ServiceRequest, IsRead) {
  const auto got = order(
      "'status':'active','authoredOn':'2026-01-08','code':{'coding':[{'system':'http://loinc.org','code':'5859-4'}]},"
      "'category':[{'coding':[{'system':'http://snomed.info/sct','code':'306284005'}]}]");
  const auto& s = got->service_requests.items.at(0);
  EXPECT_EQ(s.source, (cds::resource_ref{"ServiceRequest", "s1"}));
  EXPECT_EQ(s.sets, (cds::value_sets{cds::value_set::hsv_culture, cds::value_set::infectious_disease_referral}));
  EXPECT_EQ(s.authored, sample::at("2026-01-08"));
}

TEST(ServiceRequest, CategoryMayBeOneObject) {
  const auto got =
      order("'status':'active','category':{'coding':[{'system':'http://snomed.info/sct','code':'306284005'}]}");
  EXPECT_TRUE(got->service_requests.items.at(0).sets.has(cds::value_set::infectious_disease_referral));
  EXPECT_THAT(got.unread(), IsEmpty());
}

TEST(ServiceRequest, When) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'authoredOn':'2026-01-08','occurrenceDateTime':'2026-02-01'", "2026-01-08"},
      {"'occurrenceDateTime':'2026-01-09'", "2026-01-09"},
      {"'occurrencePeriod':{'start':'2026-01-09'}", "2026-01-09"},
      {"'occurrenceDateTime':'2026-02-01'", ""},
      {"'note':[]", ""},
  };
  for (const auto& [members, when] : cases) {
    const auto got = order("'status':'active'," + std::string(members));
    EXPECT_EQ(got->service_requests.items.at(0).authored, when.empty() ? std::nullopt : std::optional{sample::at(when)})
        << members;
  }
  const auto future = order("'status':'active','authoredOn':'2026-02-01'");
  EXPECT_THAT(future->service_requests.items, IsEmpty());
  EXPECT_THAT(future.unread(), ElementsAre("prefetch.serviceRequests.entry[0].resource: the date lies in the future"));
}

TEST(ServiceRequest, WhatIsNoOrder) {
  for (const auto members : {"'doNotPerform':true", "'intent':'proposal'", "'intent':'option'"})
    EXPECT_THAT(order("'status':'active'," + std::string(members))->service_requests.items, IsEmpty()) << members;
  EXPECT_EQ(order("'status':'active','intent':'order','doNotPerform':false")->service_requests.items.size(), 1U);
}

/// The states of all facts that come of an order written in an older version.
std::vector<state> states_of(std::string_view type, std::string_view members) {
  std::vector<state> all;
  const auto got =
      sample::read_one(fhir::data_kind::service_requests, "{'resourceType':'" + std::string(type) +
                                                              "','id':'s1','subject':{'reference':'Patient/p1'}," +
                                                              std::string(members) + "}");
  for (const auto& one : got->service_requests.items) all.push_back(one.status);
  return all;
}

TEST(ServiceRequest, StatusesBeforeR4) {
  const std::pair<std::string_view, std::vector<state>> cases[] = {
      {"draft", {state::draft}},
      {"planned", {state::draft}},
      {"requested", {state::active}},
      {"received", {state::active}},
      {"accepted", {state::active}},
      {"active", {state::active}},
      {"in-progress", {state::active}},
      {"review", {state::active}},
      {"suspended", {state::on_hold}},
      {"completed", {state::completed}},
      {"cancelled", {state::revoked}},
      {"rejected", {state::revoked}},
      {"aborted", {state::revoked}},
      {"failed", {state::revoked}},
      {"unknown", {state::unknown}},
      {"proposed", {}},
      {"entered-in-error", {}},
      {"on-hold", {}},
      {"revoked", {}},
  };
  for (const auto& [code, want] : cases)
    for (const auto type : {"ProcedureRequest", "ReferralRequest", "DiagnosticOrder"})
      EXPECT_EQ(states_of(type, "'status':'" + std::string(code) + "'"), want) << type << " " << code;
  EXPECT_THAT(order("'status':'requested'").unread(),
              ElementsAre("prefetch.serviceRequests.entry[0].resource: status `requested` is not a known one"));
}

struct old_order {
  std::string_view name, resource;
  cds::value_sets sets;
};

TEST(ServiceRequest, EachVersionTellsWhatIsOrderedAndWhen) {
  const cds::value_sets culture = {cds::value_set::hsv_culture};
  const cds::value_sets referral = {cds::value_set::infectious_disease_referral};
  constexpr std::string_view code = "{'coding':[{'system':'http://loinc.org','code':'5859-4'}]}";
  constexpr std::string_view to_infectious = "{'coding':[{'system':'http://snomed.info/sct','code':'306284005'}]}";
  const old_order cases[] = {
      {"R5", "'resourceType':'ServiceRequest','status':'active','authoredOn':'2026-01-08','code':{'concept':$}",
       culture},
      {"R5, as a detail",
       "'resourceType':'ServiceRequest','status':'active','authoredOn':'2026-01-08','orderDetail':[{'parameter':[{"
       "'valueCodeableConcept':$}]}]",
       culture},
      {"STU3 test", "'resourceType':'ProcedureRequest','status':'active','authoredOn':'2026-01-08','code':$", culture},
      {"STU3 test, planned",
       "'resourceType':'ProcedureRequest','status':'active','occurrencePeriod':{'start':'2026-01-08'},'code':$",
       culture},
      {"STU3 referral",
       "'resourceType':'ReferralRequest','status':'active','authoredOn':'2026-01-08','serviceRequested':[#]", referral},
      {"STU3 referral by type", "'resourceType':'ReferralRequest','status':'active','authoredOn':'2026-01-08','type':#",
       referral},
      {"DSTU2 test", "'resourceType':'ProcedureRequest','status':'requested','orderedOn':'2026-01-08','code':$",
       culture},
      {"DSTU2 test, planned",
       "'resourceType':'ProcedureRequest','status':'requested','scheduledDateTime':'2026-01-08','code':$", culture},
      {"DSTU2 referral",
       "'resourceType':'ReferralRequest','status':'active','date':'2026-01-08','serviceRequested':[#]", referral},
      {"DSTU2 referral by specialty",
       "'resourceType':'ReferralRequest','status':'active','dateSent':'2026-01-08','specialty':#", referral},
      {"DSTU2 order",
       "'resourceType':'DiagnosticOrder','status':'requested','event':[{'status':'draft','dateTime':'2026-01-07'},{"
       "'status':'requested','dateTime':'2026-01-08'}],'item':[{'code':$}]",
       culture},
      {"DSTU2 order, dated by another event",
       "'resourceType':'DiagnosticOrder','status':'requested','event':[{'status':'received','dateTime':'2026-01-09'},{"
       "'status':'accepted','dateTime':'2026-01-08'}],'item':[{'code':$}]",
       culture},
  };
  for (const auto& c : cases)
    for (const auto whose : {"'subject'", "'patient'"}) {
      std::string text = "{'id':'s1'," + std::string(whose) + ":{'reference':'Patient/p1'},";
      for (const char letter : c.resource)
        text += letter == '$' ? std::string(code) : letter == '#' ? std::string(to_infectious) : std::string(1, letter);
      const auto got = sample::read_one(fhir::data_kind::service_requests, text + "}");
      ASSERT_EQ(got->service_requests.items.size(), 1U) << c.name;
      const auto& read = got->service_requests.items[0];
      EXPECT_EQ(read.sets, c.sets) << c.name;
      EXPECT_EQ(read.status, state::active) << c.name;
      EXPECT_EQ(read.authored, sample::at("2026-01-08")) << c.name;
      EXPECT_THAT(got.unread(), IsEmpty()) << c.name;
    }
}

TEST(ServiceRequest, EachTestOfADiagnosticOrderHasItsOwnStatus) {
  const std::pair<std::string_view, std::vector<state>> cases[] = {
      {"'status':'requested','item':[{'status':'completed'},{'status':'in-progress'},{}]",
       {state::completed, state::active, state::active}},
      {"'status':'requested','item':[{'status':'proposed'},{'status':'entered-in-error'},{'status':'cancelled'}]",
       {state::revoked}},
      {"'status':'cancelled','item':[{'status':'requested'}]", {state::revoked}}, // the whole order stands no more
      {"'status':'completed','item':[{'status':'requested'}]", {state::completed}},
      {"'status':'requested','item':[]", {state::active}},
      {"'status':'requested','item':['x']", {}},
  };
  for (const auto& [members, want] : cases) EXPECT_EQ(states_of("DiagnosticOrder", members), want) << members;
}

TEST(ServiceRequest, AnOrderOfAnotherPatientSpoilsTheSetInEveryVersion) {
  for (const auto type : {"ServiceRequest", "ProcedureRequest", "ReferralRequest", "DiagnosticOrder"}) {
    const auto got = sample::read_one(fhir::data_kind::service_requests,
                                      "{'resourceType':'" + std::string(type) +
                                          "','status':'active','patient':{'reference':'Patient/p2'}}");
    EXPECT_EQ(got->service_requests.state, cds::supply::failed) << type;
  }
}

} // namespace
