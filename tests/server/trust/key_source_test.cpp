// When keys are fetched and how long they hold, on a clock that the test moves.
#include "server/trust/key_source.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "server/trust/key_ring.hpp"
#include "tests/server/support/jwt_signer.hpp"

namespace {

using server::freshness;
using server::instant;
using server::key_source;
using advice = key_source::advice;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr instant start{seconds{1'770'000'000}};

std::string key_set(const std::string& kid) {
  static const auto key = server_tests::signing_key::ec("P-256").jwk();
  return "{\"keys\":[" + server_tests::object_of(server_tests::with(key, "kid", server_tests::in_quotes(kid))) + "]}";
}
bool has(const key_source& source, const std::string& kid, instant now) {
  const auto keys = source.usable(now);
  return keys && keys->find(kid, "EC") != nullptr;
}

TEST(Freshness, IsTheMaximumAgeWithinLimits) {
  for (const auto& [header, wanted] : std::vector<std::pair<const char*, seconds>>{
           {"", minutes{5}},
           {"max-age=600", seconds{600}},
           {"public, max-age=3600, must-revalidate", seconds{3600}},
           {"PUBLIC,MAX-AGE=3600", seconds{3600}},
           {"max-age=\"1200\"", seconds{1200}},
           {" max-age=1200 ", seconds{1200}},
           {"max-age=0", minutes{5}},
           {"max-age=299", minutes{5}},
           {"max-age=301", seconds{301}},
           {"max-age=86400", hours{24}},
           {"max-age=86401", hours{24}},
           {"max-age=99999999999999999999999", hours{24}},
           {"max-age=-1", minutes{5}},
           {"max-age=", minutes{5}},
           {"max-age=1e9", minutes{5}},
           {"max-age=600s", minutes{5}},
           {"max-age = 600", minutes{5}},
           {"s-maxage=86400", minutes{5}},
           {"x-max-age=86400", minutes{5}},
           {"no-store, max-age=86400", minutes{5}},
           {"max-age=86400, no-cache", minutes{5}},
           {",,,", minutes{5}},
       })
    EXPECT_EQ(freshness(header), wanted) << header;
}

TEST(KeySource, FetchesOnceForAllWhoWait) {
  key_source source("https://ehr.example/jwks");
  EXPECT_EQ(source.usable(start), nullptr);
  EXPECT_TRUE(source.due(start));
  EXPECT_EQ(source.ask(start), advice::fetch);
  EXPECT_EQ(source.ask(start), advice::wait);
  EXPECT_EQ(source.ask(start + seconds{9}), advice::wait);
  EXPECT_FALSE(source.due(start + seconds{1}));
  ASSERT_TRUE(source.fetched(key_set("a"), "max-age=600", start + seconds{2}));
  EXPECT_TRUE(has(source, "a", start + seconds{2}));
  EXPECT_EQ(source.ask(start + seconds{3}), advice::keep) << "an unknown kid a second later";
  EXPECT_EQ(source.ask(start + seconds{29}), advice::keep);
  EXPECT_EQ(source.ask(start + seconds{30}), advice::fetch) << "and one after half a minute";
  ASSERT_TRUE(source.fetched(key_set("b"), "max-age=600", start + seconds{31}));
  EXPECT_FALSE(has(source, "a", start + seconds{31})) << "what is no longer published does not hold";
  EXPECT_TRUE(has(source, "b", start + seconds{31}));
}

TEST(KeySource, TakesAnAttemptThatNobodyEndedForFailed) {
  key_source source("https://ehr.example/jwks");
  EXPECT_EQ(source.ask(start), advice::fetch);
  EXPECT_EQ(source.ask(start + seconds{10}), advice::keep);
  EXPECT_EQ(source.ask(start + seconds{30}), advice::fetch);
  source.failed(start + seconds{32});
  EXPECT_EQ(source.ask(start + seconds{59}), advice::keep);
  EXPECT_EQ(source.ask(start + seconds{60}), advice::fetch);
  EXPECT_EQ(source.ask(start - hours{1}), advice::fetch) << "a clock that was set back holds nothing up";
}

TEST(KeySource, IsDueBeforeItsKeysAreOld) {
  key_source source("https://ehr.example/jwks");
  source.ask(start);
  ASSERT_TRUE(source.fetched(key_set("a"), "max-age=1000", start));
  EXPECT_FALSE(source.due(start + seconds{799}));
  EXPECT_TRUE(source.due(start + seconds{800}));
  EXPECT_TRUE(has(source, "a", start + seconds{999}));
  EXPECT_FALSE(has(source, "a", start + seconds{1000})) << "nobody has tried to fetch them again";
}

TEST(KeySource, KeepsOldKeysForADayWhileFetchingFails) {
  key_source source("https://ehr.example/jwks");
  source.ask(start);
  ASSERT_TRUE(source.fetched(key_set("a"), "max-age=1000", start));
  instant now = start + seconds{800};
  const instant end = start + seconds{1000} + hours{24};
  for (; now < end; now += seconds{30}) {
    ASSERT_TRUE(source.due(now));
    ASSERT_EQ(source.ask(now), advice::fetch);
    source.failed(now + seconds{2});
    ASSERT_TRUE(has(source, "a", std::min(now + seconds{20}, end - seconds{1}))) << (now - start).count();
  }
  EXPECT_TRUE(has(source, "a", end - seconds{1}));
  EXPECT_FALSE(has(source, "a", end));
  ASSERT_EQ(source.ask(now), advice::fetch);
  ASSERT_TRUE(source.fetched(key_set("a"), "", now));
  EXPECT_TRUE(has(source, "a", now + seconds{299}));
}

TEST(KeySource, WaitsForAnAttemptAgainWhenTheLastFailureIsLongAgo) {
  key_source source("https://ehr.example/jwks");
  source.ask(start);
  ASSERT_TRUE(source.fetched(key_set("a"), "", start));
  source.failed(start + minutes{5});
  EXPECT_TRUE(has(source, "a", start + minutes{5} + seconds{59}));
  EXPECT_FALSE(has(source, "a", start + minutes{5} + seconds{60}));
}

TEST(KeySource, KeepsItsKeysWhenWhatComesCannotBeRead) {
  key_source source("https://ehr.example/jwks");
  source.ask(start);
  ASSERT_TRUE(source.fetched(key_set("a"), "max-age=1000", start));
  for (const char* body : {"", "<html>", "{\"keys\":[]}", "{"}) {
    const auto read = source.fetched(body, "max-age=86400", start + seconds{900});
    ASSERT_FALSE(read);
    EXPECT_NE(read.error(), "");
    EXPECT_TRUE(has(source, "a", start + seconds{920}));
  }
  EXPECT_TRUE(has(source, "a", start + seconds{1001} - seconds{50}));
}

TEST(KeySource, IsReadWhileItsKeysAreReplaced) {
  key_source source("https://ehr.example/jwks");
  ASSERT_TRUE(source.fetched(key_set("a"), "", start));
  std::atomic<bool> end{false};
  std::atomic<int> missing{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      while (!end)
        if (!has(source, "a", start + seconds{1})) ++missing;
    });
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(source.fetched(key_set("a"), "", start));
    source.failed(start);
    source.ask(start + seconds{30 * i});
    source.due(start);
  }
  end = true;
  for (auto& one : readers) one.join();
  EXPECT_EQ(missing, 0);
}

hooks::client client_at(const std::string& name, const std::string& jku) {
  hooks::client made;
  made.name = name;
  made.iss = "https://" + name;
  made.jku = jku;
  return made;
}

TEST(KeyRing, GoesOnWithFetchedKeysAfterAReload) {
  const auto jku = std::string("https://ehr.example/jwks");
  const server::client_register before(
      {client_at("one", jku), client_at("two", jku), client_at("three", "https://c/jwks")});
  const auto& one = *before.clients.issued_by("https://one");
  const auto source = before.keys.source_of(one);
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source, before.keys.source_of(*before.clients.issued_by("https://two"))) << "one URL is fetched once";
  EXPECT_EQ(before.keys.due(start).size(), 2U);
  source->ask(start);
  ASSERT_TRUE(source->fetched(key_set("a"), "max-age=86400", start));
  EXPECT_EQ(before.keys.due(start).size(), 1U);

  const server::client_register after({client_at("renamed", jku), client_at("four", "https://d/jwks")}, &before);
  EXPECT_EQ(after.keys.source_of(*after.clients.issued_by("https://renamed")), source);
  EXPECT_TRUE(has(*after.keys.source_of(*after.clients.issued_by("https://renamed")), "a", start + minutes{1}));
  EXPECT_FALSE(has(*after.keys.source_of(*after.clients.issued_by("https://four")), "a", start));
}

TEST(KeyRing, TakesPinnedKeysAndNoOthers) {
  auto pinned = client_at("pinned", "https://ehr.example/jwks");
  pinned.pinned = key_set("a");
  const server::client_register known({pinned});
  const auto& by = *known.clients.issued_by("https://pinned");
  EXPECT_EQ(known.keys.source_of(by), nullptr);
  EXPECT_TRUE(known.keys.due(start).empty());
  const auto verdict = [&](const std::string& kid) {
    return known.keys.verify(
        {.by = by, .alg = hooks::algorithm::es256, .kid = kid, .compact = "a.b.c", .signature = "", .now = start});
  };
  EXPECT_EQ(verdict("a"), hooks::verdict::bad);
  EXPECT_EQ(verdict("b"), hooks::verdict::unknown_kid);
  const auto stranger = client_at("stranger", "");
  EXPECT_EQ(
      known.keys.verify(
          {.by = stranger, .alg = hooks::algorithm::es256, .kid = "a", .compact = "", .signature = "", .now = start}),
      hooks::verdict::no_keys);
  pinned.pinned = "{}";
  EXPECT_THROW(server::client_register({pinned}), std::runtime_error);
}

} // namespace
