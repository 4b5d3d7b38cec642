// How cards are received, as the console tells it of a running service, and who is registered.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <string>

#include <boost/json.hpp>

#include "server/console/time_text.hpp"
#include "tests/server/console/running_console.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using boost::json::value;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The uuid of the first card of an answer.
std::string card_in(const http_answer& answer) {
  return std::string(boost::json::parse(answer.body).at_pointer("/cards/0/uuid").as_string());
}

std::string told_of(const std::string& card, const std::string& comment) {
  return R"({"feedback":[{"card":")" + card +
         R"(","outcome":"overridden","outcomeTimestamp":"2026-01-20T15:00:00Z","overrideReason":{"reason":{"code":)"
         R"("patient-ineligible","system":"urn:x"},"userComment":")" +
         comment + R"("}}]})";
}

struct Received : testing::Test {
  running_service service;
  running_console console{service};
  std::string token = console.make_token("nurse");

  value get(const std::string& target) {
    const auto answer = console.get_as(token, target);
    if (answer.status != 200) throw std::runtime_error(answer.body);
    return boost::json::parse(answer.body);
  }
  /// Around the real clock, by which the service keeps what it keeps.
  static std::string today() {
    const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return "?since=" + server::time_text(now - std::chrono::days{2}) +
           "&until=" + server::time_text(now + std::chrono::days{2});
  }
};

TEST_F(Received, CountsDecisionsCardsAndWhatBecameOfThem) {
  const auto first = service.post(sign, prefetched_order());
  ASSERT_EQ(first.status, 200);
  ASSERT_EQ(service.post(sign, prefetched_order()).status, 200);
  ASSERT_EQ(service.post(feedback, told_of(card_in(first), "=1+1 said by canary-person")).status, 200);
  service.setup().close();
  const auto all = get("/console/api/reception" + today());
  EXPECT_EQ(all.at("decisions").as_int64(), 2);
  EXPECT_EQ(all.at("complete").as_bool(), true);
  std::int64_t cards = 0, overridden = 0, ignored = 0;
  for (const auto& rule : all.at("rules").as_array()) {
    cards += rule.at("cards").as_int64();
    overridden += rule.at("overridden").as_int64();
    ignored += rule.at("ignored").as_int64();
  }
  EXPECT_EQ(cards, all.at("cards").as_int64());
  EXPECT_EQ(overridden, 1);
  EXPECT_EQ(ignored, cards - 1);
  EXPECT_THAT(boost::json::serialize(all.at("rules")), HasSubstr(R"("code":"patient-ineligible")"));
  EXPECT_EQ(all.at_pointer("/periods/0/decisions").as_int64(), 2);
  EXPECT_THAT(boost::json::serialize(all), Not(HasSubstr("canary")));
  EXPECT_EQ(get("/console/api/reception?since=2000-01-01&until=2000-02-01").at("decisions").as_int64(), 0);
}

TEST_F(Received, TellsCommentsAsWhatTheyAre) {
  const auto first = service.post(sign, prefetched_order());
  for (const auto* comment : {"one", "two", "three"})
    ASSERT_EQ(service.post(feedback, told_of(card_in(first), comment)).status, 200);
  const auto page = get("/console/api/reception/comments" + today() + "&limit=2");
  EXPECT_TRUE(page.at("may_hold_patient_data").as_bool());
  EXPECT_EQ(page.at_pointer("/comments/0/comment").as_string(), "three");
  EXPECT_EQ(page.at_pointer("/comments/1/comment").as_string(), "two");
  const auto next = std::string(page.at("next").as_string());
  const auto rest = get("/console/api/reception/comments" + today() + "&limit=2&before=" + next);
  EXPECT_EQ(rest.at_pointer("/comments/0/comment").as_string(), "one");
  EXPECT_TRUE(rest.at("next").is_null());
}

TEST_F(Received, ExportsCellsThatNoSpreadsheetRuns) {
  const auto first = service.post(sign, prefetched_order());
  ASSERT_EQ(service.post(feedback, told_of(card_in(first), "=HYPERLINK(1)")).status, 200);
  const auto csv = console.get_as(token, "/console/api/reception/feedback.csv" + today());
  EXPECT_EQ(csv.status, 200);
  EXPECT_THAT(csv.header("content-disposition"), HasSubstr("attachment"));
  EXPECT_THAT(csv.body, HasSubstr("\"'=HYPERLINK(1)\""));
}

TEST_F(Received, TellsWhatAClientNeverSends) {
  json_members some = empty_chart();
  std::erase_if(some, [](const auto& one) { return one.first == "dispenses"; });
  ASSERT_EQ(service.post(sign, order({.access_token = "", .prefetch = some})).status, 200);
  ASSERT_EQ(service.post(sign, order({.access_token = "", .prefetch = some})).status, 200);
  std::erase_if(some, [](const auto& one) { return one.first == "labs"; });
  ASSERT_EQ(service.post(sign, order({.access_token = "", .prefetch = some})).status, 200);
  service.setup().close();
  const auto client = get("/console/api/reception" + today()).at_pointer("/clients/0");
  EXPECT_EQ(client.at("never_sent"), boost::json::parse(R"(["dispenses"])"));
  EXPECT_EQ(client.at("sometimes_missing"), boost::json::parse(R"([{"key":"labs","calls":3,"missing":1,"failed":0}])"));
}

TEST_F(Received, TellsWhoIsRegisteredAndWasSeen) {
  const auto name = service.now()->registered->clients.all().at(0).name;
  EXPECT_TRUE(get("/console/api/clients").at_pointer("/clients/0/last_seen").is_null());
  ASSERT_EQ(service.post(sign, prefetched_order()).status, 200);
  ASSERT_EQ(service.post(sign, prefetched_order(), "Bearer x.y.z").status, 401);
  const auto all = get("/console/api/clients");
  EXPECT_EQ(all.at_pointer("/clients/0/name").as_string(), name);
  EXPECT_FALSE(all.at_pointer("/clients/0/last_seen").is_null());
  EXPECT_THAT(boost::json::serialize(all.at_pointer("/clients/0/answered")), HasSubstr(R"("status":200,"count":1)"));
  EXPECT_EQ(all.at_pointer("/not_trusted/0/count").as_int64(), 1);
  const auto sheet = boost::json::serialize(get("/console/api/clients/" + name + "/sheet"));
  EXPECT_THAT(sheet, AllOf(HasSubstr(service.public_url() + "/cds-services/antiviral-order-sign"),
                           HasSubstr("patient/Observation.read"), HasSubstr("Patient/{{context.patientId}}"),
                           HasSubstr("vesicle clients token")));
}

TEST_F(Received, LeavesALineForWhoeverReads) {
  get("/console/api/reception/comments");
  get("/console/api/clients");
  std::ifstream file(console.trail_file());
  const std::string trail{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(trail, AllOf(HasSubstr(R"("who":"nurse","role":"admin","from":"127.0.0.1","action":"read-comments")"),
                           HasSubstr(R"("action":"read-clients")"), Not(HasSubstr(token))));
}

} // namespace
