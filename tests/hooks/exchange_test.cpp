#include "hooks/exchange.hpp"

#include <gmock/gmock.h>

#include "tests/hooks/faults.hpp"
#include "tests/hooks/small_knowledge.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using hooks_tests::replaced;
using testing::HasSubstr;

const auto noon = std::chrono::sys_seconds(std::chrono::sys_days{2026y / 1 / 20} + 12h);
constexpr std::string_view base = "https://ehr.example.org/fhir";

const std::string order =
    R"({"hook":"order-sign","hookInstance":"i-1","fhirServer":"https://ehr.example.org/fhir/",)"
    R"("fhirAuthorization":{"access_token":"tok-en","token_type":"Bearer"},)"
    R"("context":{"userId":"Practitioner/u","patientId":"p-1","draftOrders":{)"
    R"("resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d-1","status":"draft","intent":"order",)"
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"0"}]},)"
    R"("subject":{"reference":"Patient/p-1"}}}]}}})";

/// An exchange about one body, under rights for `base`.
class Exchange : public testing::Test {
 protected:
  hooks::step begin(std::string body) {
    body_ = std::move(body);
    asked_.method = "POST";
    asked_.target = "/cds-services/antiviral-order-sign";
    asked_.content_type = "application/json";
    asked_.body = body_;
    return exchange_.emplace(served_, asked_, support::world_at(noon)).begin();
  }

  std::vector<hooks::fetched> answers(const hooks::step& asks, std::string_view patient = "p-1") {
    std::vector<hooks::fetched> all;
    for (const auto& item : std::get<hooks::fetch_data>(asks).items) {
      const bool is_patient = item.what == fhir::data_kind::patient;
      all.push_back({200, "application/fhir+json",
                     is_patient ? R"({"resourceType":"Patient","id":")" + std::string(patient) + "\"}"
                                : R"({"resourceType":"Bundle","type":"searchset"})"});
    }
    return all;
  }

  static hooks::client client_of_base() {
    hooks::client anybody;
    anybody.fhir_servers = {std::string(base)};
    return anybody;
  }

  hooks::endpoint served_{hooks_tests::small_knowledge(), {.anybody = client_of_base()}};
  hooks::call asked_{};
  std::string body_;
  std::optional<hooks::exchange> exchange_;
};

TEST_F(Exchange, FetchesAllThatIsMissingAtOnceAndAnswers) {
  const auto asks = begin(order);
  const auto* fetch = std::get_if<hooks::fetch_data>(&asks);
  ASSERT_NE(fetch, nullptr);
  EXPECT_EQ(fetch->base, base);
  EXPECT_EQ(fetch->token, "tok-en");
  EXPECT_EQ(fetch->items.size(), fhir::data_kind_count);
  const auto told = exchange_->resume(answers(asks));
  ASSERT_TRUE(std::holds_alternative<hooks::reply>(told));
  EXPECT_EQ(std::get<hooks::reply>(told).status, 200);
}

TEST_F(Exchange, RefusesWhenARequiredKeyCannotBeFetched) {
  const auto asks = begin(order);
  const auto told = exchange_->resume(std::vector<hooks::fetched>(fhir::data_kind_count));
  const auto& reply = std::get<hooks::reply>(told);
  EXPECT_EQ(reply.status, 412);
  for (const auto* key : {"prefetch.patient", "prefetch.conditions", "prefetch.medications"})
    EXPECT_THAT(reply.body, HasSubstr(key));
  EXPECT_EQ(reply.body.find("tok-en"), std::string::npos);
}

TEST_F(Exchange, RefusesTheChartOfAnotherPatient) {
  const auto asks = begin(order);
  EXPECT_EQ(std::get<hooks::reply>(exchange_->resume(answers(asks, "p-2"))).status, 412);
}

struct no_fetch {
  std::string_view what, with;
  int status;
};

TEST_F(Exchange, UsesTheTokenForNoRequestThatIsRefusedOrNeedsNoChart) {
  const no_fetch table[] = {
      {R"("subject":{"reference":"Patient/p-1"})", R"("subject":{"reference":"Patient/p-2"})", 400},
      {R"("token_type":"Bearer")", R"("patient":"p-2")", 400},
      {R"("userId":"Practitioner/u",)", "", 400},
      {"https://ehr.example.org/fhir/", "https://evil.example/fhir", 412},
      {R"("resourceType":"MedicationRequest")", R"("resourceType":"NutritionOrder")", 200},
      {R"("status":"draft")", R"("status":"entered-in-error")", 200},
  };
  for (const auto& one : table) {
    const auto told = begin(replaced(order, one.what, one.with));
    ASSERT_TRUE(std::holds_alternative<hooks::reply>(told)) << one.with;
    EXPECT_EQ(std::get<hooks::reply>(told).status, one.status) << one.with;
  }
}

TEST_F(Exchange, FetchesNothingWhereAllWasPrefetched) {
  std::string all = R"("prefetch":{"patient":{"resourceType":"Patient","id":"p-1"})";
  for (std::size_t i = 1; i < fhir::data_kind_count; ++i)
    all.append(",\"").append(fhir::key_of(static_cast<fhir::data_kind>(i))).append("\":null");
  const auto told = begin(replaced(order, R"("context")", all + R"(},"context")"));
  ASSERT_TRUE(std::holds_alternative<hooks::reply>(told));
  EXPECT_EQ(std::get<hooks::reply>(told).status, 200);
}

TEST_F(Exchange, KeepsSeveralUnderWayApart) {
  const auto first = begin(order);
  hooks::exchange other(served_, asked_, support::world_at(noon));
  const auto second = other.begin();
  EXPECT_EQ(std::get<hooks::reply>(exchange_->resume(answers(first))).status, 200);
  EXPECT_EQ(std::get<hooks::reply>(other.resume(answers(second))).status, 200);
}

hooks::call signing_call(std::string_view body) {
  hooks::call asked{};
  asked.method = "POST";
  asked.target = "/cds-services/antiviral-order-sign";
  asked.content_type = "application/json";
  asked.body = body;
  return asked;
}

TEST(AnswerExtension, TellsTheDecisionToClientsThatTakeIt) {
  const auto signing = replaced(order, "MedicationRequest", "NutritionOrder");
  const std::string told =
      R"({"cards":[],"extension":{"org.vesicle.decision":{"id":"00000000-0000-4000-8000-000000000001",)"
      R"("knowledge":{"version":"test","hash":"0123456789abcdef"}}}})";
  const auto body_of = [&](bool on, bool takes_it) {
    hooks::client by;
    by.answer_extension = takes_it;
    const hooks::endpoint served{hooks_tests::small_knowledge(), {.anybody = by, .answer_extension = on}};
    return served.answer(signing_call(signing), support::world_at(noon)).body;
  };
  EXPECT_EQ(body_of(true, true), told);
  EXPECT_EQ(body_of(true, false), R"({"cards":[]})");
  EXPECT_EQ(body_of(false, true), R"({"cards":[]})");
}

TEST(Record, IsMadeWhereSomethingIsKeptAndNamesNoPatient) {
  const hooks::endpoint served{hooks_tests::small_knowledge(), {.keeps_records = true}};
  const auto record_of = [&](std::string body) {
    const auto asked = signing_call(body);
    hooks::exchange one(served, asked, support::world_at(noon));
    EXPECT_TRUE(std::holds_alternative<hooks::reply>(one.begin()));
    return one.take_record();
  };
  const auto plain = replaced(order, "MedicationRequest", "NutritionOrder");
  const auto made = record_of(replaced(plain, R"("patientId":"p-1")", R"("encounterId":"e-1","patientId":"p-1")"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->user, "Practitioner/u");
  EXPECT_EQ(made->encounter, "Encounter/e-1");
  EXPECT_EQ(made->service, "antiviral-order-sign");
  EXPECT_EQ(made->hook, "order-sign");
  EXPECT_EQ(made->time, noon);
  EXPECT_EQ(made->by->version, "test");
  EXPECT_EQ(record_of(replaced(plain, "Practitioner/u", "Patient/p-1"))->user, "Patient");
  EXPECT_FALSE(record_of("{}")); // a refusal is no decision
}

TEST(SharedId, HearsNoFeedbackFromAClientOfNoService) {
  hooks::client by;
  by.services.emplace();
  const hooks::endpoint served{hooks_tests::small_knowledge(), {.same_id = true, .anybody = by, .keeps_records = true}};
  hooks::call asked = signing_call("{}");
  for (const auto* target : {"/cds-services/antiviral", "/cds-services/antiviral/feedback"}) {
    asked.target = target;
    EXPECT_EQ(served.answer(asked, support::world_at(noon)).status, 403) << target;
  }
}

TEST(SharedId, RoutesByTheHookOfTheBody) {
  const hooks::endpoint served{hooks_tests::small_knowledge(), {.same_id = true}};
  hooks::call asked{};
  asked.method = "POST";
  asked.target = "/cds-services/antiviral";
  asked.content_type = "application/json";
  const std::string signing = replaced(order, "MedicationRequest", "NutritionOrder");
  const std::string viewing = R"({"hook":"patient-view","hookInstance":"i","context":{"userId":"Practitioner/u",)"
                              R"("patientId":"p-1"},"prefetch":{"patient":{"resourceType":"Patient","id":"p-1"},)"
                              R"("conditions":null,"medications":null}})";
  for (const auto& body : {signing, viewing}) {
    asked.body = body;
    EXPECT_EQ(served.answer(asked, support::world_at(noon)).status, 200) << body;
  }
  const auto other = replaced(signing, "order-sign", "order-dispatch");
  asked.body = other;
  EXPECT_EQ(served.answer(asked, support::world_at(noon)).status, 400);
}

} // namespace
