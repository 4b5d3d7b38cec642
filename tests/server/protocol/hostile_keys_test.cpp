// A client's key server that misbehaves: nobody is let in by it, nobody is kept out for longer than it does, and it is
// not asked more often than it should be.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/in_threads.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using std::chrono::milliseconds;
using std::chrono::seconds;

server::instant now() { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); }

/// A service whose client publishes its keys at a server that tells what it is given.
class published_keys {
 public:
  published_keys() : server_([this](const std::string&) { return document(); }), service_(wish(), nullptr) {
    while (server_.requests().empty()) std::this_thread::yield(); // every start looks at the keys
    settle();
  }

  hostile_server& server() { return server_; }
  const running_service& service() const { return service_; }
  void publish(std::string text) {
    const std::lock_guard held(one_);
    document_ = std::move(text);
  }
  /// Bytes of an answer instead.
  void answer(const std::string& bytes) {
    server_.answer_with([bytes](const std::string&) { return bytes; });
  }
  /// As if so much time had passed since the keys were last asked for; with nothing to show for it.
  void pass(seconds time) {
    settle();
    source().ask(now() - time);
    source().failed(now() - time);
  }
  /// As if these keys had been fetched so long ago.
  void fetched_before(seconds time, const std::string& keys) {
    pass(time);
    ASSERT_TRUE(source().fetched(keys, {}, now() - time));
  }
  /// Waits for the end of an attempt.
  void settle() {
    while (source().ask(now()) == server::key_source::advice::wait) std::this_thread::yield();
  }
  int post(const std::string& token) { return service_.post(sign, prefetched_order(), "Bearer " + token).status; }
  int post() { return post(service_.token(sign)); }

 private:
  service_wish wish() {
    return {.keeps = false, .keys_url = server_.url("/jwks.json"), .change = [this](server::settings& chosen) {
              chosen.fetching.authorities = server_.authorities().string();
            }};
  }
  std::string document() {
    const std::lock_guard held(one_);
    return document_;
  }
  server::key_source& source() {
    const auto& all = *service_.now()->registered;
    return *all.keys.source_of(all.clients.all().front());
  }

  std::mutex one_;
  std::string document_ = R"({"keys":[]})";
  hostile_server server_;
  running_service service_;
};

std::string set_of(const std::vector<std::string>& keys) {
  std::string all;
  for (const auto& one : keys) all += (all.empty() ? "" : ",") + one;
  return R"({"keys":[)" + all + "]}";
}
std::string public_key(const signing_key& key, std::string_view kid, std::string_view use = "sig") {
  return object_of(with(with(key.jwk(), "kid", in_quotes(kid)), "use", in_quotes(use)));
}

void a_minute(published_keys& world) { world.pass(seconds(60)); }

/// Refused in time, whatever the server does; and trusted as soon as it can be asked again and has good keys.
void expect_refusal_then_recovery(published_keys& world, std::string_view what, void (*time)(published_keys&)) {
  const stopwatch since;
  const auto status = world.post();
  EXPECT_LE(since.passed(), soon_after(milliseconds(550))) << what; // the handshake included
  EXPECT_TRUE(status == 401 || status == 503) << what << ": " << status;
  world.server().behave("good");
  world.server().answer_with({});
  world.publish(world.service().key_set());
  world.server().cut_all();
  time(world);
  EXPECT_EQ(world.post(), 200) << what;
}

TEST(HostileKeys, NoModeLetsAnybodyInAndGoodKeysDo) {
  std::vector<std::string_view> modes;
  for (const auto& mode : hostile_modes())
    if (mode.name != "good") modes.push_back(mode.name);
  std::atomic<std::size_t> next{0};
  in_threads(4, [&](unsigned) {
    for (auto at = next++; at < modes.size(); at = next++) {
      published_keys world; // tells that it has no keys, when it tells anything
      world.server().behave(modes[at]);
      world.server().cut_all();
      world.pass(seconds(60));
      expect_refusal_then_recovery(world, modes[at], a_minute);
    }
  });
}

/// A set that could be used counts for five minutes, wrong as it is; nothing else does.
void let_it_grow_old(published_keys& world) {
  world.fetched_before(seconds(600), set_of({public_key(signing_key::ec("P-256"), "another")}));
}

struct bad_document {
  const char* what;
  std::string (*made)(const std::string& good); // of a good set
  bool is_usable = false;
};
std::string renamed(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}
const bad_document documents[] = {
    {"nothing", [](const std::string&) { return http_text("", "200 OK", "application/json"); }},
    {"null", [](const std::string&) { return http_text("null"); }},
    {"an array of keys", [](const std::string& good) { return http_text(good.substr(8, good.size() - 9)); }},
    {"no keys", [](const std::string&) { return http_text("{}"); }},
    {"keys that are an object", [](const std::string&) { return http_text(R"({"keys":{}})"); }},
    {"half of it", [](const std::string& good) { return http_text(good.substr(0, good.size() / 2)); }},
    {"two of it", [](const std::string& good) { return http_text(good + good); }},
    {"keys twice", [](const std::string& good) { return http_text(R"({"keys":[],)" + good.substr(1)); }},
    {"the key twice",
     [](const std::string& good) {
       const auto key = good.substr(9, good.size() - 11);
       return http_text(set_of({key, key}));
     }},
    {"another key of that kid",
     [](const std::string&) { return http_text(set_of({public_key(signing_key::ec("P-256"), "key-1")})); }, true},
    {"another curve",
     [](const std::string&) { return http_text(set_of({public_key(signing_key::ec("P-384"), "key-1")})); }, true},
    {"an RSA key of that kid",
     [](const std::string&) { return http_text(set_of({public_key(signing_key::rsa(2048), "key-1")})); }},
    {"another kid", [](const std::string& good) { return http_text(renamed(good, "key-1", "key-2")); }},
    {"a kid in other letters", [](const std::string& good) { return http_text(renamed(good, "key-1", "KEY-1")); }},
    {"no kid", [](const std::string& good) { return http_text(renamed(good, R"("kid")", R"("id")")); }},
    {"a key to encrypt with", [](const std::string& good) { return http_text(renamed(good, R"("sig")", R"("enc")")); }},
    {"a point that is not on the curve",
     [](const std::string& good) { return http_text(renamed(good, R"("y":")", R"("y":"AA)")); }},
    {"a shared secret",
     [](const std::string&) { return http_text(set_of({R"({"kty":"oct","kid":"key-1","k":"c2VjcmV0"})"})); }},
    {"a refusal with good keys", [](const std::string& good) { return http_text(good, "404 Not Found"); }},
    {"an error with good keys", [](const std::string& good) { return http_text(good, "500 Internal Server Error"); }},
    {"something created", [](const std::string& good) { return http_text(good, "201 Created"); }},
    {"more than a set may hold",
     [](const std::string& good) { return http_text(good + std::string(std::size_t{2} << 20, ' ')); }},
};

TEST(HostileKeys, NoDocumentLetsAnybodyInAndAGoodOneDoes) {
  for (const auto& [what, made, is_usable] : documents) {
    published_keys world;
    world.answer(made(world.service().key_set()));
    world.pass(seconds(60));
    expect_refusal_then_recovery(world, what, is_usable ? let_it_grow_old : a_minute);
  }
}

/// A token of the client's issuer, signed with a key of the test's own.
std::string token_by(const running_service& service, const signing_key& key, std::string_view kid, unsigned number) {
  const auto at = now().time_since_epoch().count();
  return signed_token(key, "SHA256", {{"alg", in_quotes("ES256")}, {"kid", in_quotes(kid)}, {"typ", in_quotes("JWT")}},
                      {{"iss", in_quotes("https://ehr.example")},
                       {"aud", in_quotes(service.public_url() + sign)},
                       {"exp", std::to_string(at + 120)},
                       {"iat", std::to_string(at)},
                       {"jti", in_quotes("rotated-" + std::to_string(number))}});
}

TEST(HostileKeys, ANewKeyIsFetchedOnceInThirtySecondsAndTheOldOneGoesOn) {
  published_keys world;
  world.publish(world.service().key_set());
  world.pass(seconds(31));
  ASSERT_EQ(world.post(), 200);
  const auto after_first = world.server().requests().size();

  const auto key = signing_key::ec("P-256");
  const auto old_set = world.service().key_set();
  world.publish(set_of({old_set.substr(9, old_set.size() - 11), public_key(key, "key-2")}));
  EXPECT_EQ(world.post(token_by(world.service(), key, "key-2", 1)), 401); // too early to look again
  EXPECT_EQ(world.server().requests().size(), after_first);
  world.fetched_before(seconds(31), old_set);
  EXPECT_EQ(world.post(token_by(world.service(), key, "key-2", 2)), 200);
  EXPECT_EQ(world.server().requests().size(), after_first + 1);
  EXPECT_EQ(world.post(), 200); // with the old key

  in_threads(8, [&](unsigned i) { EXPECT_EQ(world.post(token_by(world.service(), key, "key-3", 10 + i)), 401); });
  EXPECT_EQ(world.server().requests().size(), after_first + 1);
}

TEST(HostileKeys, ManyWhoNeedKeysAtOnceWaitForOneFetch) {
  published_keys world;
  world.publish(world.service().key_set());
  world.pass(seconds(31));
  const auto before = world.server().requests().size();
  in_threads(8, [&](unsigned) { EXPECT_EQ(world.post(), 200); });
  EXPECT_EQ(world.server().requests().size(), before + 1);
}

void expect_old_keys_to_hold(const char* mode) {
  published_keys world;
  world.fetched_before(seconds(400), world.service().key_set()); // no longer fresh
  world.server().behave(mode);
  world.server().cut_all();
  const auto first = world.post(); // waits for the attempt
  EXPECT_TRUE(first == 200 || first == 503) << mode << ": " << first;
  world.settle();
  EXPECT_EQ(world.post(), 200) << mode;
  world.fetched_before(seconds(25 * 3600), world.service().key_set()); // a day and an hour ago
  world.post();
  world.settle();
  EXPECT_EQ(world.post(), 401) << mode;
}

TEST(HostileKeys, KeysThatWereGoodGoOnWhileTheServerFails) {
  const std::vector<const char*> modes{"silent-handshake", "resets-handshake", "503", "html",
                                       "endless-body",     "untrusted"};
  in_threads(6, [&](unsigned i) { expect_old_keys_to_hold(modes.at(i)); });
}

} // namespace
