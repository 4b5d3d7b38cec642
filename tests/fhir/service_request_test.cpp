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

} // namespace
