// Every way to write a token's claims wrongly, each made from a token that is trusted and signed as that one is.
#include <gtest/gtest.h>

#include "tests/conformance/jwt_verdicts.hpp"

namespace {

using namespace jwt;

struct claim_row {
  const char* member;
  std::vector<std::string> values;
  const char* cause;
};

std::vector<claim_row> wrong_claims() {
  return {
      {"iss", {"null", "1", "true", "[]", "{}", "\"\"", "[\"https://es256.ehr.example\"]"}, "malformed"},
      {"iss", {"\"https://unknown.example\"", "\"*\"", "\"https://\"", "\"\\u202ehttps\""}, "issuer"},
      {"aud",
       {"null", "1", "true", "{}", "\"\"", "[]", "[\"\"]", "[1]", "[null]", "[[]]", "[{}]",
        "[" + in_quotes(service_url) + ",1]", "[" + in_quotes(service_url) + ",null]",
        "[[" + in_quotes(service_url) + "]]"},
       "malformed"},
      {"exp",
       {"null", "true", "[]", "{}", "\"\"", in_quotes(at(60)), "-1", "-1e300", "1e30", "253402300800", "1e400"},
       "malformed"},
      {"iat", {"null", "true", "[]", "{}", "\"\"", in_quotes(at(0)), "-1", "1e30", "1e400"}, "malformed"},
      {"nbf", {"null", "true", "[]", "{}", "\"\"", in_quotes(at(0)), "-1", "1e30", "1e400"}, "malformed"},
      {"jti", {"null", "1", "true", "[]", "{}", "\"\"", in_quotes(std::string(257, 'j')), "\"a\\u0000\""}, "malformed"},
      {"tenant", {"null", "1", "[]", "{}", "\"\"", "[\"north\"]"}, "malformed"},
      {"tenant", {"\"north\"", "\"x\""}, "tenant"}, // none is registered for these clients
      {"exp", {at(-60), at(-61), at(-3600), "0", at(-60) + ".9"}, "expired"},
      {"iat", {at(61), at(3600), "253402300799"}, "not_yet_valid"},
      {"nbf", {at(61), at(3600), at(60) + ".1", "253402300799"}, "not_yet_valid"},
      {"exp", {at(291), at(292), at(890), at(3600), "253402300799"}, "lifetime"},
      {"iat", {at(-11), at(-610), "0"}, "lifetime"},
  };
}

TEST(JwtClaims, OfTheWrongValueAreRefused) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    for (const auto& row : wrong_claims())
      for (const auto& value : row.values)
        refused(sender.sign(sender.shape().body(row.member, value)), row.cause,
                std::string(name) + " " + row.member + " " + value);
    for (const auto* member : {"iss", "aud", "exp", "iat", "jti"})
      refused(sender.sign(sender.shape().no_body(member)), "malformed", std::string(name) + " without " + member);
  }
  at_least(380);
}

TEST(JwtClaims, NameThisVeryUrl) {
  const auto& sender = the_trust_world().of("es256");
  const auto host_on = service_url.substr(8);
  for (const auto& aud : std::vector<std::string>{
           "https://cds.example",
           "https://cds.example/",
           "https://cds.example/base",
           "https://cds.example/base/cds-services",
           "https://cds.example/base/cds-services/",
           "https://cds.example/base/cds-services/antiviral-order-select",
           "https://cds.example/cds-services/antiviral-order-sign",
           "https://other.example/base/cds-services/antiviral-order-sign",
           feedback_url,
           service_url + "/",
           service_url + "?",
           service_url + "?a=b",
           service_url + "#",
           service_url + " ",
           " " + service_url,
           service_url + "," + service_url,
           service_url + " " + service_url,
           service_url + "x",
           service_url.substr(0, service_url.size() - 1),
           "http://" + host_on,
           "HTTPS://" + host_on,
           "//" + host_on,
           host_on,
           "https://user@" + host_on,
           "https://CDS.example/base/cds-services/antiviral-order-sign",
           "https://cds.example:443/base/cds-services/antiviral-order-sign",
           "https://cds.example/base/cds-services/antiviral%2Dorder%2Dsign",
           "https://cds.example/base//cds-services/antiviral-order-sign",
           "https://cds.example/base/./cds-services/antiviral-order-sign",
           "https://cds.example/base/cds-services/Antiviral-Order-Sign",
           "antiviral-order-sign",
           "*",
       }) {
    refused(sender.sign(sender.shape().body("aud", in_quotes(aud))), "audience", "aud " + aud);
    refused(sender.sign(sender.shape().body("aud", "[" + in_quotes(aud) + ",\"other\"]")), "audience",
            "aud [" + aud + "]");
  }
  at_least(64);
  for (const auto& list : {"[" + in_quotes(service_url) + "]", "[\"other\"," + in_quotes(service_url) + "]",
                           "[" + in_quotes(service_url) + "," + in_quotes(service_url) + "]"})
    accepted(sender.sign(sender.shape().body("aud", list)), "es256", list);
}

TEST(JwtClaims, OfAFeedbackCallNameItsUrlOrTheServicesWhenTheClientIsRegisteredSo) {
  const asked feedback{feedback_url, service_url, "antiviral-order-sign", trust_now};
  for (const auto* name : {"es256", "lenient_feedback"}) {
    const auto& sender = the_trust_world().of(name);
    accepted(sender.sign(sender.shape().body("aud", in_quotes(feedback_url))), name, "its own URL", feedback);
    refused(sender.sign(sender.shape().body("aud", in_quotes(feedback_url))), "audience", "not for the service itself");
    refused(sender.sign(sender.shape().body("aud", "\"https://cds.example/base/cds-services\"")), "audience",
            "discovery", feedback);
  }
  const auto& strict = the_trust_world().of("es256");
  refused(strict.sign(strict.shape()), "audience", "the service's URL", feedback);
  const auto& lenient = the_trust_world().of("lenient_feedback");
  accepted(lenient.sign(lenient.shape()), "lenient_feedback", "the service's URL", feedback);
}

TEST(JwtClaims, AreOfTheIssuerThatSigned) {
  const std::vector<std::string> names{"es256", "mixed", "tenants", "one_service", "lenient_feedback"};
  for (const auto& signer : names)
    for (const auto& victim : names) {
      if (signer == victim) continue;
      const auto& from = the_trust_world().of(signer);
      const auto& to = the_trust_world().of(victim);
      const auto claims = from.shape().no_head("jku").body("iss", in_quotes(to.iss));
      refused(from.sign(claims), "key", signer + " as " + victim + ", own kid");
      refused(from.sign(claims.head("kid", in_quotes(to.kid))), "signature", signer + " as " + victim + ", its kid");
    }
  at_least(40);
}

TEST(JwtClaims, HoldAtTheEdgesOfTime) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    const auto good = [&](const token_shape& shape, const std::string& about) {
      accepted(sender.sign(shape), name, about);
    };
    good(sender.shape().body("iat", at(-100)).body("exp", at(-59)), "just expired");
    good(sender.shape().body("exp", at(290)), "lives 300 s");
    good(sender.shape().body("exp", at(290) + ".9"), "lives 300 s and a part");
    good(sender.shape().body("iat", at(60)), "of a clock that is ahead");
    good(sender.shape().body("iat", at(60) + ".5").body("exp", at(100)), "ahead by a part more");
    good(sender.shape().body("nbf", at(60)), "valid in a minute");
    good(sender.shape().body("nbf", at(-1000)), "long valid");
    good(sender.shape().body("iat", at(-359)).body("exp", at(-59)), "as old as can be");
    good(sender.shape().body("exp", "1.77000005e9"), "with an exponent");
    good(sender.shape().body("sub", "\"anybody\""), "with a subject");
    good(sender.shape().body("sub", "[1]"), "with a subject that makes no sense");
    good(sender.shape().body("jti", in_quotes(std::string(250, 'j') + name)), "a long jti");
    good(sender.shape().body("jti", "\"\\u00e4\\ud83d\\ude00" + std::string(name) + "\""), "a jti of any letters");
    refused(sender.sign(sender.shape().body("iat", at(50)).body("exp", at(50))), "lifetime", "no life");
    refused(sender.sign(sender.shape().body("iat", at(50)).body("exp", at(49))), "lifetime", "less than none");
    refused(sender.sign(sender.shape().body("iat", at(-360)).body("exp", at(-60))), "expired", "a second older");
  }
}

TEST(JwtClaims, OfFifteenMinutesPassForTheClientThatIsRegisteredSo) {
  const auto& epic = the_trust_world().of("epic");
  const auto shape = epic.shape().body("nbf", at(-10)).body("sub", in_quotes(epic.iss));
  accepted(epic.sign(shape), "epic", "the shape of Epic");
  accepted(epic.sign(epic.shape().body("iat", at(0)).body("exp", at(900))), "epic", "900 s");
  refused(epic.sign(epic.shape().body("iat", at(0)).body("exp", at(901))), "lifetime", "901 s");
  for (const auto* name : {"rs384", "rs256", "es384", "es256"}) {
    const auto& other = the_trust_world().of(name);
    auto same =
        other.shape().body("iat", at(0)).body("exp", at(900)).body("nbf", at(0)).body("sub", in_quotes(other.iss));
    refused(other.sign(same), "lifetime", std::string("900 s of ") + name);
  }
  // the kid is compared as text: what it says in base64 is not looked at
  for (const auto* kid : {"kQ5-6S9x_7oQ2Yb1vA4t0w==", "kQ5+6S9x/7oQ2Yb1vA4t0w", "kQ5+6S9x/7oQ2Yb1vA4t0x=="})
    refused(epic.sign(epic.shape().head("kid", in_quotes(kid))), "key", kid);
  accepted(epic.sign(epic.shape().head("kid", "\"kQ5+6S9x\\/7oQ2Yb1vA4t0w==\"")), "epic", "a solidus may be escaped");
}

TEST(JwtClaims, NameATenantWhereTenantsAreTold) {
  const auto& sender = the_trust_world().of("tenants");
  for (const auto* tenant : {"\"north\"", "\"south\"", "\"nort\\u0068\""})
    accepted(sender.sign(sender.shape().body("tenant", tenant)), "tenants", tenant);
  refused(sender.sign(sender.shape()), "tenant", "none");
  for (const auto* tenant :
       {"\"east\"", "\"North\"", "\"nort\"", "\"northx\"", "\"north \"", "\"north,south\"", "\"*\""})
    refused(sender.sign(sender.shape().body("tenant", tenant)), "tenant", tenant);
}

TEST(JwtClaims, AreOneStrictJsonObject) {
  const auto& sender = the_trust_world().of("es256");
  const auto header = object_of(sender.shape().header);
  const auto claims = object_of(sender.shape().claims);
  const auto inside = claims.substr(1, claims.size() - 2);
  for (const auto& text : {
           std::string(),
           std::string("{}"),
           std::string("[]"),
           std::string("null"),
           "[" + claims + "]",
           claims + claims,
           claims + "x",
           claims + std::string(1, '\0'),
           "\xef\xbb\xbf" + claims,
           "{" + inside + ",}",
           "{" + inside,
           "{" + inside + ",\"iss\":" + in_quotes(sender.iss) + "}",
           "{" + inside + ",\"iss\":\"other\"}",
           "{" + inside + ",\"\\u0069ss\":\"other\"}",
           "{" + inside + ",\"aud\":" + in_quotes(service_url) + "}",
           "{\"exp\":1," + inside + "}",
           "{" + inside + ",\"exp\":" + at(3600) + "}",
           "{" + inside + ",\"iat\":" + at(0) + "}",
           "{" + inside + ",\"jti\":\"other\"}",
           "{" + inside + ",\"nbf\":1,\"nbf\":2}",
           "{" + inside + ",\"a\":\"\xff\"}",
           "{" + inside + ",\"a\":1e999}",
           "{" + inside + ",\"a\":" + std::string(9, '[') + std::string(9, ']') + "}",
           base64url(header) + "." + base64url(claims) + ".",
       })
    refused(sender.sign_text(header, text), "malformed", "claims " + text);
  const auto nested = sender.sign(sender.shape());
  refused(sender.sign_text(header, nested), "malformed", "a token in a token");
  at_least(25);
}

TEST(JwtClaims, OfAKnownClientThatMayNotCallAreForbidden) {
  const auto& sender = the_trust_world().of("one_service");
  const auto token = sender.sign(sender.shape());
  const auto first = the_trust_world().ask(token);
  EXPECT_EQ(first.status, 403);
  EXPECT_EQ(first.client, "one_service");
  EXPECT_EQ(the_trust_world().ask(token).cause, "replay");
  accepted(sender.sign(sender.shape()), "one_service", "its service",
           asked{service_url, {}, "antiviral-patient-view", trust_now});
  accepted(sender.sign(sender.shape()), "one_service", "no service at all", asked{service_url, {}, "", trust_now});
}

} // namespace
