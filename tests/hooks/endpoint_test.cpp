#include "hooks/endpoint.hpp"

#include <cstdio>

#include <gmock/gmock.h>

#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/hooks/small_knowledge.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using hooks_tests::replaced;
using testing::Contains;
using testing::Not;
using testing::Pair;

const auto noon = std::chrono::sys_seconds(std::chrono::sys_days{2026y / 1 / 20} + 12h);
constexpr const char* sign = "/cds-services/antiviral-order-sign";
constexpr const char* select = "/cds-services/antiviral-order-select";
constexpr const char* view = "/cds-services/antiviral-patient-view";

const std::string no_orders =
    R"({"hook":"order-sign","hookInstance":"i-1","context":{"userId":"Practitioner/u","patientId":"p-1",)"
    R"("draftOrders":{"resourceType":"Bundle","entry":[]}}})";
const std::string one_order =
    R"({"hook":"order-sign","hookInstance":"i-1","context":{"userId":"Practitioner/u","patientId":"p-1","draftOrders":{)"
    R"("resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d-1","status":"draft","intent":"order",)"
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]},)"
    R"("subject":{"reference":"Patient/p-1"}}}]}},"prefetch":{"patient":{"resourceType":"Patient","id":"p-1"},)"
    R"("conditions":{"resourceType":"Bundle"},"medications":{"resourceType":"Bundle"}}})";

const std::string nothing_prefetched = one_order.substr(0, one_order.find(",\"prefetch\"")) + "}";

hooks::call call(std::string_view method, std::string_view target, std::string_view content_type = {},
                 std::string_view body = {}) {
  return {.method = method,
          .target = target,
          .content_type = content_type,
          .content_encoding = {},
          .origin = {},
          .body = body};
}

hooks::call post(std::string_view body) { return call("POST", sign, "application/json", body); }

/// The requests of the other hooks.
const std::string selecting = replaced(replaced(one_order, "order-sign", "order-select"), R"("draftOrders")",
                                       R"("selections":["MedicationRequest/d-1"],"draftOrders")");
const std::string opening =
    R"({"hook":"patient-view","hookInstance":"i-1","context":{"userId":"Practitioner/u","patientId":"p-1"},)"
    R"("prefetch":{"patient":{"resourceType":"Patient","id":"p-1"},"conditions":null,"medications":null}})";

hooks::call encoded(hooks::call asked, std::string_view encoding) {
  asked.content_encoding = encoding;
  return asked;
}

hooks::call from(std::string_view origin, hooks::call asked) {
  asked.origin = origin;
  return asked;
}

hooks::reply answer_to(const hooks::call& asked, std::vector<std::string> origins = {}) {
  hooks::endpoint served(hooks_tests::small_knowledge(), {.allowed_origins = std::move(origins)});
  return served.answer(asked, support::world_at(noon));
}

/// Bytes a person can read; others as `\xNN`.
std::string readable(std::string_view bytes) {
  std::string text;
  for (char byte : bytes) {
    if (byte >= ' ' && byte <= '~') {
      text += byte;
    } else {
      char shown[5];
      std::snprintf(shown, sizeof shown, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
      text += shown;
    }
  }
  return text;
}

/// Request and whole answer, as a person would read them on the wire.
std::string exchange(const hooks::call& asked, const hooks::reply& answered) {
  std::string text = std::string(asked.method) + " " + std::string(asked.target) + "\n";
  if (!asked.content_type.empty()) text.append("Content-Type: ").append(asked.content_type).append("\n");
  if (!asked.content_encoding.empty()) text.append("Content-Encoding: ").append(asked.content_encoding).append("\n");
  if (!asked.origin.empty()) text.append("Origin: ").append(asked.origin).append("\n");
  text.append("\n").append(readable(asked.body)).append("\n\n").append(std::to_string(answered.status)).append("\n");
  if (!answered.content_type.empty()) text.append("Content-Type: ").append(answered.content_type).append("\n");
  for (const auto& [name, value] : answered.headers) text.append(name).append(": ").append(value).append("\n");
  return text.append("\n").append(support::laid_out(answered.body));
}

struct refusal {
  const char* name; // of its golden file
  hooks::call asked;
  int status;
};

std::vector<refusal> refusals(std::vector<std::string>& bodies) {
  auto with = [&bodies](std::string body) {
    bodies.push_back(std::move(body));
    return post(bodies.back());
  };
  auto at = [&bodies](const char* target, std::string body) {
    bodies.push_back(std::move(body));
    return call("POST", target, "application/json", bodies.back());
  };
  return {
      {"unknown-path", call("GET", "/favicon.ico"), 404},
      {"unknown-service", call("POST", "/cds-services/another", "application/json", no_orders), 404},
      {"trailing-slash", call("GET", "/cds-services/"), 404},
      {"post-on-discovery", call("POST", "/cds-services", "application/json", "{}"), 405},
      {"get-on-service", call("GET", sign), 405},
      {"form-body", call("POST", sign, "application/x-www-form-urlencoded", "a=b"), 415},
      {"no-content-type", call("POST", sign, "", no_orders), 415},
      {"compressed-body", encoded(post("x"), "gzip"), 415},
      {"empty-body", with(""), 400},
      {"garbage", with("\x16\x03\x01garbage"), 400},
      {"half-a-body", with(no_orders.substr(0, no_orders.size() / 2)), 400},
      {"text-after-the-end", with(no_orders + "}"), 400},
      {"duplicate-key", with(replaced(no_orders, R"("patientId":"p-1")", R"("patientId":"p-1","patientId":"p-2")")),
       400},
      {"nul-in-string", with(replaced(no_orders, "p-1", R"(p\u0000)")), 400},
      {"bad-utf-8", with(replaced(no_orders, "i-1", "\xC3\x28")), 400},
      {"infinite-number", with(replaced(no_orders, R"("hook")", R"("x":1e400,"hook")")), 400},
      {"too-deep", with(std::string(100, '[') + std::string(100, ']')), 400},
      {"not-an-object", with("[]"), 400},
      {"many-faults",
       with(
           R"({"hook":"patient-view","fhirAuthorization":{"patient":7},"context":{"patientId":""},"prefetch":{"labs":1}})"),
       400},
      {"other-hook", with(replaced(no_orders, "order-sign", "order-select")), 400},
      {"no-draft-orders",
       with(replaced(no_orders, R"("draftOrders":{"resourceType":"Bundle","entry":[]})", R"("x":1)")), 400},
      {"authorization-without-server",
       with(replaced(no_orders, R"("context")", R"("fhirAuthorization":{"access_token":"t"},"context")")), 400},
      {"token-of-another-patient",
       with(replaced(
           no_orders, R"("context")",
           R"("fhirServer":"https://ehr.example.org","fhirAuthorization":{"access_token":"t","patient":"p-2"},"context")")),
       400},
      {"draft-of-another-patient", with(replaced(one_order, "Patient/p-1", "Patient/p-2")), 400},
      {"prefetched-patient-is-another",
       with(replaced(one_order, R"("resourceType":"Patient","id":"p-1")", R"("resourceType":"Patient","id":"p-2")")),
       400},
      {"faults-in-request-and-chart",
       with(replaced(replaced(one_order, R"("hookInstance":"i-1",)", ""), "Patient/p-1", "Patient/p-2")), 400},
      {"no-prefetch", with(nothing_prefetched), 412},
      {"prefetch-null", with(nothing_prefetched.substr(0, nothing_prefetched.size() - 1) + R"(,"prefetch":null})"),
       412},
      {"patient-unknown", with(replaced(one_order, R"({"resourceType":"Patient","id":"p-1"})", "null")), 412},
      {"conditions-failed",
       with(replaced(one_order, R"("conditions":{"resourceType":"Bundle"})",
                     R"("conditions":{"resourceType":"OperationOutcome"})")),
       412},
      {"selections-missing", at(select, replaced(selecting, R"("selections":["MedicationRequest/d-1"],)", "")), 400},
      {"selections-unknown", at(select, replaced(selecting, "MedicationRequest/d-1", "MedicationRequest/gone")), 400},
      {"unselected-draft-of-another-patient",
       at(select, replaced(selecting, R"("entry":[)",
                           R"("entry":[{"resource":{"resourceType":"MedicationRequest","id":"d-2",)"
                           R"("subject":{"reference":"Patient/p-2"}}},)")),
       400},
      {"view-without-prefetch", at(view, opening.substr(0, opening.find(",\"prefetch\"")) + "}"), 412},
      {"view-of-another-patient",
       at(view, replaced(opening, R"("resourceType":"Patient","id":"p-1")", R"("resourceType":"Patient","id":"p-2")")),
       400},
  };
}

TEST(Endpoint, RefusesWithEveryFault) {
  std::vector<std::string> bodies;
  bodies.reserve(64); // calls hold views into them
  for (const auto& one : refusals(bodies)) {
    auto answered = answer_to(one.asked);
    EXPECT_EQ(answered.status, one.status) << one.name;
    EXPECT_TRUE(support::is_golden(std::string("hooks/") + one.name + ".txt", exchange(one.asked, answered)))
        << one.name;
    fhir::json::document document;
    auto root = document.read(answered.body);
    ASSERT_TRUE(root) << one.name;
    EXPECT_EQ(hooks::to_text(hooks::check_refusal(*root)), "") << one.name;
  }
}

TEST(Endpoint, AnswersEmptyCardsWhenThereIsNoOrder) {
  for (const auto& body : {no_orders, replaced(no_orders, R"(,"entry":[])", "")}) {
    auto answered = answer_to(post(body));
    EXPECT_EQ(answered.status, 200) << answered.body;
    EXPECT_EQ(answered.content_type, "application/json");
    EXPECT_EQ(answered.body, R"({"cards":[]})");
  }
}

TEST(Endpoint, RefusesWhatNeedsMoreMemoryThanARequestMay) {
  std::string body = R"({"x":[[])";
  while (body.size() < 3 * 1024 * 1024) body += ",[]";
  body += "]}";
  auto answered = answer_to(post(body));
  EXPECT_EQ(answered.status, 400);
  EXPECT_THAT(
      answered.body,
      testing::HasSubstr(
          R"("code":"too-costly","diagnostics":"content needs more memory than the 16777216 bytes allowed for one text")"));
  EXPECT_LT(answered.body.size(), 300u);
}

TEST(Endpoint, LooksOnlyAtSelectedOrders) {
  hooks::endpoint served(hooks_tests::small_knowledge(), {});
  const std::string other =
      R"({"resource":{"resourceType":"MedicationRequest","id":"d-2","subject":{"reference":"Patient/p-1"}}},)";
  auto two = replaced(replaced(selecting, R"("entry":[)", R"("entry":[)" + other), "313564", "none-of-ours");
  const struct {
    const char* selections;
    std::vector<std::size_t> entries; // of the drafts that are looked at
  } table[] = {{R"([])", {}},
               {R"(["MedicationRequest/d-1"])", {1}},
               {R"(["d-2","MedicationRequest/gone"])", {0}},
               {R"(["d-1","d-2"])", {0, 1}}};
  for (const auto& one : table) {
    auto body = replaced(two, R"(["MedicationRequest/d-1"])", one.selections);
    std::vector<std::size_t> entries;
    auto answered = served.answer(call("POST", select, "application/json", body), support::world_at(noon),
                                  [&](const cds::facts& chart, const cds::decision&) {
                                    for (const auto& draft : chart.drafts) entries.push_back(draft.entry);
                                  });
    EXPECT_EQ(answered.status, 200) << answered.body;
    EXPECT_EQ(entries, one.entries) << one.selections;
  }
}

TEST(Endpoint, StoresNothingOfAPostAnywhere) {
  for (const auto& body : {no_orders, std::string("garbage")}) {
    EXPECT_THAT(answer_to(post(body)).headers, Contains(Pair("Cache-Control", "no-store")));
  }
  EXPECT_THAT(answer_to(call("GET", "/cds-services")).headers, Not(Contains(Pair("Cache-Control", testing::_))));
}

TEST(Endpoint, AnswersPreflightsOnEveryProtocolPath) {
  const std::string origin = "https://ehr.example.org";
  for (const auto* target : {"/cds-services", sign, select, view}) {
    for (bool configured : {false, true}) {
      auto answered = answer_to(from(origin, call("OPTIONS", target)),
                                configured ? std::vector{origin} : std::vector<std::string>{});
      EXPECT_EQ(answered.status, 204) << target;
      EXPECT_EQ(answered.content_type, "");
      EXPECT_EQ(answered.body, "");
      EXPECT_THAT(
          answered.headers,
          Contains(Pair("Allow", target == std::string_view("/cds-services") ? "GET, OPTIONS" : "OPTIONS, POST")));
      auto origin_named = Contains(Pair("Access-Control-Allow-Origin", origin));
      auto methods_named = Contains(Pair("Access-Control-Allow-Methods", "GET, POST, OPTIONS"));
      if (configured) {
        EXPECT_THAT(answered.headers, testing::AllOf(origin_named, methods_named));
      } else {
        EXPECT_THAT(answered.headers, testing::AllOf(Not(origin_named), Not(methods_named)));
      }
    }
  }
}

TEST(Endpoint, AllowsTheOriginOnEveryAnswerAndVariesByIt) {
  const std::string origin = "https://ehr.example.org";
  const hooks::call calls[] = {
      call("GET", "/cds-services"),
      call("GET", "/nowhere"),
      call("PUT", sign),
      call("POST", sign, "text/plain", "x"),
      post("garbage"),
      post(no_orders),
      post(nothing_prefetched),
  };
  for (const auto& asked : calls) {
    auto one = from(origin, asked);
    EXPECT_THAT(answer_to(one, {origin}).headers, Contains(Pair("Access-Control-Allow-Origin", origin))) << one.target;
    EXPECT_THAT(answer_to(one, {origin}).headers, Contains(Pair("Vary", "Origin"))) << one.target;
    EXPECT_THAT(answer_to(one, {"https://other.example.org"}).headers,
                Not(Contains(Pair("Access-Control-Allow-Origin", testing::_))));
    EXPECT_THAT(answer_to(one, {"https://other.example.org"}).headers, Contains(Pair("Vary", "Origin")));
    EXPECT_THAT(answer_to(one).headers, Not(Contains(Pair("Vary", testing::_))));
  }
}

TEST(Endpoint, LetsTheTransportRefuseInTheSameShape) {
  hooks::endpoint served(hooks_tests::small_knowledge(), {.allowed_origins = {"https://ehr.example.org"}});
  for (int status : {408, 413, 417, 431, 503}) {
    auto answered = served.refuse(status, "https://ehr.example.org", {{fhir::issue_code::too_costly, "", "too much"}});
    EXPECT_EQ(answered.status, status);
    EXPECT_EQ(answered.content_type, "application/json");
    EXPECT_THAT(answered.headers, Contains(Pair("Access-Control-Allow-Origin", "https://ehr.example.org")));
    EXPECT_EQ(
        answered.body,
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"too-costly","diagnostics":"too much"}]})");
  }
}

// The caller turns it into one refusal; what the exception says about the chart stays behind.
TEST(Endpoint, LetsAFailureOfTheEngineThrough) {
  hooks::endpoint served(hooks_tests::small_knowledge(), {});
  auto fail = [](const cds::facts&, const cds::decision&) { throw std::logic_error("canary"); };
  EXPECT_THROW(served.answer(post(one_order), support::world_at(noon), fail), std::logic_error);
  auto refused = served.refuse(500, {}, {{fhir::issue_code::exception, "", "the request could not be answered"}});
  EXPECT_EQ(refused.status, 500);
  EXPECT_THAT(refused.body, Not(testing::HasSubstr("canary")));
  // The thread goes on: nothing of the failed call is left in its document.
  EXPECT_EQ(served.answer(post(no_orders), support::world_at(noon)).body, R"({"cards":[]})");
}

TEST(Endpoint, ShowsFactsAndDecisionToAWitness) {
  hooks::endpoint served(hooks_tests::small_knowledge(), {});
  std::size_t seen = 0;
  auto count = [&](const cds::facts& chart, const cds::decision&) { seen += 1 + chart.drafts.size(); };
  served.answer(post(no_orders), support::world_at(noon), count);
  EXPECT_EQ(seen, 1u);
  served.answer(post("garbage"), support::world_at(noon), count);
  EXPECT_EQ(seen, 1u);
}

} // namespace
