// What clients may vary in a request, and what they may not: the same answer, or a refusal that names the place.
#include <gmock/gmock.h>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "tests/conformance/patients.hpp"
#include "tests/hooks/faults.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace conformance;
using fhir::json::kind;
using fhir::json::value;
using hooks_tests::replaced;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::string service_of(std::string_view hook) { return "antiviral-" + std::string(hook); }

/// Writes `v` with one more member at the front of every object that has any, where it has none of that name.
void write_with(fhir::json::writer& out, const value& v, std::string_view name, std::string_view text) {
  if (v.is(kind::array)) {
    out.begin_array();
    for (const auto& inner : v) write_with(out, inner, name, text);
    out.end_array();
  } else if (v.is(kind::object)) {
    out.begin_object();
    if (v.size() > 0 && !v[name].exists()) out.name(name).raw(text);
    for (const auto& inner : v) write_with(out.name(inner.name()), inner, name, text);
    out.end_object();
  } else {
    out.value(v);
  }
}

/// The text without `part`, wherever it stands: an update gives back what the client wrote into its draft.
std::string without(std::string text, const std::string& part) {
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at)) text.erase(at, part.size());
  return text;
}

TEST(Requests, WithMembersThatNobodyKnowsAreAnsweredAlike) {
  const std::pair<std::string, std::string> added[] = {
      {"unknown", R"({"a":[1,2]})"},
      {"extension", R"([{"url":"http://example.org/x","valueString":"v"}])"},
      {"_id", R"({"fhir_comments":["c"]})"},
  };
  for (const auto& one : patients())
    for (const auto hook : every_hook) {
      const auto plain = asked_by(hook, one.request);
      const auto expected = answer_of(service_of(hook), plain, one.now).body;
      for (const auto& [name, text] : added) {
        fhir::json::document document;
        std::string body;
        fhir::json::writer out(body);
        write_with(out, document.read(plain).value(), name, text);
        ASSERT_GT(count_of('"' + name + "\":" + text, body), 20u);
        const auto got = answer_of(service_of(hook), body, one.now);
        EXPECT_EQ(without(got.body, '"' + name + "\":" + text + ","), expected) << one.name << hook << name;
        EXPECT_EQ(violations_of(got, body), "") << one.name;
      }
    }
}

// What says nothing may stand anywhere in a request, and nowhere in an order that we write.
TEST(Requests, WithMembersThatSayNothingGetOrdersWithoutThem) {
  for (const auto& one : patients())
    for (const auto hook : every_hook) {
      fhir::json::document document;
      std::string body;
      fhir::json::writer out(body);
      write_with(out, document.read(asked_by(hook, one.request)).value(), "unknown", R"({"a":[1,null,{},""],"b":[]})");
      const auto got = answer_of(service_of(hook), body, one.now);
      EXPECT_EQ(got.status, 200) << one.name << hook;
      EXPECT_EQ(violations_of(got, body), "") << one.name << hook;
    }
}

TEST(Requests, OfClientsThatWriteDifferentlyAreAnsweredAlike) {
  struct spelling {
    const char *what, *with;
  };
  const spelling table[] = {
      {R"("hook":)", R"("extension":{"com.example.x":{"y":1}},"hook":)"},
      {R"("hook":)", R"("fhirServer":"https://ehr.example.org/fhir/","hook":)"},
      {R"("hook":)", R"("fhirServer":"https://ehr.example.org/fhir","fhirAuthorization":null,"hook":)"},
      {R"("hook":)",
       R"("fhirServer":"https://ehr.example.org/fhir","fhirAuthorization":{"access_token":"t","token_type":"Bearer",)"
       R"("expires_in":300,"scope":"user/*.rs","subject":"s"},"hook":)"},
      {R"("prefetch":)", R"("prefetch_":null,"prefetch":)"},
      {R"("prefetch": {)", R"("prefetch": {"unknownKey":{"resourceType":"Basic"},)"},
  };
  for (const auto& one : patients()) {
    const auto expected = answer_of("antiviral-order-sign", one.request, one.now).body;
    for (const auto& how : table)
      EXPECT_EQ(answer_of("antiviral-order-sign", replaced(one.request, how.what, how.with), one.now).body, expected)
          << one.name << how.with;
    fhir::json::document document;
    const auto root = document.read(one.request).value();
    const auto id = std::string(root["context"]["patientId"].string().value());
    const auto instance = std::string(root["hookInstance"].string().value());
    for (const auto& [what, with] :
         {std::pair{'"' + id + '"', "\"Patient/" + id + '"'}, std::pair{instance, std::string("not a uuid")}})
      EXPECT_EQ(answer_of("antiviral-order-sign", replaced(one.request, what, with), one.now).body, expected)
          << one.name << with;
  }
}

/// The paths of a refusal, each in a line.
std::string paths_of(const hooks::reply& answered) {
  fhir::json::document document;
  std::string paths;
  for (const auto& issue : document.read(answered.body).value()["issue"])
    paths.append(issue["expression"].size() == 0 ? "-" : issue["expression"][0].string().value_or("")).append("\n");
  return paths;
}

TEST(Requests, OfAnotherHookAreRefusedWhereEachServiceHasItsOwnId) {
  const auto& one = patients().front();
  for (const auto service : every_hook)
    for (const auto hook : {"order-sign", "order-select", "patient-view", "order-dispatch", "Order-sign", ""}) {
      if (hook == service) continue;
      auto body = asked_by(service, one.request);
      body = replaced(body, '"' + std::string(service) + '"', '"' + std::string(hook) + '"');
      const auto answered = answer_of(service_of(service), body, one.now);
      EXPECT_EQ(answered.status, 400) << service << hook;
      EXPECT_EQ(paths_of(answered), "hook\n") << service << hook;
      EXPECT_EQ(violations_of(answered, body), "");
    }
}

TEST(Requests, AreRoutedByTheirHookWhereAllServicesShareAnId) {
  const hooks::endpoint shared(known(), {.same_id = true});
  for (const auto& one : patients())
    for (const auto hook : every_hook) {
      const auto body = asked_by(hook, one.request);
      const auto got = shared.answer(post("/cds-services/antiviral", body), support::world_at(one.now));
      EXPECT_EQ(got.body, answer_of(service_of(hook), body, one.now).body) << one.name << hook;
      const auto gone = shared.answer(post("/cds-services/" + service_of(hook), body), support::world_at(one.now));
      EXPECT_EQ(gone.status, 404) << hook;
    }
  const auto body = replaced(patients().front().request, R"("order-sign")", R"("order-dispatch")");
  EXPECT_EQ(shared.answer(post("/cds-services/antiviral", body), support::world_at({})).status, 400);
}

// Only what is about orders needs them.
TEST(Requests, WithoutDraftOrdersAreRefusedByWhatIsAboutOrders) {
  for (const auto& one : patients())
    for (const auto hook : every_hook) {
      auto body = asked_by(hook, one.request);
      const bool about_orders = hook != "patient-view";
      if (about_orders) body = replaced(body, R"("draftOrders":)", R"("drafts":)");
      const auto answered = answer_of(service_of(hook), body, one.now);
      EXPECT_EQ(answered.status, about_orders ? 400 : 200) << one.name << hook;
      if (about_orders) {
        EXPECT_THAT(paths_of(answered), HasSubstr("context.draftOrders\n")) << one.name;
      }
    }
}

TEST(Requests, OfADraftWithoutADrugAreAnswered) {
  // A drug that is not there, not coded, not known, or somewhere else.
  for (const auto* drug :
       {R"("note":[{"text":"x"}])", R"("medicationCodeableConcept":{})", R"("medicationCodeableConcept":{"text":"?"})",
        R"("medicationReference":{"display":"?"})", R"("medicationReference":{"reference":"Medication/gone"})",
        R"("medication":{})", R"("medicationCodeableConcept":{"coding":[{"system":"urn:x","code":"1"}]})"}) {
    for (const auto* type : {"MedicationRequest", "MedicationOrder"}) {
      const auto draft = R"({"resource":{"resourceType":")" + std::string(type) +
                         R"(","id":"no-drug","status":"draft","subject":{"reference":"Patient/)";
      for (const auto& one : patients()) {
        fhir::json::document document;
        const auto id = std::string(document.read(one.request).value()["context"]["patientId"].string().value());
        // Alone there is nothing to speak of; beside an antiviral it changes nothing.
        const auto added = draft + id + R"("},)" + drug + "}}";
        const auto open = one.request.find(R"("entry": [)");
        ASSERT_NE(open, std::string::npos);
        auto beside = one.request;
        beside.insert(open + 10, added + ",");
        const auto answered = answer_of("antiviral-order-sign", beside, one.now);
        ASSERT_EQ(answered.status, 200) << drug << answered.body;
        EXPECT_EQ(violations_of(answered, beside), "") << drug;
      }
    }
  }
}

TEST(Requests, ThatBringATokenWithoutItsServerAreRefused) {
  for (const auto hook : every_hook) {
    const auto& one = patients().front();
    const auto asked = asked_by(hook, one.request);
    for (const auto* server : {"", R"("fhirServer":null,)"}) {
      const auto body = replaced(asked, R"("hookInstance")",
                                 std::string(server) + R"("fhirAuthorization":{"access_token":"t"},"hookInstance")");
      const auto answered = answer_of(service_of(hook), body, one.now);
      EXPECT_EQ(answered.status, 400) << hook;
      EXPECT_EQ(paths_of(answered), "fhirServer\n") << hook;
    }
  }
}

struct path {
  const char *target, *allowed;
};
constexpr path own_ids[] = {{"/cds-services", "GET, OPTIONS"},
                            {"/cds-services?x=1", "GET, OPTIONS"},
                            {"/cds-services/antiviral-order-sign", "OPTIONS, POST"},
                            {"/cds-services/antiviral-order-select", "OPTIONS, POST"},
                            {"/cds-services/antiviral-patient-view", "OPTIONS, POST"},
                            {"/cds-services/antiviral-order-sign/feedback", "OPTIONS, POST"},
                            {"/cds-services/antiviral-order-select/feedback", "OPTIONS, POST"},
                            {"/cds-services/antiviral-patient-view/feedback", "OPTIONS, POST"}};
constexpr path one_id[] = {{"/cds-services", "GET, OPTIONS"},
                           {"/cds-services/antiviral", "OPTIONS, POST"},
                           {"/cds-services/antiviral/feedback", "OPTIONS, POST"}};

hooks::reply asked_at(const hooks::endpoint& served, std::string_view method, std::string_view target) {
  auto asked = post(target, "{}");
  asked.method = method;
  asked.origin = "https://ehr.example.org";
  return served.answer(asked, support::world_at({}));
}

hooks::endpoint serving(bool same_id) {
  return {known(), {.allowed_origins = {"https://ehr.example.org"}, .same_id = same_id, .keeps_records = true}};
}

void check_methods(const hooks::endpoint& served, const path& at) {
  const std::string_view allowed = at.allowed;
  const auto preflight = asked_at(served, "OPTIONS", at.target);
  EXPECT_EQ(preflight.status, 204) << at.target;
  EXPECT_EQ(preflight.body, "") << at.target;
  for (const auto& [name, text] : {std::pair{"Allow", at.allowed},
                                   {"Access-Control-Allow-Origin", "https://ehr.example.org"},
                                   {"Access-Control-Allow-Methods", "GET, POST, OPTIONS"},
                                   {"Access-Control-Allow-Headers", "authorization, content-type"},
                                   {"Vary", "Origin"}})
    EXPECT_THAT(preflight.headers, Contains(Pair(name, text))) << at.target;
  EXPECT_THAT(preflight.headers, Not(Contains(Pair("Access-Control-Allow-Credentials", testing::_))));
  for (const std::string_view method : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "get", "POSTS"}) {
    if (allowed.find(method) != allowed.npos && method != "POSTS") continue;
    const auto refused = asked_at(served, method, at.target);
    EXPECT_EQ(refused.status, 405) << method << at.target;
    EXPECT_THAT(refused.headers, Contains(Pair("Allow", at.allowed))) << method << at.target;
    EXPECT_THAT(refused.headers, Contains(Pair("Access-Control-Allow-Origin", "https://ehr.example.org")));
    EXPECT_EQ(violations_of(refused, "{}"), "") << method << at.target;
  }
}

TEST(Paths, AnswerTheirMethodsAndPreflightsAndNameThemToOthers) {
  for (const auto& at : own_ids) check_methods(serving(false), at);
  for (const auto& at : one_id) check_methods(serving(true), at);
}

TEST(Paths, ThatAreNotOfTheProtocolAreUnknown) {
  const auto served = serving(false);
  for (const auto* target :
       {"/", "", "*", "/cds-services/", "/cds-services//", "/CDS-services", "/cds-services/other",
        "/cds-services/antiviral", "/cds-services/antiviral-order-sign/",
        "/cds-services/antiviral-order-sign/feedback/", "/cds-services/feedback",
        "/cds-services/antiviral-order-sign/feedback/feedback", "/cds-services/antiviral-order-sign/x",
        "/cds-services/antiviral-order-sig%6e", "/cds-services/../cds-services", "/cds-servicesx"})
    for (const auto* method : {"GET", "POST", "OPTIONS", "PUT"}) {
      const auto refused = asked_at(served, method, target);
      EXPECT_EQ(refused.status, 404) << method << target;
      EXPECT_EQ(violations_of(refused, "{}"), "") << target;
      EXPECT_THAT(refused.headers, Contains(Pair("Access-Control-Allow-Origin", "https://ehr.example.org")));
    }
}

TEST(Paths, TakeJsonInUtf8AndNothingElse) {
  const auto served = serving(false);
  for (const auto& at : own_ids) {
    if (std::string_view(at.allowed) == "GET, OPTIONS") continue;
    for (const auto& [type, encoding, status] : {std::tuple{"application/json", "", 400},
                                                 {"application/json; charset=utf-8", "identity", 400},
                                                 {"", "", 415},
                                                 {"text/plain", "", 415},
                                                 {"application/fhir+json", "", 415},
                                                 {"application/xml", "", 415},
                                                 {"application/x-www-form-urlencoded", "", 415},
                                                 {"application/json; charset=utf-16", "", 415},
                                                 {"application/json", "gzip", 415},
                                                 {"application/json", "br", 415},
                                                 {"application/json", "identity, gzip", 415}}) {
      auto asked = post(at.target, "{}");
      asked.content_type = type;
      asked.content_encoding = encoding;
      const auto refused = served.answer(asked, support::world_at({}));
      EXPECT_EQ(refused.status, status) << at.target << type << encoding;
      EXPECT_EQ(violations_of(refused, "{}"), "") << at.target;
    }
  }
}

} // namespace
