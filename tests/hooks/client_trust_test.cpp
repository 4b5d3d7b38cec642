// The order of the checks and what is asked of the caller; signatures are what a test says they are. Tokens in all
// their forms are in tests/conformance.
#include "hooks/client_trust.hpp"

#include <gtest/gtest.h>

#include "hooks/base64url.hpp"

namespace {

using hooks::claimed;
using hooks::client;
using hooks::client_trust;
using hooks::clients;
using hooks::trust_fault;
using hooks::trust_step;
using hooks::verdict;

constexpr std::chrono::sys_seconds now{std::chrono::seconds{1000}};

client registered(const std::string& name) {
  client made;
  made.name = name;
  made.iss = "iss-" + name;
  made.jku = "https://" + name + "/jwks";
  return made;
}

/// Two clients; the first may call one service only, the second has its keys pinned.
clients both() {
  auto one = registered("one");
  one.services = std::vector<std::string>{"allowed"};
  auto two = registered("two");
  two.jku.clear();
  two.pinned = "{}";
  two.certificate_subject = "CN=two";
  return clients({one, two});
}

std::string field(const std::string& claims, const std::string& header = R"({"alg":"ES384","typ":"JWT","kid":"k"})") {
  return "Bearer " + hooks::encode_base64url(header) + "." + hooks::encode_base64url(claims) + "." +
         hooks::encode_base64url("signature");
}
std::string claims_of(const std::string& iss, const std::string& exp = "1100") {
  return R"({"iss":")" + iss + R"(","aud":"https://here","exp":)" + exp + R"(,"iat":990,"jti":"j"})";
}

/// One call whose signature gets the verdicts in turn.
struct attempt {
  attempt(const clients& known, const std::string& with, std::vector<verdict> given, const client* peer = nullptr,
          std::string_view service = "allowed")
      : authorization(with), verdicts(std::move(given)),
        machine(known,
                [this](const hooks::signed_token& what) {
                  seen = std::string(what.kid) + " " + name_of(what.alg) + " " + what.by.name + " " +
                         std::string(what.signature);
                  EXPECT_EQ("Bearer " + std::string(what.compact), authorization);
                  return verdicts.at(asked++);
                },
                {.authorization = authorization,
                 .audience = "https://here",
                 .service_url = {},
                 .service = service,
                 .peer = peer,
                 .now = now}) {}

  std::string authorization;
  std::vector<verdict> verdicts;
  std::size_t asked = 0;
  std::string seen;
  client_trust machine;
};

trust_fault cause_of(const trust_step& step) {
  const auto* refused = std::get_if<hooks::untrusted>(&step);
  EXPECT_NE(refused, nullptr) << step.index();
  return refused == nullptr ? trust_fault::no_token : refused->cause;
}

TEST(ClientTrust, VerifiesThenClaimsThenPermits) {
  const auto known = both();
  attempt call(known, field(claims_of("iss-one")), {verdict::good});
  const auto step = call.machine.start();
  EXPECT_EQ(call.seen, "k ES384 one signature");
  const auto* wanted = std::get_if<hooks::claim>(&step);
  ASSERT_NE(wanted, nullptr);
  EXPECT_EQ(wanted->issuer, "iss-one");
  EXPECT_EQ(wanted->jti, "j");
  EXPECT_EQ(wanted->until.time_since_epoch().count(), 1160);
  const auto end = call.machine.resume(claimed::fresh);
  ASSERT_TRUE(std::holds_alternative<hooks::trusted>(end));
  EXPECT_EQ(std::get<hooks::trusted>(end).by, known.issued_by("iss-one"));
}

TEST(ClientTrust, EndsAsTheRegistryOfTokensSays) {
  const auto known = both();
  attempt seen(known, field(claims_of("iss-one")), {verdict::good});
  seen.machine.start();
  EXPECT_EQ(cause_of(seen.machine.resume(claimed::seen)), trust_fault::replay);
  attempt full(known, field(claims_of("iss-one")), {verdict::good});
  full.machine.start();
  EXPECT_TRUE(std::holds_alternative<hooks::busy>(full.machine.resume(claimed::full)));
  attempt elsewhere(known, field(claims_of("iss-one")), {verdict::good}, nullptr, "other");
  elsewhere.machine.start();
  const auto end = elsewhere.machine.resume(claimed::fresh);
  ASSERT_TRUE(std::holds_alternative<hooks::forbidden>(end));
  EXPECT_EQ(std::get<hooks::forbidden>(end).by->name, "one");
}

TEST(ClientTrust, AsksOnceForKeysThatAreMissing) {
  const auto known = both();
  for (const auto missing : {verdict::unknown_kid, verdict::no_keys}) {
    for (const auto& [then, wanted] : {std::pair{verdict::good, trust_fault::no_token},
                                       {verdict::bad, trust_fault::signature},
                                       {verdict::unknown_kid, trust_fault::key},
                                       {verdict::no_keys, trust_fault::key}}) {
      attempt call(known, field(claims_of("iss-one")), {missing, then});
      const auto step = call.machine.start();
      ASSERT_TRUE(std::holds_alternative<hooks::needs_keys>(step));
      EXPECT_EQ(std::get<hooks::needs_keys>(step).of->jku, "https://one/jwks");
      const auto next = call.machine.resume();
      if (then == verdict::good)
        EXPECT_TRUE(std::holds_alternative<hooks::claim>(next));
      else
        EXPECT_EQ(cause_of(next), wanted);
    }
  }
  const auto* two = known.issued_by("iss-two");
  for (const auto missing : {verdict::unknown_kid, verdict::no_keys}) {
    attempt pinned(known, field(claims_of("iss-two")), {missing}, two);
    EXPECT_EQ(cause_of(pinned.machine.start()), trust_fault::key);
  }
}

TEST(ClientTrust, LooksAtTimesAndAudienceOnlyOnceTheSignatureIsGood) {
  const auto known = both();
  const auto late = field(claims_of("iss-one", "900"));
  attempt unsigned_one(known, late, {verdict::bad});
  EXPECT_EQ(cause_of(unsigned_one.machine.start()), trust_fault::signature);
  attempt signed_one(known, late, {verdict::good});
  EXPECT_EQ(cause_of(signed_one.machine.start()), trust_fault::expired);
}

TEST(ClientTrust, VerifiesNothingForAStranger) {
  const auto known = both();
  for (const auto& [claims, header, cause] : std::vector<std::tuple<std::string, std::string, trust_fault>>{
           {claims_of("iss-three"), R"({"alg":"ES384","typ":"JWT","kid":"k"})", trust_fault::issuer},
           {claims_of("iss-one"), R"({"alg":"ES256","typ":"JWT","kid":"k"})", trust_fault::algorithm},
           {claims_of("iss-one"), R"({"alg":"HS256","typ":"JWT","kid":"k"})", trust_fault::algorithm},
           {claims_of("iss-one"), R"({"alg":"ES384","typ":"JWT","kid":"k","jku":"https://two/jwks"})",
            trust_fault::jku},
           {claims_of("iss-two"), R"({"alg":"ES384","typ":"JWT","kid":"k"})", trust_fault::certificate},
           {"{}", R"({"alg":"ES384","typ":"JWT","kid":"k"})", trust_fault::malformed},
       }) {
    attempt call(known, field(claims, header), {});
    EXPECT_EQ(cause_of(call.machine.start()), cause) << header << claims;
    EXPECT_EQ(call.asked, 0U);
  }
}

TEST(ClientTrust, BindsTheTokenToTheCertificate) {
  const auto known = both();
  const auto* one = known.issued_by("iss-one");
  const auto* two = known.issued_by("iss-two");
  attempt matching(known, field(claims_of("iss-two")), {verdict::good}, two);
  EXPECT_TRUE(std::holds_alternative<hooks::claim>(matching.machine.start()));
  attempt of_the_other(known, field(claims_of("iss-two")), {verdict::good}, one);
  EXPECT_EQ(cause_of(of_the_other.machine.start()), trust_fault::certificate);
  attempt lent(known, field(claims_of("iss-one")), {verdict::good}, two);
  EXPECT_EQ(cause_of(lent.machine.start()), trust_fault::certificate);
  attempt alone(known, "", {}, two);
  EXPECT_EQ(cause_of(alone.machine.start()), trust_fault::no_token);
}

TEST(ClientTrust, TakesACertificateAloneWhenItSuffices) {
  auto machine = registered("machine");
  machine.certificate_sha256 = std::string(64, 'a');
  machine.certificate_suffices = true;
  machine.services = std::vector<std::string>{"allowed"};
  const clients known({machine, registered("one")});
  const auto* peer = known.with_certificate(std::string(64, 'a'), "CN=anything");
  ASSERT_NE(peer, nullptr);
  attempt alone(known, "", {}, peer);
  EXPECT_TRUE(std::holds_alternative<hooks::trusted>(alone.machine.start()));
  attempt elsewhere(known, "", {}, peer, "other");
  EXPECT_TRUE(std::holds_alternative<hooks::forbidden>(elsewhere.machine.start()));
  attempt with_a_bad_token(known, "Bearer x", {}, peer);
  EXPECT_EQ(cause_of(with_a_bad_token.machine.start()), trust_fault::malformed);
  attempt without(known, "", {});
  EXPECT_EQ(cause_of(without.machine.start()), trust_fault::no_token);
}

TEST(ClientTrust, AnswersEveryCauseAlike) {
  for (std::size_t i = 0; i < hooks::trust_faults; ++i) {
    const auto cause = static_cast<trust_fault>(i);
    const auto answer = to_reply(refusal_of(hooks::untrusted{cause}));
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.body, to_reply(refusal_of(hooks::untrusted{trust_fault::no_token})).body) << name_of(cause);
    EXPECT_EQ(answer.headers, (std::vector<hooks::header>{{"WWW-Authenticate", "Bearer"}}));
    EXPECT_NE(std::string(name_of(cause)), "");
  }
  EXPECT_EQ(to_reply(refusal_of(hooks::forbidden{nullptr})).status, 403);
  const auto busy = to_reply(refusal_of(hooks::busy{}));
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.headers, (std::vector<hooks::header>{{"Retry-After", "5"}}));
}

TEST(Clients, AreFoundByIssuerAndCertificate) {
  const auto known = both();
  EXPECT_EQ(known.issued_by("iss-one")->name, "one");
  EXPECT_EQ(known.issued_by("iss-three"), nullptr);
  EXPECT_EQ(known.issued_by(""), nullptr);
  EXPECT_EQ(known.with_certificate("", ""), nullptr);
  EXPECT_EQ(known.with_certificate(std::string(64, 'b'), "CN=two")->name, "two");
  auto printed = registered("printed");
  printed.certificate_sha256 = std::string(64, 'c');
  printed.certificate_subject = "CN=printed";
  const clients by_print({printed});
  EXPECT_NE(by_print.with_certificate(std::string(64, 'c'), "CN=other"), nullptr);
  EXPECT_EQ(by_print.with_certificate(std::string(64, 'd'), "CN=printed"), nullptr) << "the fingerprint decides";
  EXPECT_THROW(clients({registered("one"), registered("one")}), std::logic_error);
}

TEST(Clients, ReachWhatIsRegisteredForThem) {
  auto one = registered("one");
  EXPECT_TRUE(one.may_call("anything"));
  one.services = std::vector<std::string>{};
  EXPECT_FALSE(one.may_call("anything"));
  one.fhir_servers = {"https://fhir.example/r4"};
  EXPECT_TRUE(one.has_fhir_server("https://fhir.example/r4"));
  EXPECT_TRUE(one.has_fhir_server("https://fhir.example/r4/"));
  for (const char* other : {"https://fhir.example/r4//", "https://fhir.example/R4", "https://fhir.example",
                            "http://fhir.example/r4", "https://fhir.example/r4/x", ""})
    EXPECT_FALSE(one.has_fhir_server(other)) << other;
  one.any_https_fhir_server = true; // which makes none a registered one
  EXPECT_FALSE(one.has_fhir_server("https://other.example"));
}

} // namespace
