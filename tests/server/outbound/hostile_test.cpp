// Every way in which another server can misbehave: told once, in time, with the right fault, and over it afterwards.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/server/support/asking_client.hpp"
#include "tests/server/support/hostile_server.hpp"

namespace {

using server::outbound_fault;
using server_tests::asking_client;
using server_tests::hostile_mode;
using server_tests::hostile_server;
using std::chrono::milliseconds;

const std::string sample = R"({"resourceType":"Patient","id":"sample"})";
constexpr std::size_t most_bytes = std::size_t{64} << 10;
// Of what never ends the system's buffers take some before the connection is closed.
constexpr std::size_t most_taken = std::size_t{16} << 20;

struct expectation {
  outbound_fault fault = outbound_fault::none;
  int status = 0;
  std::string body = {};
};

const expectation fine{outbound_fault::none, 200, sample};
const expectation malformed{outbound_fault::malformed, 0, ""};
const expectation cut_short{outbound_fault::malformed, 200, ""};
const expectation too_large{outbound_fault::too_large, 200, ""};
const expectation too_late{outbound_fault::timeout, 0, ""};
const expectation untrusted{outbound_fault::tls, 0, ""};
const expectation unanswered{outbound_fault::connect, 0, ""};
expectation redirected(int status) { return {outbound_fault::redirect, status, ""}; }
expectation refused(int status) { return {outbound_fault::none, status, ""}; }
expectation body_of(std::string text) { return {outbound_fault::none, 200, std::move(text)}; }

const std::map<std::string_view, expectation> expected{
    {"good", fine},
    {"late-handshake", fine},
    {"silent-handshake", too_late},
    {"resets-handshake", untrusted},
    {"junk-handshake", untrusted},
    {"plain-http", untrusted},
    {"wrong-name", untrusted},
    {"name-in-subject", untrusted},
    {"expired", untrusted},
    {"untrusted", untrusted},
    {"old-tls", untrusted},
    {"hangs-up-after-handshake", unanswered},
    {"silent", too_late},
    {"closes-unanswered", unanswered},
    {"cuts-unanswered", unanswered},
    {"resets-unanswered", unanswered},
    {"stale", fine},
    {"says-close", fine},
    {"resets-in-head", malformed},
    {"resets-after-head", cut_short},
    {"head-then-silent", too_late},
    {"drips-head", too_late},
    {"answers-unasked", fine},
    {"two-answers", cut_short},
    {"endless-head", malformed},
    {"endless-line", malformed},
    {"huge-head", malformed},
    {"not-http", malformed},
    {"bad-status-line", malformed},
    {"status-of-two-digits", malformed},
    {"status-999", malformed},
    {"http-2", malformed},
    {"nul-in-head", malformed},
    {"folded-head", malformed},
    {"bare-newlines", malformed},
    {"two-lengths", malformed},
    {"bad-length", malformed},
    {"negative-length", malformed},
    {"length-and-chunks", malformed},
    {"unknown-coding", cut_short},
    {"chunks-in-http-1.0", cut_short},
    {"some-interim", fine},
    {"endless-interim", malformed},
    {"switches-protocol", malformed},
    {"html", body_of("<!doctype html><title>Login</title>")},
    {"operation-outcome",
     body_of(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]})")},
    {"empty", body_of("")},
    {"no-content", {outbound_fault::none, 204, ""}},
    {"bad-utf-8", body_of("{\"resourceType\":\"\xff\xfe\"}")},
    {"nul-in-body", body_of(std::string("{\"a\":\"\0\"}", 9))},
    {"deep-json", too_large},
    {"gzip", {outbound_fault::encoding, 200, ""}},
    {"drips-body", too_late},
    {"huge-announced", too_large},
    {"endless-body", too_large},
    {"endless-chunks", too_large},
    {"huge-chunk", too_large},
    {"shorter-than-said", cut_short},
    {"longer-than-said", cut_short},
    {"cut-chunk", cut_short},
    {"no-last-chunk", cut_short},
    {"bad-chunk-size", cut_short},
    {"wrong-chunk-size", cut_short},
    {"chunk-extensions", fine},
    {"endless-chunk-extension", cut_short},
    {"many-chunk-extensions", cut_short},
    {"trailers", fine},
    {"endless-trailers", cut_short},
    {"until-close", fine},
    {"until-cut", cut_short},
    {"http-1.0", fine},
    {"301-elsewhere", redirected(301)},
    {"302-to-itself", redirected(302)},
    {"303-to-http", redirected(303)},
    {"304", redirected(304)},
    {"307-elsewhere", redirected(307)},
    {"308-to-itself", redirected(308)},
    {"400", refused(400)},
    {"401", refused(401)},
    {"403", refused(403)},
    {"404", refused(404)},
    {"410", refused(410)},
    {"429", refused(429)},
    {"500", refused(500)},
    {"502", refused(502)},
    {"503", refused(503)},
    {"404-endless", refused(404)},
    {"500-gzip", refused(500)},
};

class HostileServer : public testing::TestWithParam<std::string_view> {
 protected:
  // What takes forever is cut short here; everything else must be told long before its deadline.
  milliseconds patience() const {
    return milliseconds(expected.at(GetParam()).fault == outbound_fault::timeout ? 150 : 5'000);
  }
  server::outbound_request request(const hostile_server& other) const {
    auto asked = asking_client::request(other.url("/R4/Patient/sample"), patience());
    asked.most_bytes = most_bytes;
    asked.bearer = server::secret("token-of-the-test");
    return asked;
  }
};

class SlowServer : public HostileServer {};

TEST_P(HostileServer, IsToldOnceInTimeAndOver) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  other.behave(GetParam());
  const auto& want = expected.at(GetParam());
  for (int i = 0; i < 2; ++i) { // alone, and with what the first one left behind
    auto asked = request(other);
    const auto deadline = asked.deadline;
    const auto ended = asking.begin(std::move(asked));
    asking.wait();
    EXPECT_EQ(ended->times, 1U);
    EXPECT_EQ(to_text(ended->answer.fault), to_text(want.fault));
    EXPECT_EQ(ended->answer.status, want.status);
    EXPECT_EQ(ended->answer.body, want.body);
    EXPECT_TRUE(want.fault == outbound_fault::timeout || ended->at < deadline);
    // What comes unasked ends the connection, if it comes before the next request is sent.
    const bool adds = server_tests::hostile_mode_named(GetParam()).then == hostile_mode::after::adds;
    while (adds && asking.counts.connections > 0) asking.context.run_one();
  }
  EXPECT_LT(other.sent(), most_taken);
  other.behave("good");
  EXPECT_EQ(asking.ask(asking_client::request(other.url("/after"))).body, sample);
  EXPECT_EQ(asking.counts.requests, 0U);
}

// The machine may be busy; a client that is late by itself is late every time.
TEST_P(SlowServer, NeverTakesLongerThanAllowed) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  other.behave(GetParam());
  auto least_late = milliseconds::max();
  for (int i = 0; i < 3 && least_late > milliseconds(50); ++i) {
    auto asked = request(other);
    const auto deadline = asked.deadline;
    const auto ended = asking.begin(std::move(asked));
    asking.wait();
    EXPECT_GE(ended->at, deadline);
    least_late = std::min(least_late, std::chrono::duration_cast<milliseconds>(ended->at - deadline));
  }
  EXPECT_LE(least_late, milliseconds(50));
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const auto& mode : server_tests::hostile_modes()) all.push_back(mode.name);
  return all;
}

std::vector<std::string_view> slow_names() {
  auto all = names();
  std::erase_if(all, [](std::string_view name) { return expected.at(name).fault != outbound_fault::timeout; });
  return all;
}

std::string as_test_name(const testing::TestParamInfo<std::string_view>& of) {
  std::string name;
  bool starts_word = true;
  for (const char c : of.param) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain) name += starts_word && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = !is_plain;
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Mode, HostileServer, testing::ValuesIn(names()), as_test_name);
INSTANTIATE_TEST_SUITE_P(Mode, SlowServer, testing::ValuesIn(slow_names()), as_test_name);

TEST(HostileServers, AreAllExpected) {
  std::vector<std::string_view> all = names();
  std::vector<std::string_view> known;
  for (const auto& [name, want] : expected) known.push_back(name);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, known);
}

} // namespace
