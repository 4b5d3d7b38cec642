// A client's FHIR server that misbehaves: an answer in time that says what is missing, and never one that looks as if
// all had been checked.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string failed = R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"timeout"}]})";
const std::set<std::string_view> harmless{
    "good",         "late-handshake",   "stale",    "says-close",  "answers-unasked",
    "some-interim", "chunk-extensions", "trailers", "until-close", "http-1.0"};

std::string poor_kidneys_of_p1(const std::string& target) { return poor_kidneys(target); }

/// The order with all of the chart but `labs`, which is as told; empty: not there.
std::string order_with_labs(const std::string& labs, const std::string& fhir_server = "https://ehr.example/fhir") {
  order_wish wish;
  wish.fhir_server = fhir_server;
  wish.prefetch = with(empty_chart(), "vitals", bundle_of({weight("weight-of-p-1")}));
  wish.prefetch = labs.empty() ? without(wish.prefetch, "labs") : with(wish.prefetch, "labs", labs);
  return order(wish);
}
std::string bare_order(const std::string& fhir_server) {
  order_wish wish;
  wish.fhir_server = fhir_server;
  return order(wish);
}

/// What the cards say when the laboratory's results are there, and when they could not be had.
struct references {
  std::string whole, unknown;

  references() {
    const running_service service({.keeps = false});
    whole = cards_in(service.post(sign, order_with_labs(bundle_of({creatinine("creatinine-of-p-1")}))));
    unknown = cards_in(service.post(sign, order_with_labs(failed)));
  }
};
const references& the_references() {
  static const references made;
  return made;
}

http_answer ask_in_time(const running_service& service, const std::string& body, std::string_view what) {
  tls_client client(service.port());
  const stopwatch since;
  EXPECT_TRUE(client.send(service.request(sign, body))) << what;
  const auto answer = client.receive();
  EXPECT_LE(since.passed(), soon_after(milliseconds(500))) << what;
  if (!answer) ADD_FAILURE() << what << " was not answered";
  const auto came = answer.value_or(http_answer{});
  EXPECT_THAT(came.body, Not(HasSubstr("tok-en"))) << what;
  EXPECT_THAT(came.body, Not(HasSubstr(R"("cards":[])"))) << what;
  return came;
}

void meet(std::string_view mode) {
  hostile_server fhir(poor_kidneys_of_p1);
  fhir.behave(mode);
  const bool whole = harmless.contains(mode);
  {
    const running_service service({.keeps = false}, &fhir);
    const auto answer = ask_in_time(service, bare_order(fhir.url("/fhir")), mode);
    EXPECT_EQ(answer.status, whole ? 200 : 412) << mode << ": " << answer.body;
    if (answer.status == 412)
      EXPECT_THAT(places_in(answer), ElementsAre("prefetch.patient", "prefetch.conditions", "prefetch.medications"))
          << mode;
    else
      EXPECT_EQ(cards_in(answer), the_references().whole) << mode;
  }
  const running_service service({.keeps = false}, &fhir); // new: no server is avoided yet
  const auto answer = ask_in_time(service, order_with_labs({}, fhir.url("/fhir")), mode);
  ASSERT_EQ(answer.status, 200) << mode << ": " << answer.body;
  EXPECT_EQ(cards_in(answer), whole ? the_references().whole : the_references().unknown) << mode;
}

TEST(HostileFhir, WholeAndUnknownAreToldApart) {
  EXPECT_THAT(the_references().whole, HasSubstr("500 mg"));
  EXPECT_THAT(the_references().unknown, HasSubstr("could not be done: data are missing"));
  EXPECT_THAT(the_references().unknown, Not(HasSubstr("creatinine-of-p-1")));
}

TEST(HostileFhir, EveryModeIsAnsweredInTimeWithWhatIsMissing) {
  the_references();
  const auto& modes = hostile_modes();
  std::atomic<std::size_t> next{0};
  in_threads(4, [&](unsigned) {
    for (auto at = next++; at < modes.size(); at = next++) meet(modes[at].name);
  });
}

struct bad_labs {
  const char* what;
  std::string bytes;
};
const std::string some = creatinine("creatinine-of-p-1");
const bad_labs all_bad_labs[] = {
    {"an OperationOutcome", http_text(failed)},
    {"a refusal", http_text(bundle_of({some}), "403 Forbidden")},
    {"something created", http_text(bundle_of({some}), "201 Created")},
    {"a part", http_text(bundle_of({some}), "206 Partial Content")},
    {"a page for people", http_text(bundle_of({some}), "200 OK", "text/html")},
    {"a resource that is no Bundle", http_text(some)},
    {"an array", http_text("[" + bundle_of({some}) + "]")},
    {"null", http_text("null")},
    {"two documents", http_text(bundle_of({some}) + bundle_of({some}))},
    {"half a document", http_text(bundle_of({some}).substr(0, 200))},
    {"entries that are no array", http_text(R"({"resourceType":"Bundle","entry":{"resource":)" + some + "}}")},
    {"an entry that is null", http_text(R"({"resourceType":"Bundle","entry":[null,{"resource":)" + some + "}]}")},
    {"an entry that is a text", http_text(R"({"resourceType":"Bundle","entry":["",{"resource":)" + some + "}]}")},
    {"a resource that is an array", http_text(R"({"resourceType":"Bundle","entry":[{"resource":[)" + some + "]}]}")},
    {"a name twice", http_text(R"({"resourceType":"Bundle","entry":[],"entry":[{"resource":)" + some + "}]}")},
    {"a name twice inside",
     http_text(R"({"resourceType":"Bundle","entry":[{"resource":{"id":"a","id":"b"}},{"resource":)" + some + "}]}")},
    {"a number too large", http_text(R"({"resourceType":"Bundle","total":1e999,"entry":[{"resource":)" + some + "}]}")},
    {"an empty Bundle that counts", http_text(R"({"resourceType":"Bundle","total":3})")},
};

TEST(HostileFhir, AnAnswerThatIsNoResultCountsAsUnknown) {
  hostile_server fhir(poor_kidneys_of_p1);
  const running_service service({.keeps = false}, &fhir);
  for (const auto& [what, bytes] : all_bad_labs) {
    fhir.answer_with([&text = bytes](const std::string&) { return text; });
    const auto answer = service.post(sign, order_with_labs({}, fhir.url("/fhir")));
    ASSERT_EQ(answer.status, 200) << what << ": " << answer.body;
    EXPECT_EQ(cards_in(answer), the_references().unknown) << what;
  }
}

TEST(HostileFhir, ARequiredKeyThatIsNoResultIsNamed) {
  hostile_server fhir(poor_kidneys_of_p1);
  const running_service service({.keeps = false}, &fhir);
  for (const auto& [what, bytes] : all_bad_labs) {
    fhir.answer_with([&text = bytes](const std::string&) { return text; });
    order_wish wish;
    wish.fhir_server = fhir.url("/fhir");
    wish.prefetch = without(empty_chart(), "conditions");
    const auto answer = service.post(sign, order(wish));
    ASSERT_EQ(answer.status, 412) << what << ": " << answer.body;
    EXPECT_THAT(places_in(answer), ElementsAre("prefetch.conditions")) << what;
  }
}

TEST(HostileFhir, AnotherPatientIsNotTakenForThisOne) {
  hostile_server fhir([](const std::string& target) { return poor_kidneys(target, "p-2"); });
  const running_service service({.keeps = false}, &fhir);
  const auto bare = service.post(sign, bare_order(fhir.url("/fhir")));
  EXPECT_EQ(bare.status, 412);
  EXPECT_THAT(places_in(bare), ElementsAre("prefetch.patient"));
  EXPECT_THAT(bare.body, Not(HasSubstr("p-2")));
  const auto labs_of_another = service.post(sign, order_with_labs({}, fhir.url("/fhir")));
  EXPECT_THAT(labs_of_another.body, Not(HasSubstr("creatinine-of-p-2")));
  EXPECT_THAT(labs_of_another.body, Not(HasSubstr("500 mg")));
  EXPECT_THAT(labs_of_another.body, Not(HasSubstr(R"("cards":[])")));
}

TEST(HostileFhir, ASandboxesClientReachesNoAddressOfThisMachine) {
  hostile_server fhir(poor_kidneys_of_p1);
  const running_service service(
      {.keeps = false,
       .client_rules = "demo = true\nany_https_fhir_server = true\n",
       .change = [&](server::settings& chosen) { chosen.fetching.authorities = fhir.authorities().string(); }});
  const auto port = ":" + std::to_string(fhir.port());
  for (const auto* host : {"https://localhost", "https://127.0.0.1", "https://127.1", "https://[::1]",
                           "https://0.0.0.0", "https://2130706433", "https://[::ffff:127.0.0.1]", "https://localhost.",
                           "http://localhost", "http://127.0.0.1", "HTTPS://localhost"}) {
    const auto answer = service.post(sign, bare_order(host + port + "/fhir"));
    EXPECT_TRUE(answer.status == 412 || answer.status == 400) << host << ": " << answer.body;
  }
  EXPECT_EQ(fhir.connections(), 0U);
}

} // namespace
