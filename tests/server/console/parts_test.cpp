// What the console is made of, without a socket: tokens, pauses, sessions, places in a text.
#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <vector>

#include "server/console/admin_tokens.hpp"
#include "server/console/audit.hpp"
#include "server/console/console_call.hpp"
#include "server/console/guard.hpp"
#include "server/console/lock_out.hpp"
#include "server/console/places.hpp"
#include "server/console/reception_tally.hpp"
#include "server/console/sessions.hpp"
#include "server/console/time_text.hpp"
#include "server/text_file.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using namespace server;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using testing::HasSubstr;

const sys_seconds noon = std::chrono::sys_days{std::chrono::year{2026} / 1 / 20} + std::chrono::hours{12};

admin_token token_of(const std::string& name, const std::string& secret) {
  return {name, admin_role::reviewer, noon, noon + std::chrono::days{30}, sha256_hex(secret)};
}

TEST(AdminTokens, ComeBackFromTheirFile) {
  const std::vector<admin_token> all{token_of("ward-nurse", "a"), token_of("it.desk_2", "b")};
  const auto read = read_admin_tokens(to_text(all), "tokens.toml");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, all);
  EXPECT_EQ(read_admin_tokens("", "tokens.toml").value().size(), 0u);
}

TEST(AdminTokens, TellEveryFaultOfTheirFile) {
  const auto good = to_text({token_of("a", "a")});
  struct row {
    std::string text, fault;
  };
  for (const auto& [text, fault] : std::vector<row>{
           {good + good.substr(good.find("[[")), "two tokens have the name `a`"},
           {"token = 7", "`token` must be a list"},
           {"tokens = []", "unknown"},
           {"[[token]]\nname = \"a b\"", "`token.name` must be"},
           {"[[token]]\nrole = \"root\"", "`token.role` must be one of"},
           {"[[token]]\nsha256 = \"00\"", "`token.sha256` must be 64"},
           {"[[token]]\nmade = \"today\"", "`token.made` must be a time"},
       }) {
    const auto read = read_admin_tokens(text, "tokens.toml");
    ASSERT_FALSE(read) << text;
    std::string told;
    for (const auto& one : read.error()) told += to_text(one) + "\n";
    EXPECT_THAT(told, HasSubstr(fault));
  }
}

TEST(AdminTokens, AreKnownByTheWholeOfThem) {
  const std::vector<admin_token> all{token_of("one", "vat_one"), token_of("two", "vat_two")};
  EXPECT_EQ(token_presented(all, "vat_two", noon), &all[1]);
  for (const auto* wrong : {"", "vat_tw", "vat_two ", "VAT_TWO"}) EXPECT_EQ(token_presented(all, wrong, noon), nullptr);
  EXPECT_EQ(token_presented(all, all[0].sha256, noon), nullptr); // what is kept opens nothing
  EXPECT_NE(token_presented(all, "vat_one", all[0].expires - seconds{1}), nullptr);
  EXPECT_EQ(token_presented(all, "vat_one", all[0].expires), nullptr);
  EXPECT_NE(new_admin_token(), new_admin_token());
  EXPECT_EQ(new_admin_token().size(), 47u);
}

TEST(AdminTokens, AreReadAgainWhenTheirFileChanges) {
  const server_tests::temporary_directory place;
  const auto file = place.path() / "tokens.toml";
  token_file held(file);
  EXPECT_TRUE(held.now().empty());
  ASSERT_EQ(replace_text_file(file, to_text({token_of("a", "a")}), 0600), "");
  EXPECT_EQ(held.now().size(), 1u);
  ASSERT_EQ(replace_text_file(file, to_text({token_of("a", "a"), token_of("b", "b")}), 0600), "");
  EXPECT_EQ(held.now().size(), 2u);
  ASSERT_EQ(replace_text_file(file, "no toml at all [", 0600), "");
  EXPECT_TRUE(held.now().empty());
  ASSERT_EQ(replace_text_file(file, to_text({token_of("a", "a")}), 0644), ""); // everybody could have written it down
  EXPECT_TRUE(held.now().empty());
  std::filesystem::remove(file);
  EXPECT_TRUE(held.now().empty());
}

TEST(LockOut, GrowsForASourceAndLetsOthersIn) {
  lock_out pauses;
  const auto wait = [&](int times) {
    for (int i = 0; i < times; ++i) pauses.wrong("a", noon);
    return pauses.wait("a", noon).count();
  };
  EXPECT_EQ(wait(4), 0);
  EXPECT_EQ(wait(1), 1);
  EXPECT_EQ(wait(1), 2);
  EXPECT_EQ(wait(1), 4);
  EXPECT_EQ(wait(20), 900);
  EXPECT_EQ(pauses.wait("b", noon).count(), 0);
  EXPECT_EQ(pauses.wait("a", noon + seconds{899}).count(), 1);
  EXPECT_EQ(pauses.wait("a", noon + seconds{900}).count(), 0);
  pauses.right("a");
  EXPECT_EQ(pauses.wait("a", noon).count(), 0);
}

TEST(LockOut, HoldsEverybodyAMinuteAtMost) {
  lock_out pauses;
  for (int i = 0; i < 49; ++i) pauses.wrong("source " + std::to_string(i), noon);
  EXPECT_EQ(pauses.wait("new", noon).count(), 0);
  pauses.wrong("source 50", noon);
  EXPECT_EQ(pauses.wait("new", noon).count(), 1);
  for (int i = 0; i < 3000; ++i) pauses.wrong("another " + std::to_string(i), noon);
  EXPECT_EQ(pauses.wait("new", noon).count(), 60);
  EXPECT_EQ(pauses.wait("new", noon + seconds{60}).count(), 0);
  pauses.wrong("new", noon + std::chrono::hours{2}); // an hour without another: forgotten
  EXPECT_EQ(pauses.wait("new", noon + std::chrono::hours{2}).count(), 0);
}

TEST(Sessions, AreAsManyAsThereMayBe) {
  admin_sessions open;
  const auto token = token_of("a", "a");
  const auto first = open.open(token, noon).cookie;
  for (std::size_t i = 0; i < admin_sessions::most; ++i) open.open(token, noon + seconds{1});
  EXPECT_EQ(open.size(), admin_sessions::most);
  EXPECT_EQ(open.find(first, {token}, noon + seconds{1}), nullptr);
}

TEST(Guard, FindsACookieAmongOthers) {
  EXPECT_EQ(cookie_named("__Host-a", "b=1; __Host-a=xyz; c=2"), "xyz");
  EXPECT_EQ(cookie_named("__Host-a", "__Host-a="), "");
  EXPECT_EQ(cookie_named("__Host-a", "__Host-ab=1; x__Host-a=2"), "");
  EXPECT_EQ(cookie_named("__Host-a", "__Host-a=1;__Host-a=2"), "");
}

TEST(Paths, FitTheirPattern) {
  EXPECT_EQ(part_of("/a/{id}", "/a/b%20c"), "b c");
  EXPECT_EQ(part_of("/a/{id}/x", "/a/b/x"), "b");
  for (const auto* path : {"/a/", "/a/b/c", "/a", "/A/b"}) EXPECT_FALSE(part_of("/a/{id}", path)) << path;
  EXPECT_EQ(query_of("/a?since=2026-01-05&client=a%20b", {"since", "client"})->at("client"), "a b");
  EXPECT_EQ(query_of("/a?since=2026-01-01T00:00:00%2B02:00&client=a+b", {"since", "client"})->at("since"),
            "2026-01-01T00:00:00+02:00");
  EXPECT_EQ(query_of("/a?client=100%&since", {"since", "client"})->at("client"), "100%");
  EXPECT_FALSE(query_of("/a?x=1", {"since"}));
  EXPECT_FALSE(query_of("/a?since=1&since=2", {"since"}));
}

TEST(Places, AreWhereTheTextHasThem) {
  const std::string text = "{\n  \"a\": {\"b\": [1,\n    {\"resourceType\": \"Condition\", \"id\": \"x\"}]},\n  \"c\": "
                           "\"\\\"{\", \"d\": 1.5}";
  const places where(text);
  EXPECT_EQ(where.of(""), (text_place{1, 1}));
  EXPECT_EQ(where.of("a.b[0]"), (text_place{2, 14})); // the list it is in
  EXPECT_EQ(where.of("a.b[1].id"), (text_place{3, 41}));
  EXPECT_EQ(where.of("a.missing.too"), (text_place{2, 8})); // what is around it
  EXPECT_EQ(where.of("c"), (text_place{4, 8}));
  EXPECT_EQ(where.path_of_resource("Condition", "x"), "a.b[1]");
  EXPECT_EQ(where.path_of_resource("Condition", "y"), "");
  EXPECT_EQ(where.number_at("d"), 1.5);
}

TEST(Places, SurviveWhatIsNoJson) {
  for (const auto* text :
       {"", "{", "{\"a\"", "{\"a\":", "[1,", "\"", "{\"a\":\"\\", "}", "nul", "{\"a\" 1}", "[[[[", "{,}"})
    EXPECT_FALSE(places(text).of("zzz") && places(text).has("zzz")) << text;
  EXPECT_TRUE(places(std::string(5000, '[')).of("")); // deeper than is looked
}

TEST(Tally, PutsDaysIntoWeeksThatBeginOnMonday) {
  const auto day = [](unsigned d) {
    return std::chrono::sys_days{std::chrono::year{2026} / std::chrono::January / std::chrono::day{d}};
  };
  EXPECT_EQ(period_of(day(5), period_unit::week), day(5)); // a Monday
  EXPECT_EQ(period_of(day(11), period_unit::week), day(5));
  EXPECT_EQ(period_of(day(12), period_unit::week), day(12));
  EXPECT_EQ(period_of(day(11), period_unit::day), day(11));
}

TEST(Tally, AddsUpByRuleTimeAndClient) {
  const auto day = [](unsigned d) {
    return std::chrono::sys_days{std::chrono::year{2026} / std::chrono::January / std::chrono::day{d}};
  };
  reception counted;
  counted.decisions = {{"ward", day(5), 3}, {"clinic", day(6), 2}};
  counted.cards = {{"renal-dose", "critical", "ward", day(5), 2, 1, 0, 1},
                   {"renal-dose", "info", "clinic", day(6), 3, 0, 2, 1}};
  counted.outcomes = {{"renal-dose", "fired", "ward", 5}, {"renal-dose", "not evaluable", "clinic", 4}};
  counted.reasons = {{"renal-dose", "patient-ineligible", 2}};
  const auto all = tally(counted, period_unit::week);
  EXPECT_EQ(all.all.decisions, 5);
  EXPECT_EQ(all.rules.at("renal-dose").received, (received_cards{5, {3, 0, 2}, 1, 2, 2}));
  EXPECT_EQ(all.rules.at("renal-dose").fired, 5);
  EXPECT_EQ(all.rules.at("renal-dose").not_evaluable, 4);
  EXPECT_EQ(all.periods.size(), 1u);
  EXPECT_EQ(all.clients.at("clinic").not_evaluable, 4);
  EXPECT_EQ(all.clients.at("ward").received, (received_cards{2, {0, 0, 2}, 1, 0, 1}));
}

TEST(Trail, IsThereAfterARestartWithoutTheLineThatWasCut) {
  const server_tests::temporary_directory place;
  const auto file = place.path() / "audit.ndjson";
  const deed done{noon, "ward-nurse", "reviewer", "127.0.0.1", "try", "", 200};
  audit_trail(file).add(done);
  std::ofstream(file, std::ios::app) << R"({"time":"2026-)";
  const audit_trail again(file);
  EXPECT_THAT(again.newest(10), testing::ElementsAre(to_json(done)));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(Trail, GoesOnWithoutItsFile) {
  audit_trail trail("/nonexistent/audit.ndjson");
  trail.add({noon, "a", "admin", "::1", "try", "", 200});
  EXPECT_EQ(trail.newest(10).size(), 1u);
}

} // namespace
