// Trying a request: the same cards as an EHR would get, everything behind them with its place, and no trace.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json.hpp>

#include "hooks/endpoint.hpp"
#include "server/console/embedded_texts.hpp"
#include "server/console/trial.hpp"
#include "server/environment.hpp"
#include "server/rfc3339.hpp"
#include "tests/server/console/running_console.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using boost::json::object;
using boost::json::value;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string vignette(const std::string& file) {
  std::ifstream read(std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "vignettes" / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(read), {}};
}

std::string sample(const std::string& id) { return std::string(server::embedded_text("samples/" + id + ".json")); }

value tried(const running_service& service, const server::trial& wish, const server::settings& chosen = {}) {
  const auto told = server::try_out(wish, *service.now(), chosen, {});
  if (!told) throw std::runtime_error(told.error());
  return boost::json::parse(*told);
}

server::trial v01() {
  return {.request = sample("v01"), .service = {}, .now = server::read_rfc3339("2026-01-20T15:00:00Z"), .overlay = {}};
}

std::string text(const value& of, const char* pointer) { return std::string(of.at_pointer(pointer).as_string()); }

TEST(Samples, AreTheVignettesAndGiveTheirCards) {
  const running_service service;
  const auto index = boost::json::parse(server::embedded_text("samples/index.json"));
  std::size_t vignettes = 0;
  for (const auto& one : index.as_array()) {
    const auto id = text(one, "/id");
    if (id == "sample") continue;
    ++vignettes;
    ASSERT_EQ(sample(id), vignette(id + ".request.json")) << id << ": copy it from tests/vignettes";
    const auto expected = boost::json::parse(vignette(id + ".expect.json"));
    EXPECT_EQ(text(one, "/now"), text(expected, "/now")) << id;
    const auto told = tried(service, {sample(id), {}, server::read_rfc3339(text(one, "/now")), {}});
    const auto golden = boost::json::parse(vignette("../golden/vignettes/" + id + ".answer.json"));
    const auto summaries = [](const value& answer) {
      std::vector<std::string> all;
      for (const auto& card : answer.at("cards").as_array())
        all.push_back(text(card, "/summary") + text(card, "/indicator"));
      return all;
    };
    EXPECT_EQ(summaries(told.at("answer")), summaries(golden)) << id;
  }
  EXPECT_EQ(vignettes, 24u);
}

TEST(Trial, AnswersByteByByteAsTheServerWould) {
  const running_service service;
  const auto wish = v01();
  const hooks::endpoint ehr(*service.now()->known, {.answer_extension = true});
  hooks::call call;
  call.method = "POST";
  call.target = "/cds-services/antiviral-order-sign";
  call.content_type = "application/json";
  call.body = wish.request;
  const auto answer = ehr.answer(call, {.now = *wish.now, .new_uuid = server::counted_uuids()});
  ASSERT_EQ(answer.status, 200);
  const auto told = server::try_out(wish, *service.now(), {}, {});
  ASSERT_TRUE(told);
  EXPECT_THAT(*told, HasSubstr("\"answer\":" + answer.body + ",\"service\""));
  EXPECT_EQ(*told, *server::try_out(wish, *service.now(), {}, {})); // the same every time
}

TEST(Trial, TellsEveryRuleAndEveryFactWithItsPlace) {
  const running_service service;
  const auto told = tried(service, v01());
  EXPECT_EQ(told.at_pointer("/orders/0/outcomes").as_array().size(), 12u);
  const auto& outcomes = told.at_pointer("/orders/0/outcomes").as_array();
  const auto failure =
      std::ranges::find_if(outcomes, [](const value& o) { return text(o, "/rule") == "treatment-failure"; });
  ASSERT_NE(failure, outcomes.end());
  EXPECT_EQ(text(*failure, "/verdict"), "fired");
  EXPECT_EQ(text(*failure, "/urgency"), "warning");
  EXPECT_EQ(told.at("card_rules"), boost::json::parse(R"(["treatment-failure"])"));
  const auto request = sample("v01");
  for (const auto& fact : told.at("facts").as_array()) {
    const auto id = text(fact, "/source").substr(text(fact, "/source").find('/') + 1);
    ASSERT_TRUE(fact.at("at").as_object().contains("line")) << boost::json::serialize(fact);
    // The object of that id begins on that line.
    std::size_t at = 0;
    for (auto line = fact.at_pointer("/at/line").as_int64(); line > 1; --line) at = request.find('\n', at) + 1;
    EXPECT_LT(request.find("\"" + id + "\"", at) - at, 400u) << boost::json::serialize(fact);
  }
}

TEST(Trial, DrawsTheExposureAndTheDaysThatMatter) {
  const running_service service;
  const auto timeline = tried(service, v01()).at("timeline");
  EXPECT_EQ(text(timeline, "/today"), "2026-01-20");
  EXPECT_EQ(timeline.at_pointer("/run/elapsed_days").as_int64(), 12);
  EXPECT_EQ(text(timeline, "/run/agent"), "valacyclovir");
  EXPECT_EQ(text(timeline, "/lesion/state"), "active");
  std::string crossed;
  for (const auto& one : timeline.at("thresholds").as_array())
    crossed += text(one, "/name") + (one.at("crossed").as_bool() ? " + " : " - ");
  EXPECT_EQ(crossed, "failure.reassess_day + failure.escalate_day + failure.weeks_day - failure.biopsy_day - ");
  EXPECT_FALSE(timeline.at("courses").as_array().empty());
}

TEST(Trial, ShowsWhatASuggestionDoesToTheDraft) {
  const running_service service;
  const auto told = tried(service, {sample("v06d"), {}, server::read_rfc3339("2026-02-17T15:00:00Z"), {}});
  const auto& effects = told.at("effects").as_array();
  const auto update = std::ranges::find_if(effects, [](const value& e) { return text(e, "/type") == "update"; });
  ASSERT_NE(update, effects.end());
  EXPECT_EQ(update->at_pointer("/before/id"), update->at_pointer("/after/id"));
  EXPECT_EQ(text(*update, "/target"), "MedicationRequest/" + text(*update, "/before/id"));
  std::vector<std::string> paths;
  for (const auto& change : update->at("changes").as_array()) {
    paths.push_back(text(change, "/path"));
    const auto pointer = text(change, "/path");
    if (text(change, "/op") != "add") {
      EXPECT_EQ(update->at("before").at_pointer(pointer), change.at("before"));
    }
    if (text(change, "/op") != "remove") {
      EXPECT_EQ(update->at("after").at_pointer(pointer), change.at("after"));
    }
  }
  EXPECT_THAT(paths, Contains(HasSubstr("/dosageInstruction/0/doseAndRate/0/doseQuantity/value")));
  const auto withdrawn = tried(service, v01()).at("effects").as_array().back();
  EXPECT_EQ(text(withdrawn, "/type"), "delete");
  EXPECT_TRUE(withdrawn.at("after").is_null());
  EXPECT_EQ(text(withdrawn, "/before/resourceType"), "MedicationRequest");
}

TEST(Trial, ChangesWithANumberThatIsTurned) {
  const running_service service;
  const server::trial wish{sample("v06d"), {}, server::read_rfc3339("2026-02-17T15:00:00Z"), {}};
  const auto told = tried(service, wish);
  const auto& knobs = told.at("knobs").as_array();
  const auto creatinine = std::ranges::find_if(knobs, [](const value& k) { return text(k, "/name") == "creatinine"; });
  ASSERT_NE(creatinine, knobs.end());
  auto request = boost::json::parse(wish.request);
  auto pointer = "/" + text(*creatinine, "/path");
  for (auto& c : pointer)
    if (c == '.' || c == '[') c = '/';
  std::erase(pointer, ']');
  EXPECT_EQ(request.at_pointer(pointer).to_number<double>(), creatinine->at("value").to_number<double>());
  request.at_pointer(pointer) = 0.9;
  auto healthy = wish;
  healthy.request = boost::json::serialize(request);
  EXPECT_THAT(boost::json::serialize(told.at("card_rules")), HasSubstr("renal-dose"));
  EXPECT_THAT(boost::json::serialize(tried(service, healthy).at("card_rules")), Not(HasSubstr("renal-dose")));
}

TEST(Trial, TellsFaultsWithLineAndColumn) {
  const running_service service;
  const auto wrong = tried(service, {"{\n \"hook\": \"order-sign\",\n \"context\": {\"patientId\": 7}}", {}, {}, {}});
  EXPECT_EQ(wrong.at("status").as_int64(), 400);
  EXPECT_THAT(boost::json::serialize(wrong.at("faults")),
              HasSubstr(R"("path":"context.patientId","line":3,"column":27)"));
  EXPECT_TRUE(wrong.at_pointer("/copy/golden").is_null());
  const auto broken = tried(service, {"{\n \"hook\": \"order-sign\",\n oops", {}, {}, {}});
  EXPECT_THAT(boost::json::serialize(broken.at("faults")), HasSubstr(R"("line":3,"column":2)"));
  server::settings small;
  small.limits.body_bytes = 10;
  EXPECT_EQ(tried(service, v01(), small).at("status").as_int64(), 413);
}

TEST(Trial, TakesAnOverlayForThisOnce) {
  const running_service service;
  auto wish = v01();
  wish.overlay = {{"rules.toml", "[treatment-failure]\nmode = \"off\"\nreason = \"tried\"\n"}};
  const auto told = server::try_out(wish, *service.now(), {}, {});
  ASSERT_TRUE(told) << told.error();
  EXPECT_THAT(boost::json::serialize(boost::json::parse(*told).at("card_rules")), Not(HasSubstr("treatment-failure")));
  EXPECT_EQ(tried(service, v01()).at("card_rules"), boost::json::parse(R"(["treatment-failure"])"));
  wish.overlay = {{"rules.toml", "[no-such-rule]\nmode = \"off\"\n"}};
  EXPECT_FALSE(server::try_out(wish, *service.now(), {}, {}));
}

TEST(Trial, LeavesNoTrace) {
  running_service service;
  running_console console(service);
  const auto token = console.make_token("tester", server::admin_role::tester);
  const auto body = running_console::trial_of(sample("v01"), R"("now":"2026-01-20T15:00:00Z")");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(console.post_as(token, "/console/api/try", body).status, 200);
  service.setup().close();
  const auto kept = server::embedded_reports(service.directory() / "data")
                        .counts({.since = {}, .until = std::chrono::sys_seconds::max(), .client = {}});
  ASSERT_TRUE(kept) << kept.error();
  EXPECT_TRUE(kept->decisions.empty());
  std::uint64_t counted = 0;
  for (const auto& [client, habits] : service.setup().counted.sum().clients) counted += habits.decisions;
  EXPECT_EQ(counted, 0u);
  // One line for all three, without a word of what was tried.
  std::ifstream trail(console.trail_file());
  const std::string told{std::istreambuf_iterator<char>(trail), {}};
  EXPECT_EQ(std::ranges::count(told, '\n'), 1);
  EXPECT_THAT(told, HasSubstr(R"("action":"try")"));
  EXPECT_THAT(told, Not(HasSubstr("vignette")));
}

TEST(Trial, RefusesABodyThatIsNone) {
  running_service service;
  running_console console(service);
  const auto token = console.make_token("tester", server::admin_role::tester);
  for (const auto* body : {"", "[]", "{}", R"({"request":7})", R"({"request":"{}","service":"canary"})",
                           R"({"request":"{}","now":"canary"})", R"({"request":"{}","overlay":[{"name":"x"}]})"}) {
    const auto answer = console.post_as(token, "/console/api/try", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
  }
}

} // namespace
