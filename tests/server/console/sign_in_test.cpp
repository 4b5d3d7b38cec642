// Who gets in, how long, and what cannot be made of a session from outside. Over real TLS, with a clock that is set.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "server/console/lock_out.hpp"
#include "server/console/sessions.hpp"
#include "tests/server/console/running_console.hpp"

namespace {

using namespace server_tests;
using server::admin_role;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* session = "/console/api/session";
constexpr const char* samples = "/console/api/samples";
constexpr const char* trying = "/console/api/try";

struct SignIn : testing::Test {
  running_service service;
  running_console console{service};
  std::string token = console.make_token("ward-nurse", admin_role::admin);

  int status(const signed_in& by, const std::string& target = samples) const { return console.get(target, by).status; }
};

TEST_F(SignIn, GivesACookieThatNoScriptReadsAndNoOtherSiteSends) {
  const auto answer = console.sign_in(token);
  EXPECT_EQ(answer.status, 200);
  const auto cookie = answer.header("set-cookie");
  EXPECT_THAT(cookie, testing::StartsWith("__Host-vesicle-console="));
  EXPECT_THAT(cookie, AllOf(HasSubstr("; Path=/;"), HasSubstr("; Secure"), HasSubstr("; HttpOnly"),
                            HasSubstr("; SameSite=Strict"), Not(HasSubstr("Domain"))));
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_THAT(answer.body,
              AllOf(HasSubstr(R"("name":"ward-nurse")"), HasSubstr(R"("role":"admin")"), Not(HasSubstr(token))));
  EXPECT_EQ(status(console.session_for(token)), 200);
}

TEST_F(SignIn, NeedsATokenThatIsKnownAndAskedForAsJson) {
  const auto with = [&](const std::string& type, const std::string& body) {
    return console.ask("POST", session, {{"Content-Type", type}}, body).status;
  };
  EXPECT_EQ(with("application/json", R"({"token":"vat_wrong"})"), 401);
  EXPECT_EQ(with("application/json", R"({"token":7})"), 400);
  EXPECT_EQ(with("application/json", R"({)"), 400);
  EXPECT_EQ(with("text/plain", R"({"token":")" + token + R"("})"), 400);
  EXPECT_EQ(with("application/x-www-form-urlencoded", "token=" + token), 400);
  EXPECT_EQ(console.ask("GET", samples).status, 401);
  EXPECT_EQ(console.ask("GET", session).status, 401);
}

TEST_F(SignIn, NeverTakesASessionThatIsBroughtAlong) {
  const auto chosen = "__Host-vesicle-console=" + std::string(43, 'A');
  const auto answer = console.sign_in(token, {{"Cookie", chosen}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.header("set-cookie"), Not(HasSubstr(std::string(43, 'A'))));
  EXPECT_EQ(status({chosen, ""}), 401);
  // One that was open ends with the next sign-in under its cookie.
  const auto first = console.session_for(token);
  EXPECT_EQ(console.sign_in(token, {{"Cookie", first.cookie}}).status, 200);
  EXPECT_EQ(status(first), 401);
  // Two cookies of one name: somebody has planted one.
  const auto good = console.session_for(token);
  EXPECT_EQ(console.ask("GET", samples, {{"Cookie", chosen + "; " + good.cookie}}).status, 401);
}

TEST_F(SignIn, ChangesNothingWithoutTheCsrfToken) {
  const auto by = console.session_for(token);
  const auto body = running_console::trial_of("{}");
  const header_lines json{{"Content-Type", "application/json"}, {"Cookie", by.cookie}};
  const auto with = [&](const header_lines& more) {
    auto headers = json;
    headers.insert(headers.end(), more.begin(), more.end());
    return console.ask("POST", trying, headers, body).status;
  };
  EXPECT_EQ(with({}), 403);
  EXPECT_EQ(with({{"X-CSRF-Token", "wrong"}}), 403);
  EXPECT_EQ(with({{"X-CSRF-Token", by.csrf + "x"}}), 403);
  EXPECT_EQ(with({{"X-CSRF-Token", by.csrf}, {"X-CSRF-Token", by.csrf}}), 403);
  EXPECT_EQ(with({{"X-CSRF-Token", console.session_for(token).csrf}}), 403); // of another session
  EXPECT_EQ(with({{"X-CSRF-Token", by.csrf}}), 200);
  EXPECT_EQ(console.ask("DELETE", session, {{"Cookie", by.cookie}}).status, 403);
  EXPECT_EQ(status(by), 200);
}

TEST_F(SignIn, IsAnsweredToItsOwnPagesAlone) {
  struct row {
    std::string name, value;
    int status;
  };
  const auto by = console.session_for(token);
  for (const auto& [name, value, expected] : std::vector<row>{
           {"Host", "attacker.example", 403},
           {"Host", "localhost.attacker.example:9443", 403},
           {"Host", "127.0.0.1.attacker.example", 403},
           {"Host", "LOCALHOST:9443", 200},
           {"Host", "127.0.0.1:9443", 200},
           {"Host", "[::1]:9443", 200},
           {"Sec-Fetch-Site", "cross-site", 403},
           {"Sec-Fetch-Site", "same-site", 403},
           {"Sec-Fetch-Site", "same-origin", 200},
           {"Sec-Fetch-Site", "none", 200},
           {"Origin", "https://attacker.example", 403},
           {"Origin", "http://localhost", 403},
           {"Origin", "null", 403},
           {"Origin", "https://localhost", 200},
       }) {
    EXPECT_EQ(console.ask("GET", samples, {{name, value}, {"Cookie", by.cookie}}).status, expected) << name << value;
    const header_lines headers{
        {name, value}, {"Cookie", by.cookie}, {"X-CSRF-Token", by.csrf}, {"Content-Type", "application/json"}};
    EXPECT_EQ(console.ask("POST", trying, headers, running_console::trial_of("{}")).status, expected) << name << value;
  }
}

TEST(SignInByName, IsAnsweredToTheNamesThatAreConfigured) {
  running_service service;
  running_console console(service, [](server::settings& chosen) { chosen.admin.hosts = {"cds.hospital.example"}; });
  const auto token = console.make_token("script");
  const auto with = [&](const std::string& host) {
    return console.ask("GET", samples, {{"Host", host}, {"Authorization", "Bearer " + token}}).status;
  };
  EXPECT_EQ(with("cds.hospital.example:9443"), 200);
  EXPECT_EQ(with("hospital.example:9443"), 403);
  EXPECT_EQ(with("xcds.hospital.example"), 403);
}

TEST_F(SignIn, EndsWhenNothingIsDoneForAQuarterOfAnHour) {
  const auto by = console.session_for(token);
  console.now += 14 * 60;
  EXPECT_EQ(status(by), 200);
  console.now += 14 * 60;
  EXPECT_EQ(status(by), 200); // it was used in between
  console.now += 10 * 60;
  EXPECT_EQ(console.get(session, by).status, 200); // which is not a use
  console.now += 5 * 60;
  EXPECT_EQ(status(by), 401);
  console.now -= 15 * 60;
  EXPECT_EQ(status(by), 401); // and does not come back
}

TEST_F(SignIn, EndsAfterEightHoursWhateverIsDone) {
  const auto by = console.session_for(token);
  for (int minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
    console.now += 600;
    ASSERT_EQ(status(by), 200) << minutes;
  }
  console.now += 600;
  EXPECT_EQ(status(by), 401);
}

TEST_F(SignIn, EndsWithSigningOutAndWithItsToken) {
  const auto first = console.session_for(token), second = console.session_for(token);
  const auto out = console.ask("DELETE", session, {{"Cookie", first.cookie}, {"X-CSRF-Token", first.csrf}});
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.header("set-cookie"), AllOf(HasSubstr("__Host-vesicle-console=;"), HasSubstr("Max-Age=0")));
  EXPECT_EQ(status(first), 401);
  EXPECT_EQ(status(second), 200);
  console.revoke("ward-nurse");
  EXPECT_EQ(status(second), 401);
  EXPECT_EQ(console.get_as(token, samples).status, 401);
}

TEST_F(SignIn, EndsWithTheTimeOfItsToken) {
  console.now += 30LL * 24 * 3600 - 60;
  const auto by = console.session_for(token);
  EXPECT_EQ(status(by), 200);
  console.now += 60;
  EXPECT_EQ(status(by), 401);
  EXPECT_EQ(console.get_as(token, samples).status, 401);
}

TEST_F(SignIn, LetsScriptsUseATokenWithoutASession) {
  EXPECT_EQ(console.get_as(token, samples).status, 200);
  EXPECT_EQ(console.post_as(token, trying, running_console::trial_of("{}")).status, 200);
  EXPECT_EQ(console.get_as("vat_" + std::string(43, 'x'), samples).status, 401);
  EXPECT_EQ(console.get_as("", samples).status, 401);
  EXPECT_EQ(console.ask("GET", samples, {{"Authorization", "Basic " + token}}).status, 401);
}

TEST_F(SignIn, GivesEachRoleItsOwn) {
  const std::vector<std::pair<std::string, admin_role>> needed{
      {"/console/api/knowledge", admin_role::tester},
      {"/console/api/reception", admin_role::reviewer},
      {"/console/api/reception/comments", admin_role::reviewer},
      {"/console/api/reception/feedback.csv", admin_role::reviewer},
      {"/console/api/clients", admin_role::admin},
      {"/console/api/health", admin_role::admin},
      {"/console/api/audit", admin_role::admin}};
  for (const auto role : {admin_role::tester, admin_role::reviewer, admin_role::admin}) {
    const auto name = std::string(server::name_of(role)) + "-token";
    const auto own = console.make_token(name, role);
    for (const auto& [target, least] : needed)
      EXPECT_EQ(console.get_as(own, target).status, role >= least ? 200 : 403) << name << target;
  }
}

TEST_F(SignIn, MakesGuessingSlow) {
  for (int i = 0; i <= server::lock_out::free_of_source; ++i) EXPECT_EQ(console.sign_in("vat_guess").status, 401) << i;
  const auto refused = console.sign_in(token); // the right one: it is not even looked at
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(console.get_as(token, samples).status, 429);
  console.now += 1;
  EXPECT_EQ(console.sign_in("vat_guess").status, 401);
  EXPECT_EQ(console.sign_in(token).header("retry-after"), "2");
  console.now += 2;
  EXPECT_EQ(console.sign_in(token).status, 200);
  EXPECT_EQ(console.sign_in("vat_guess").status, 401);
  EXPECT_EQ(console.sign_in(token).status, 200); // what was wrong before is forgotten
}

TEST_F(SignIn, AnswersHostileTextWithoutQuotingIt) {
  const std::string canary = "canary<script>";
  for (const auto& target :
       {"/console/api/canary%3Cscript%3E", "/console/api/samples/canary%3Cscript%3E",
        "/console/api/knowledge/canary%3Cscript%3E", "/console/api/samples?canary=1",
        "/console/api/reception?since=canary%3Cscript%3E", "/console/api/samples/%ff%00",
        "/console/api/clients/..%2f..%2fetc/sheet", "/console/canary%3Cscript%3E", "/console/../x"}) {
    const auto answer = console.get_as(token, target);
    EXPECT_THAT(answer.status, testing::AnyOf(400, 404)) << target;
    EXPECT_THAT(answer.body, Not(HasSubstr("canary"))) << target;
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << target;
  }
  EXPECT_EQ(console.sign_in(canary).status, 401);
  EXPECT_THAT(console.get_as(token, "/console/api/audit").body, Not(HasSubstr("canary")));
}

} // namespace
