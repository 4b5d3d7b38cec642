// Every way to write a token's header wrongly, each made from a token that is trusted.
#include <gtest/gtest.h>

#include "tests/conformance/jwt_verdicts.hpp"

namespace {

using namespace jwt;

/// The value of one member, and why it is refused.
struct value_row {
  const char* member;
  std::vector<std::string> values;
  const char* cause;
};

std::vector<value_row> wrong_values() {
  return {
      {"alg", {"null", "1", "true", "[]", "{}", "\"\"", "[\"ES384\"]"}, "malformed"},
      {"alg",
       {"\"none\"",   "\"None\"",       "\"NONE\"",     "\"nOnE\"",  "\"HS256\"",  "\"HS384\"",
        "\"HS512\"",  "\"PS256\"",      "\"PS384\"",    "\"PS512\"", "\"ES512\"",  "\"ES256K\"",
        "\"EdDSA\"",  "\"RS512\"",      "\"RS1\"",      "\"es384\"", "\"rs384\"",  "\"ES384 \"",
        "\" ES384\"", "\"ES384,none\"", "\"RSA-OAEP\"", "\"dir\"",   "\"A128KW\"", "\"\\u0045S38\""},
       "algorithm"},
      {"alg", {"\"ES384\\u0000\"", "\"\\ud800\""}, "malformed"},
      {"typ",
       {"null", "1", "[]", "{}", "\"\"", "\"JWS\"", "\"JOSE\"", "\"JOSE+JSON\"", "\"at+jwt\"", "\"dpop+jwt\"",
        "\"secevent+jwt\"", "\"application/jwt\"", "\"JWT \"", "\" JWT\"", "\"JW\"", "\"JWTT\"", "\"J\\u0057T\\n\""},
       "malformed"},
      {"kid", {"null", "0", "true", "[]", "{}", "\"\"", in_quotes(std::string(257, 'k')), "\"a\\u0000\""}, "malformed"},
      {"crit", {"[]", "null", "[\"exp\"]", "[\"b64\"]", "\"exp\""}, "malformed"},
      {"b64", {"true", "false", "null"}, "malformed"},
      {"cty", {"\"JWT\"", "\"json\"", "null"}, "malformed"},
      {"enc", {"\"A128GCM\""}, "malformed"},
      {"zip", {"\"DEF\""}, "malformed"},
      {"jku", {"null", "1", "[]", "{}", "\"\""}, "malformed"},
      {"x5c", {"1e400", "\"\\u0000\"", "01", "nan", "[1,]", "{\"a\":1,\"a\":2}"}, "malformed"},
  };
}

TEST(JwtHeader, OfTheWrongValueIsRefused) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    for (const auto& row : wrong_values())
      for (const auto& value : row.values)
        refused(sender.sign(sender.shape().head(row.member, value)), row.cause,
                std::string(name) + " " + row.member + " " + value);
    for (const auto* member : {"alg", "typ", "kid"})
      refused(sender.sign(sender.shape().no_head(member)), "malformed", std::string(name) + " without " + member);
    for (const auto* other : each_name_of_an_algorithm)
      if (other != sender.alg && name != std::string("es384") && name != std::string("rs384"))
        refused(sender.sign(sender.shape().head("alg", in_quotes(other))), "algorithm",
                std::string(name) + " as " + other);
  }
  at_least(290);
}

TEST(JwtHeader, NamesOneKeyExactly) {
  const auto& sender = the_trust_world().of("es256");
  const auto& kid = sender.kid;
  for (const auto& other : {
           std::string("other"),
           std::string("key-of-es384"),
           kid + " ",
           " " + kid,
           kid + "/",
           kid + "\\u200b",
           kid + "'",
           kid + "' or '1'='1",
           kid + "?a=b",
           kid + "#a",
           kid + ".pem",
           "./" + kid,
           "../" + kid,
           std::string("/dev/null"),
           "..\\\\" + kid,
           std::string("file:///dev/null"),
           "https://evil.example/" + kid,
           kid.substr(1),
           kid.substr(0, kid.size() - 1),
           kid + kid,
           std::string("Key-Of-Es256"),
           std::string("KEY-OF-ES256"),
           std::string("k\\u0435y-of-es256"), // a Cyrillic e
           std::string("key%2Dof%2Des256"),
           std::string("a2V5LW9mLWVzMjU2"), // the same in base64
           std::string(256, 'k'),
       })
    refused(sender.sign(sender.shape().head("kid", in_quotes(other))), "key", "kid " + other);
  const auto& mixed = the_trust_world().of("mixed");
  refused(mixed.sign(mixed.shape().head("kid", "\"twin\"")), "key", "two keys of one kid");
  at_least(27);
}

TEST(JwtHeader, NeverLeadsToAnotherKeySet) {
  const auto& sender = the_trust_world().of("es256");
  const auto host = sender.jku.substr(8);
  for (const auto& url : {
           std::string("https://evil.example/jwks"),
           the_trust_world().of("es384").jku,
           sender.jku + "/",
           sender.jku + "?",
           sender.jku + "?a=b",
           sender.jku + "#",
           sender.jku + "#a",
           sender.jku + " ",
           " " + sender.jku,
           sender.jku + ".json",
           "http://" + host,
           "HTTPS://" + host,
           "https:" + host,
           "//" + host,
           host,
           "https://user@" + host,
           "https://user:secret@" + host,
           "https://" + sender.jku,
           "https://evil.example/" + sender.jku,
           "https://evil.example\\\\@" + host,
           "https://evil.example#" + host,
           std::string("https://ES256.ehr.example/jwks"),
           std::string("https://es256.ehr.example:443/jwks"),
           std::string("https://es256.ehr.example:8443/jwks"),
           std::string("https://es256.ehr.example./jwks"),
           std::string("https://es256.ehr.example.evil.example/jwks"),
           std::string("https://es256.ehr.example@evil.example/jwks"),
           std::string("https://es256.ehr.example/JWKS"),
           std::string("https://es256.ehr.example//jwks"),
           std::string("https://es256.ehr.example/./jwks"),
           std::string("https://es256.ehr.example/a/../jwks"),
           std::string("https://es256.ehr.example/%6awks"),
           std::string("https://es256.ehr.example/jwks\\u0009"),
           std::string("https://es256.ehr.\\u0435xample/jwks"),
           std::string("https://127.0.0.1/jwks"),
           std::string("https://169.254.169.254/jwks"),
           std::string("file:///jwks"),
           std::string("data:application/json,{}"),
       }) {
    const auto result = refused(sender.sign(sender.shape().head("jku", in_quotes(url))), "jku", "jku " + url);
    EXPECT_FALSE(result.asked_for_keys) << url;
  }
  at_least(38);
}

TEST(JwtHeader, CannotBringItsOwnKey) {
  for (const auto* name : {"es256", "rs256"}) {
    const auto& honest = the_trust_world().of(name);
    auto attacker = honest;
    attacker.key = name == std::string("es256") ? signing_key::ec("P-256") : signing_key::rsa(2048);
    const auto own = object_of(attacker.key.jwk());
    const auto chain = "[\"" + base64url(attacker.key.der()) + "\"]";
    for (const auto& [member, value] : std::vector<std::pair<const char*, std::string>>{
             {"jwk", own},
             {"x5c", chain},
             {"x5u", "\"https://evil.example/cert\""},
             {"x5t", "\"AAAA\""},
             {"keys", "[" + own + "]"},
             {"jwks", "{\"keys\":[" + own + "]}"},
         }) {
      refused(attacker.sign(attacker.shape().head(member, value)), "signature", std::string(name) + " " + member);
      accepted(honest.sign(honest.shape().head(member, value)), name, std::string("ignored ") + member);
    }
  }
}

TEST(JwtHeader, IsOneStrictJsonObject) {
  const auto& sender = the_trust_world().of("es256");
  const auto good = sender.shape();
  const auto header = object_of(good.header);
  const auto inside = header.substr(1, header.size() - 2);
  for (const auto& text : {
           std::string(),
           std::string(" "),
           std::string("{}"),
           std::string("[]"),
           std::string("null"),
           std::string("1"),
           std::string("\"JWT\""),
           "[" + header + "]",
           header + header,
           header + "x",
           header + "\xff",
           header + std::string(1, '\0'),
           "\xef\xbb\xbf" + header,
           "{" + inside + ",}",
           "{," + inside + "}",
           "{" + inside,
           inside + "}",
           inside,
           "{" + inside + "}}",
           "/**/" + header,
           header + "//",
           "{" + inside + ",\"a\":'b'}",
           "{" + inside + ",a:1}",
           "{" + inside + ",\"a\":NaN}",
           "{" + inside + ",\"a\":Infinity}",
           "{" + inside + ",\"a\":+1}",
           "{" + inside + ",\"a\":0x10}",
           "{" + inside + ",\"a\":\"\n\"}",
           "{" + inside + ",\"a\":\"\xc0\xaf\"}",
           "{" + inside + ",\"a\":\"\xed\xa0\x80\"}",
           "{" + inside + ",\"a\":" + std::string(9, '[') + std::string(9, ']') + "}",
           "{" + inside + ",\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}",
           "{" + inside + ",\"" + std::string(65, 'a') + "\":1}",
           "{\"alg\":\"none\"," + inside + "}",
           "{" + inside + ",\"alg\":\"none\"}",
           "{" + inside + ",\"alg\":\"ES256\"}",
           "{" + inside + ",\"\\u0061lg\":\"none\"}",
           "{" + inside + ",\"kid\":" + in_quotes(sender.kid) + "}",
           "{" + inside + ",\"k\\u0069d\":\"other\"}",
           "{" + inside + ",\"typ\":\"JWT\"}",
           "{" + inside + ",\"jku\":" + in_quotes(sender.jku) + "}",
           "{" + inside + ",\"x\":1,\"x\":1}",
           "{" + inside + ",\"a\":{\"b\":1,\"b\":1}}",
       })
    refused(sender.sign_text(text, object_of(good.claims)), "malformed", "header " + text);
  at_least(43);
}

TEST(JwtHeader, MayBeWrittenInDifferentWays) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    for (const auto* typ : {"\"JWT\"", "\"jwt\"", "\"Jwt\"", "\"J\\u0057T\""})
      accepted(sender.sign(sender.shape().head("typ", typ)), name, typ);
    accepted(sender.sign(sender.shape().no_head("jku")), name, "without jku");
    accepted(sender.sign(sender.shape().head("kid", "\"\\u006b" + sender.kid.substr(1) + "\"")), name, "escaped kid");
    accepted(sender.sign(sender.shape().head("other", "{\"a\":[1,2,{\"b\":null}]}")), name, "unknown member");
    auto backwards = sender.shape();
    std::reverse(backwards.header.begin(), backwards.header.end());
    accepted(sender.sign(backwards), name, "other order");
    accepted(
        sender.sign_text(" {\n" + object_of(sender.shape().header).substr(1) + "\t", object_of(sender.shape().claims)),
        name, "white space");
  }
  const auto& mixed = the_trust_world().of("mixed");
  accepted(mixed.sign(mixed.shape()), "mixed", "the key of that kid and type, beside one of another type");
}

} // namespace
