// Whole requests of each hook, told here: what is running on opening the chart, one order of several, more orders than
// cards.
#include <gmock/gmock.h>

#include "cds/knowledge/read.hpp"
#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "hooks/endpoint.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/question.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using fhir::json::value;
using hooks_tests::replaced;
using testing::HasSubstr;
using testing::Not;

const auto noon = std::chrono::sys_seconds(std::chrono::sys_days{2026y / 1 / 20} + 12h);

const cds::knowledge& known() {
  static const auto read = cds_knowledge::read(cds_knowledge::embedded());
  if (!read) throw std::runtime_error(cds_knowledge::to_text(read.error().front()));
  return *read;
}

/// An order of a product, with `more` members.
std::string order(std::string_view id, std::string_view rxnorm, std::string_view status, std::string_view more) {
  return R"({"resource":{"resourceType":"MedicationRequest","id":")" + std::string(id) + R"(","status":")" +
         std::string(status) +
         R"(","intent":"order","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":")" +
         std::string(rxnorm) + R"("}]},"subject":{"reference":"Patient/p-1"},)" + std::string(more) + "}}";
}

constexpr const char* for_lips =
    R"("authoredOn":"2026-01-20T10:00:00Z","reasonReference":[{"reference":"Condition/sore"}],"dosageInstruction":[{)"
    R"("timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d","boundsDuration":{"value":7,"unit":"d",)"
    R"("system":"http://unitsofmeasure.org","code":"d"}}},"doseAndRate":[{"doseQuantity":{"value":1000,"unit":"mg",)"
    R"("system":"http://unitsofmeasure.org","code":"mg"}}]}])";
constexpr const char* infused =
    R"("authoredOn":"2026-01-18T08:00:00Z","dosageInstruction":[{"route":{"coding":[{"system":"http://snomed.info/sct",)"
    R"("code":"47625008"}]},"timing":{"repeat":{"frequency":1,"period":8,"periodUnit":"h"}},"doseAndRate":[{)"
    R"("doseQuantity":{"value":40,"unit":"mg/kg","system":"http://unitsofmeasure.org","code":"mg/kg"}}]}])";

const std::string conditions =
    R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Condition","id":"sore","code":{"coding":[{)"
    R"("system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.1"}]},"clinicalStatus":{"coding":[{"code":"active"}]},)"
    R"("subject":{"reference":"Patient/p-1"},"onsetDateTime":"2026-01-06"}},{"resource":{"resourceType":"Condition",)"
    R"("id":"graft","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z94.84"}]},)"
    R"("clinicalStatus":{"coding":[{"code":"active"}]},"subject":{"reference":"Patient/p-1"},"onsetDateTime":"2025-12-01"}}]})";

std::string observation(std::string_view id, std::string_view loinc, std::string_view more) {
  return R"({"resource":{"resourceType":"Observation","id":")" + std::string(id) +
         R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":")" + std::string(loinc) +
         R"("}]},"subject":{"reference":"Patient/p-1"},"effectiveDateTime":"2026-01-20T06:00:00Z",)" +
         std::string(more) + "}}";
}

const std::string resistant = observation(
    "resistant", "73574-6",
    R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"R"}]}])");
const std::string creatinine =
    observation("creatinine", "2160-0",
                R"("valueQuantity":{"value":0.9,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"})");
const std::string weight =
    observation("weight", "29463-7",
                R"("valueQuantity":{"value":70,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"})");

std::string bundle(const std::string& entries) { return R"({"resourceType":"Bundle","entry":[)" + entries + "]}"; }

std::string prefetch(const std::string& medications, const std::string& labs) {
  return R"("prefetch":{"patient":{"resourceType":"Patient","id":"p-1","gender":"male","birthDate":"1986-01-01"},)"
         R"("conditions":)" +
         conditions + R"(,"medications":)" + bundle(medications) +
         R"(,"dispenses":null,"administrations":null,"statements":null,"labs":)" + bundle(labs) + R"(,"vitals":)" +
         bundle(weight) + R"(,"serviceRequests":null,"allergies":null}})";
}

std::string opening(const std::string& medications, const std::string& labs) {
  return R"({"hook":"patient-view","hookInstance":"i","context":{"userId":"Practitioner/u","patientId":"p-1"},)" +
         prefetch(medications, labs);
}

std::string ordering(std::string_view hook, const std::string& context, const std::string& drafts,
                     const std::string& labs) {
  return R"({"hook":")" + std::string(hook) +
         R"(","hookInstance":"i","context":{"userId":"Practitioner/u","patientId":"p-1",)" + context +
         R"("draftOrders":)" + bundle(drafts) + "}," + prefetch("", labs);
}

/// An answer and its cards; the cards point into it.
struct answer {
  answer(std::string_view service, const std::string& asked, hooks::settings configured = {}) {
    const hooks::endpoint served(known(), std::move(configured));
    const auto target = "/cds-services/" + std::string(service);
    reply = served.answer({.method = "POST",
                           .target = target,
                           .content_type = "application/json",
                           .content_encoding = {},
                           .origin = {},
                           .body = asked},
                          support::world_at(noon));
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (auto root = document.read(reply.body)) cards = (*root)["cards"];
    fhir::json::document request;
    if (auto root = request.read(asked)) {
      EXPECT_EQ(hooks::to_text(hooks::check_cards(document.root(), support::question_in(*root))), "");
    }
  }

  /// `critical resistant-virus`, a line for each card.
  std::string told() const {
    std::string text;
    for (const auto& card : cards) {
      text.append(text.empty() ? "" : "\n").append(card["indicator"].string().value_or(""));
      text.append(" ").append(card["source"]["topic"]["code"].string().value_or(""));
    }
    return text;
  }

  hooks::reply reply;
  fhir::json::document document;
  value cards;
};

TEST(PatientView, TellsOfResistantVirusBesideANucleoside) {
  const auto running = order("running", "313564", "active", for_lips);
  const answer got("antiviral-patient-view", opening(running, resistant + "," + creatinine));
  EXPECT_EQ(got.told(), "critical resistant-virus");
  // Without a draft there is nothing to withdraw, and no order whose reason a foscarnet draft could take over.
  EXPECT_THAT(got.reply.body, Not(HasSubstr(R"("type":"delete")")));
  EXPECT_THAT(got.reply.body, Not(HasSubstr("MedicationRequest\",\"status\":\"draft")));
  EXPECT_THAT(got.reply.body, HasSubstr("Referral"));
}

TEST(PatientView, IsSilentWhereNothingRuns) {
  const auto stopped = replaced(order("stopped", "313564", "stopped", for_lips), "2026-01-20T", "2025-12-20T");
  for (const auto& medications : {std::string(), stopped})
    EXPECT_EQ(answer("antiviral-patient-view", opening(medications, resistant)).reply.body, R"({"cards":[]})");
}

TEST(PatientView, ChecksRunningFoscarnet) {
  const auto too_much = replaced(order("drip", "1734377", "active", infused), R"("value":40)", R"("value":90)");
  const answer got("antiviral-patient-view", opening(too_much, creatinine));
  EXPECT_THAT(got.told(), HasSubstr("foscarnet-dose"));
  EXPECT_THAT(got.told(), HasSubstr("foscarnet-safety"));
  EXPECT_THAT(got.reply.body, Not(HasSubstr(R"("type":"update")")));
}

TEST(OrderSelect, ChecksTheSelectedOrderOnly) {
  const auto valacyclovir = order("pills", "313564", "draft", for_lips);
  const auto cream = order("cream", "141859", "draft", R"("reasonReference":[{"reference":"Condition/sore"}])");
  const auto about = [&](const char* selected) {
    return answer("antiviral-order-select",
                  ordering("order-select", R"("selections":[")" + std::string(selected) + R"("],)",
                           cream + "," + valacyclovir, resistant + "," + creatinine));
  };
  const auto pills = about("MedicationRequest/pills");
  EXPECT_EQ(pills.told(), "critical resistant-virus");
  EXPECT_THAT(pills.reply.body, HasSubstr(R"("resourceId":"MedicationRequest/pills")"));
  EXPECT_THAT(pills.reply.body, Not(HasSubstr("MedicationRequest/cream")));
  const auto ointment = about("cream");
  EXPECT_THAT(ointment.reply.body, HasSubstr(R"("resourceId":"MedicationRequest/cream")"));
  EXPECT_THAT(ointment.reply.body, Not(HasSubstr("MedicationRequest/pills")));
}

// An update carries the draft that was selected, not the one that stands at its place among the selected ones.
TEST(OrderSelect, UpdatesTheDraftItMeans) {
  const auto cream = order("cream", "141859", "draft", R"("reasonReference":[{"reference":"Condition/sore"}])");
  const auto one_day = replaced(order("pills", "313564", "draft", for_lips), R"("value":7,)", R"("value":1,)");
  const answer got("antiviral-order-select",
                   ordering("order-select", R"("selections":["pills"],)", cream + "," + one_day, creatinine));
  bool updated = false;
  for (const auto& card : got.cards)
    for (const auto& suggestion : card["suggestions"])
      for (const auto& action : suggestion["actions"]) {
        if (action["type"].string() != "update") continue;
        updated = true;
        EXPECT_EQ(action["resource"]["id"].string(), "pills");
      }
  EXPECT_TRUE(updated) << got.reply.body;
}

TEST(OrderSelect, ComplainsOfNoDoseThatIsNotWrittenYet) {
  const auto half = order("pills", "313564", "draft", R"("reasonReference":[{"reference":"Condition/sore"}])");
  const answer selecting("antiviral-order-select",
                         ordering("order-select", R"("selections":["pills"],)", half, creatinine));
  const answer signing("antiviral-order-sign", ordering("order-sign", "", half, creatinine));
  EXPECT_THAT(selecting.told(), Not(HasSubstr("not-checked")));
  EXPECT_THAT(signing.told(), HasSubstr("not-checked"));
}

TEST(ManyOrders, KeepEveryCriticalCardAndTheWorstOfTheOthers) {
  // Each order has its own finding: the drug makes the summary.
  const char* products[] = {"313564", "198382", "197311", "141859", "1734377"};
  std::string drafts;
  for (int i = 0; i < 40; ++i) {
    const auto id = "d-" + std::to_string(i);
    drafts += (i == 0 ? "" : ",") + order(id, products[i % 5], "draft", for_lips);
  }
  const auto asked = ordering("order-sign", "", drafts, resistant + "," + creatinine);
  const answer all("antiviral-order-sign", asked, {.allowed_origins = {}, .most_cards = 1000});
  std::size_t critical = 0;
  for (const auto& card : all.cards) critical += card["indicator"].string() == "critical";
  ASSERT_GE(critical, 2u);
  ASSERT_GT(all.cards.size(), critical + 1);
  EXPECT_THAT(all.reply.body, Not(HasSubstr("not shown here")));
  for (const std::size_t most : {std::size_t{0}, std::size_t{1}, critical, critical + 1}) {
    const answer few("antiviral-order-sign", asked, {.allowed_origins = {}, .most_cards = most});
    ASSERT_EQ(few.cards.size(), std::max(most, critical)) << few.told();
    EXPECT_TRUE(all.told().starts_with(few.told())) << most << '\n' << few.told();
    const auto rest = std::to_string(all.cards.size() - few.cards.size()) + " more finding";
    const auto detail = few.cards[few.cards.size() - 1]["detail"].string().value_or("");
    EXPECT_NE(detail.find(rest), std::string_view::npos) << detail;
  }
}

} // namespace
