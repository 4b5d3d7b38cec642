// The console's API is what openapi.json says, path by path, both ways; and the console's pages come with their
// headers.
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>

#include <boost/json.hpp>

#include "server/console/embedded_texts.hpp"
#include "server/console/static_files.hpp"
#include "tests/server/console/json_shape.hpp"
#include "tests/server/console/running_console.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using boost::json::value;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const value& contract() {
  static const auto read = boost::json::parse(server::embedded_text("openapi.json"));
  return read;
}

testing::AssertionResult fits(const http_answer& answer, const std::string& path, const std::string& method) {
  const auto& responses = contract().at("paths").at(path).at(method).at("responses").as_object();
  const auto* one = responses.if_contains(std::to_string(answer.status));
  if (one == nullptr) return testing::AssertionFailure() << method << path << " answers " << answer.status;
  const auto* content = one->as_object().if_contains("content");
  if (content == nullptr)
    return answer.body.empty() ? testing::AssertionSuccess() : testing::AssertionFailure() << "a body: " << answer.body;
  const auto type = answer.header("content-type").substr(0, answer.header("content-type").find(';'));
  const auto* shape = content->as_object().if_contains(type);
  if (shape == nullptr) return testing::AssertionFailure() << path << " comes as " << type;
  if (type != "application/json") return testing::AssertionSuccess();
  const auto wrong = misfits(boost::json::parse(answer.body), shape->at("schema"), contract());
  if (wrong.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << path << " " << answer.status << ": " << testing::PrintToString(wrong);
}

struct Contract : testing::Test {
  running_service service;
  running_console console{service};
  std::string token = console.make_token("it-desk");

  void check(const std::string& target, const std::string& path, int status, const std::string& by) {
    const auto answer = console.get_as(by, target);
    EXPECT_EQ(answer.status, status) << target << answer.body;
    EXPECT_TRUE(fits(answer, path, "get")) << target;
    seen.insert("get " + path + " " + std::to_string(status));
  }
  void note(const http_answer& answer, const std::string& path, const std::string& method, int status) {
    EXPECT_EQ(answer.status, status) << path << answer.body;
    EXPECT_TRUE(fits(answer, path, method));
    seen.insert(method + " " + path + " " + std::to_string(status));
  }
  std::set<std::string> seen;
};

TEST_F(Contract, NamesEveryRouteAndNoOther) {
  std::map<std::string, std::set<std::string>> described,
      there{{"/console/api/session", {"get", "post", "delete"}}, {"/console/api/openapi.json", {"get"}}};
  for (const auto& path : contract().at("paths").as_object())
    for (const auto& method : path.value().as_object()) described[path.key()].insert(method.key());
  for (const auto& route : server::console_routes(console.world()))
    there[std::string(route.pattern)].insert(route.method == "POST" ? "post" : "get");
  EXPECT_EQ(there, described);
}

TEST_F(Contract, NamesWhatMayBeAskedAndByWhom) {
  for (const auto& route : server::console_routes(console.world())) {
    const auto& told =
        contract().at("paths").at(std::string(route.pattern)).at(route.method == "POST" ? "post" : "get").as_object();
    std::set<std::string> described, there(route.may_ask.begin(), route.may_ask.end());
    if (const auto* parameters = told.if_contains("parameters"))
      for (const auto& one : parameters->as_array())
        if (one.at("in").as_string() == "query") described.insert(std::string(one.at("name").as_string()));
    EXPECT_EQ(there, described) << route.pattern;
    EXPECT_THAT(std::string(told.at("description").as_string()),
                HasSubstr("Needs the role " + std::string(server::name_of(route.role))))
        << route.pattern;
  }
}

TEST_F(Contract, HoldsForEveryAnswer) {
  ASSERT_EQ(service.post(sign, prefetched_order()).status, 200);
  ASSERT_EQ(service.post(feedback, feedback_on(1, 2)).status, 200);
  const auto name = service.now()->registered->clients.all().at(0).name;
  const std::string api = "/console/api/";
  const auto tester = console.make_token("tester", server::admin_role::tester);
  struct row {
    std::string target, path;
    int missing = 0; // a status that another name gets
    std::string bad = {};
  };
  for (const auto& [target, path, missing, bad] : std::vector<row>{
           {"samples", "samples"},
           {"samples/v01", "samples/{id}", 404},
           {"knowledge", "knowledge"},
           {"knowledge/regimen-check", "knowledge/{rule}", 404},
           {"reception?since=2000-01-01&until=2000-12-31&unit=day", "reception", 0, "?since=x"},
           {"reception/comments?limit=1", "reception/comments", 0, "?limit=0"},
           {"reception/feedback.csv", "reception/feedback.csv", 0, "?until=x"},
           {"latency", "latency"},
           {"clients", "clients"},
           {"clients/" + name + "/sheet", "clients/{name}/sheet", 404},
           {"health", "health"},
           {"audit?limit=5", "audit", 0, "?limit=x"},
       }) {
    check(api + target, api + path, 200, token);
    check(api + target, api + path, 401, "vat_wrong");
    console.now += 3600; // wrong tokens are forgotten
    if (path != "samples" && !path.starts_with("samples/") && !path.starts_with("knowledge"))
      check(api + target, api + path, 403, tester);
    if (missing != 0) {
      auto other = api + path;
      other.replace(other.find('{'), other.find('}') - other.find('{') + 1, "nobody");
      check(other, api + path, missing, token);
    }
    if (!bad.empty()) check(api + path + bad, api + path, 400, token);
  }
  const auto trying = api + "try";
  const auto request = std::string(server::embedded_text("samples/v06d.json"));
  note(console.post_as(token, trying, running_console::trial_of(request)), trying, "post", 200);
  note(console.post_as(token, trying, running_console::trial_of("{}")), trying, "post", 200);
  note(console.post_as(token, trying, "{"), trying, "post", 400);
  note(console.post_as("vat_wrong", trying, "{}"), trying, "post", 401);
  note(console.post_as(token, trying, running_console::trial_of(std::string(3 << 20, ' '))), trying, "post", 413);
  note(console.ask("GET", api + "openapi.json"), api + "openapi.json", "get", 200);
}

TEST_F(Contract, ListsEverySourceThatARuleNames) {
  const auto list = boost::json::parse(console.get_as(token, "/console/api/knowledge").body);
  for (const auto& head : list.at("rules").as_array()) {
    const auto target = "/console/api/knowledge/" + std::string(head.at("rule").as_string());
    const auto answer = console.get_as(token, target);
    EXPECT_TRUE(fits(answer, "/console/api/knowledge/{rule}", "get")) << target;
    const auto rule = boost::json::parse(answer.body);
    std::set<std::string> listed, named{std::string(rule.at("source").as_string())};
    for (const auto& one : rule.at("sources").as_array()) listed.emplace(one.at("key").as_string());
    for (const auto* part : {"limits", "tables"})
      for (const auto& one : rule.at(part).as_array())
        for (const auto& key : one.at("sources").as_array()) named.emplace(key.as_string());
    EXPECT_THAT(listed, testing::IsSupersetOf(named)) << target;
  }
}

TEST_F(Contract, HoldsForTheSession) {
  const std::string session = "/console/api/session";
  note(console.sign_in(token), session, "post", 200);
  note(console.sign_in("x"), session, "post", 401);
  note(console.ask("POST", session, {}, "{}"), session, "post", 400);
  note(console.sign_in(token, {{"Sec-Fetch-Site", "cross-site"}}), session, "post", 403);
  const auto by = console.session_for(token);
  note(console.get(session, by), session, "get", 200);
  note(console.ask("GET", session), session, "get", 401);
  note(console.ask("DELETE", session, {{"Cookie", by.cookie}}), session, "delete", 403);
  note(console.ask("DELETE", session, {{"Cookie", by.cookie}, {"X-CSRF-Token", by.csrf}}), session, "delete", 204);
  note(console.ask("DELETE", session), session, "delete", 401);
  for (int i = 0; i < 5; ++i) console.sign_in("x");
  note(console.sign_in("x"), session, "post", 429);
}

TEST_F(Contract, HasExamplesThatFitItsSchemas) {
  std::size_t looked_at = 0;
  for (const auto& path : contract().at("paths").as_object())
    for (const auto& method : path.value().as_object())
      for (const auto& response : method.value().at("responses").as_object())
        if (const auto* content = response.value().as_object().if_contains("content"))
          for (const auto& type : content->as_object())
            if (const auto* examples = type.value().as_object().if_contains("examples"))
              for (const auto& example : examples->as_object()) {
                ++looked_at;
                EXPECT_THAT(misfits(example.value().at("value"), type.value().at("schema"), contract()), IsEmpty())
                    << path.key() << response.key();
              }
  EXPECT_GT(looked_at, 60u);
}

TEST_F(Contract, IsOfAConsoleWithoutAStoreToo) {
  running_service bare({.keeps = false});
  running_console without(bare, [](server::settings& chosen) { chosen.admin.tokens = chosen.data + "-tokens.toml"; });
  const auto own = without.make_token("it-desk");
  for (const auto* path :
       {"/console/api/reception", "/console/api/reception/comments", "/console/api/reception/feedback.csv"}) {
    const auto answer = without.get_as(own, path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_TRUE(fits(answer, path, "get"));
  }
  EXPECT_TRUE(fits(without.get_as(own, "/console/api/health"), "/console/api/health", "get"));
}

TEST_F(Contract, RefusesOtherMethods) {
  EXPECT_EQ(console.ask("PUT", "/console/api/samples").header("allow"), "GET, HEAD");
  EXPECT_EQ(console.ask("GET", "/console/api/try").header("allow"), "POST");
  EXPECT_EQ(console.ask("PUT", "/console/api/session").header("allow"), "GET, HEAD, POST, DELETE");
  EXPECT_EQ(console.ask("POST", "/console/").header("allow"), "GET, HEAD");
}

TEST_F(Contract, ServesItsPagesWithoutAnythingInlineOrFromElsewhere) {
  ASSERT_FALSE(server::static_files().empty());
  for (const auto& file : server::static_files()) {
    const auto target = "/console/" + std::string(file.path);
    const auto answer = console.ask("GET", target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.body, file.bytes) << target;
    EXPECT_EQ(answer.header("content-type"), file.media_type);
    const auto policy = answer.header("content-security-policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
    const auto again = console.ask("GET", target, {{"If-None-Match", std::string(file.etag)}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    const auto packed = console.ask("GET", target, {{"Accept-Encoding", "gzip, deflate, br"}});
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.body, file.gzip);
  }
  EXPECT_EQ(console.ask("GET", "/console/").body, server::static_file_named("index.html")->bytes);
  EXPECT_EQ(console.ask("GET", "/console").header("location"), "/console/");
  EXPECT_EQ(console.ask("GET", "/console/nothing.js").status, 404);
}

TEST(Console, IsNotPartOfWhatClientsReach) {
  running_service service;
  for (const auto* path : {"/console/", "/console/api/session", "/console/api/openapi.json"})
    EXPECT_EQ(service.send(std::string("GET ") + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 404);
}

} // namespace
