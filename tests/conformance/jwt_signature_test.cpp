// Signatures that are none: of other keys, other algorithms, other texts, and bytes that were changed on the way.
#include <gtest/gtest.h>

#include "tests/conformance/jwt_verdicts.hpp"

namespace {

using namespace jwt;
using server_tests::difference;
using server_tests::digest_of;
using server_tests::hmac;

std::string input_of(const token_shape& shape) {
  return base64url(object_of(shape.header)) + "." + base64url(object_of(shape.claims));
}
std::string signed_with(const token_shape& shape, const std::string& signature) {
  return input_of(shape) + "." + base64url(signature);
}

TEST(JwtSignature, OfASharedSecretIsNone) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    const auto jwk = object_of(sender.key.jwk());
    const auto pem = sender.key.pem();
    for (const auto& secret :
         {pem, pem.substr(0, pem.size() - 1), sender.key.der(), jwk, sender.key.modulus(), sender.kid, std::string()})
      for (const auto* alg : {"HS256", "HS384", "HS512"}) {
        const auto shape = sender.shape().head("alg", in_quotes(alg));
        const auto digest = "SHA" + std::string(alg).substr(2);
        refused(signed_with(shape, hmac(secret, input_of(shape), digest.c_str())), "algorithm",
                std::string(name) + " with a public secret as " + alg);
        const auto honest = sender.shape();
        refused(signed_with(honest, hmac(secret, input_of(honest), digest.c_str())), "signature",
                std::string(name) + " with a secret");
      }
  }
  at_least(168);
}

TEST(JwtSignature, ThatIsMissingIsNone) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    for (const auto* alg : {"none", "None", "NONE", "nOnE"}) {
      refused(signed_with(sender.shape().head("alg", in_quotes(alg)), ""), "algorithm", alg);
      refused(signed_with(sender.shape().head("alg", in_quotes(alg)), "x"), "algorithm", alg);
    }
    refused(signed_with(sender.shape(), ""), "signature", std::string(name) + " without a signature");
  }
}

TEST(JwtSignature, OfAnotherAlgorithmIsNone) {
  // the client may use every algorithm, and each of its keys only its own
  const auto& mixed = the_trust_world().of("mixed");
  const auto& p384 = the_trust_world().of("es384").key;
  const auto& rsa = the_trust_world().of("rs384").key;
  struct confusion_row {
    const signing_key& key;
    const char* kid;
    const char* alg;
    const char* digest;
  };
  for (const auto& row : std::vector<confusion_row>{
           {p384, "p-384", "ES256", "SHA256"},
           {p384, "p-384", "ES256", "SHA384"},
           {mixed.key, mixed.kid.c_str(), "ES384", "SHA384"},
           {mixed.key, mixed.kid.c_str(), "ES384", "SHA256"},
           {mixed.key, mixed.kid.c_str(), "RS256", "SHA256"}, // finds the RSA key of that kid
           {mixed.key, mixed.kid.c_str(), "RS384", "SHA384"},
           {rsa, mixed.kid.c_str(), "ES256", "SHA256"}, // finds the EC key of that kid
           {rsa, mixed.kid.c_str(), "ES384", "SHA384"},
           {rsa, mixed.kid.c_str(), "RS256", "SHA384"},
           {rsa, mixed.kid.c_str(), "RS384", "SHA256"},
           {rsa, mixed.kid.c_str(), "RS384", "SHA512"},
           {p384, "p-384", "ES384", "SHA256"},
           {p384, "p-384", "ES384", "SHA512"},
           {mixed.key, mixed.kid.c_str(), "ES256", "SHA384"},
       }) {
    const auto shape = mixed.shape().head("kid", in_quotes(row.kid)).head("alg", in_quotes(row.alg));
    refused(signed_with(shape, row.key.sign(input_of(shape), row.digest)), "signature",
            std::string(row.alg) + " " + row.kid + " " + row.digest);
  }
  for (const auto* alg : {"RS256", "RS384"}) {
    const auto shape = mixed.shape().head("kid", "\"p-384\"").head("alg", in_quotes(alg));
    refused(signed_with(shape, p384.sign(input_of(shape), "SHA384")), "key", std::string(alg) + " with an EC key");
    const auto pss = mixed.shape().head("alg", in_quotes(alg));
    refused(signed_with(pss, rsa.sign_pss(input_of(pss), digest_of(alg).c_str())), "signature", "PSS padding");
  }
  for (const auto* alg : {"RS256", "RS384"}) {
    const auto shape = mixed.shape().head("alg", in_quotes(alg));
    accepted(signed_with(shape, rsa.sign(input_of(shape), digest_of(alg).c_str())), "mixed", alg);
  }
  const auto shape = mixed.shape().head("alg", "\"ES384\"").head("kid", "\"p-384\"");
  accepted(signed_with(shape, p384.sign(input_of(shape), "SHA384")), "mixed", "ES384");
}

TEST(JwtSignature, OfAnotherKeyIsNone) {
  for (const auto* name : each_algorithm) {
    auto attacker = the_trust_world().of(name);
    attacker.key = attacker.alg == "ES256"   ? signing_key::ec("P-256")
                   : attacker.alg == "ES384" ? signing_key::ec("P-384")
                                             : the_trust_world().of(attacker.alg == "RS256" ? "epic" : "rs256").key;
    refused(attacker.sign(attacker.shape()), "signature", name);
  }
  auto other_curve = the_trust_world().of("es256");
  other_curve.key = signing_key::ec("secp256k1");
  refused(other_curve.sign(other_curve.shape()), "signature", "another curve of the same length");
}

TEST(JwtSignature, IsOfExactlyThisForm) {
  for (const auto* name : {"es256", "es384"}) {
    const auto& sender = the_trust_world().of(name);
    const auto shape = sender.shape();
    const auto good = sender.key.sign(input_of(shape), digest_of(sender.alg).c_str());
    const auto half = good.size() / 2;
    const auto r = good.substr(0, half);
    const auto s = good.substr(half);
    const auto n = sender.key.modulus();
    const std::string zero(half, '\0');
    const std::string ones(half, '\xff');
    const std::string one = std::string(half - 1, '\0') + '\x01';
    for (const auto& wrong :
         std::vector<std::string>{sender.key.sign_der(input_of(shape), digest_of(sender.alg).c_str()),
                                  zero + s,
                                  r + zero,
                                  zero + zero,
                                  n + s,
                                  r + n,
                                  n + n,
                                  zero + n,
                                  n + zero,
                                  ones + s,
                                  r + ones,
                                  ones + ones,
                                  one + one,
                                  zero + one,
                                  one + zero,
                                  s + r,
                                  r + r,
                                  s + s,
                                  r,
                                  s,
                                  r + s.substr(1),
                                  r.substr(1) + s,
                                  r + s + '\0',
                                  '\0' + r + s,
                                  '\0' + r + '\0' + s,
                                  zero + r + zero + s,
                                  r + s + r + s,
                                  difference(n, r) + s,
                                  difference(n, r) + difference(n, s)})
      refused(signed_with(shape, wrong), "signature", std::string(name) + " " + base64url(wrong));
    // who has a signature can make its twin, so a token is known by its jti and not by its bytes
    EXPECT_EQ(the_trust_world().ask(signed_with(shape, r + difference(n, s))).status, 200);
    EXPECT_EQ(the_trust_world().ask(signed_with(shape, good)).cause, "replay");
  }
  for (const auto* name : {"rs256", "rs384"}) {
    const auto& sender = the_trust_world().of(name);
    const auto shape = sender.shape();
    const auto good = sender.key.sign(input_of(shape), digest_of(sender.alg).c_str());
    const auto n = sender.key.modulus();
    const std::string zero(n.size(), '\0');
    const std::string one = std::string(n.size() - 1, '\0') + '\x01';
    for (const auto& wrong :
         std::vector<std::string>{zero, one, n, difference(n, one), difference(n, good), std::string(n.size(), '\xff'),
                                  good.substr(1), good.substr(0, good.size() - 1), good + '\0', '\0' + good,
                                  good + good, sender.key.sign_pss(input_of(shape), digest_of(sender.alg).c_str())})
      refused(signed_with(shape, wrong), "signature", std::string(name) + " " + base64url(wrong));
    accepted(signed_with(shape, good), name, "the one they were made from");
  }
  at_least(80);
}

TEST(JwtSignature, CoversEveryBit) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    const auto shape = sender.shape();
    const auto good = sender.key.sign(input_of(shape), digest_of(sender.alg).c_str());
    for (std::size_t i = 0; i < good.size(); i += good.size() / 16)
      for (const int bit : {1, 128}) {
        auto changed = good;
        changed[i] = static_cast<char>(changed[i] ^ bit);
        refused(signed_with(shape, changed), "signature", std::string(name) + " byte " + std::to_string(i));
      }
    for (const auto& changed :
         {shape.body("jti", "\"new\""), shape.body("aud", "\"other\""), shape.body("exp", at(280)),
          shape.body("more", "1"), shape.body("iat", at(-9)), shape.body("sub", "\"other\""),
          shape.head("typ", "\"jwt\""), shape.no_head("jku"), shape.head("more", "1")})
      refused(signed_with(changed, good), "signature", std::string(name) + " " + object_of(changed.claims));
  }
  at_least(160);
}

TEST(JwtSignature, CoversEveryLetterOfTheToken) {
  static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  for (const auto* name : {"es256", "rs256"}) {
    const auto& sender = the_trust_world().of(name);
    const auto good = sender.sign(sender.shape());
    const auto used = the_trust_world().used_tokens();
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto changed = good;
      changed[i] = alphabet[(alphabet.find(good[i]) + 1 + i % 63) % alphabet.size()];
      EXPECT_EQ(the_trust_world().ask(changed).status, 401) << name << " letter " << i << " " << changed;
      changed.erase(i, 1);
      EXPECT_EQ(the_trust_world().ask(changed).status, 401) << name << " without letter " << i;
      EXPECT_EQ(the_trust_world().ask(good.substr(0, i)).status, 401) << name << " cut after " << i;
    }
    EXPECT_EQ(the_trust_world().used_tokens(), used);
    accepted(good, name, "the one they were made from");
  }
}

} // namespace
