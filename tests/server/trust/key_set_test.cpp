// Key sets as clients publish them, and as an attacker would.
#include "server/trust/key_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/support/jwt_signer.hpp"

namespace {

using server::read_key_set;
using server_tests::base64url;
using server_tests::in_quotes;
using server_tests::json_members;
using server_tests::object_of;
using server_tests::signing_key;
using server_tests::with;
using server_tests::without;
using testing::HasSubstr;

const signing_key& p256() {
  static const auto key = signing_key::ec("P-256");
  return key;
}
const signing_key& p384() {
  static const auto key = signing_key::ec("P-384");
  return key;
}
const signing_key& rsa() {
  static const auto key = signing_key::rsa(2048);
  return key;
}
json_members named(const signing_key& key, const std::string& kid = "a") {
  return with(key.jwk(), "kid", in_quotes(kid));
}
std::string set_of(const std::vector<json_members>& keys) {
  std::string text;
  for (const auto& key : keys) text += (text.empty() ? "" : ",") + object_of(key);
  return "{\"keys\":[" + text + "]}";
}
/// An odd number of so many bits.
std::string number_of(std::size_t bits) {
  std::string bytes(bits / 8, '\x55');
  bytes.front() = '\xd5';
  return in_quotes(base64url(bytes));
}
std::string why(const std::string& text) {
  const auto read = read_key_set(text);
  return read ? "read" : read.error();
}

TEST(KeySet, HoldsEveryUsableKey) {
  const auto read =
      read_key_set(set_of({named(p256(), "one"), named(p384(), "two"), named(rsa(), "two"),
                           named(signing_key::rsa(3072), "three"), named(signing_key::rsa(4096), "four")}));
  ASSERT_TRUE(read) << read.error();
  EXPECT_TRUE(read->left_out.empty());
  EXPECT_EQ(read->keys.size(), 5U);
  EXPECT_NE(read->keys.find("one", "EC"), nullptr);
  EXPECT_EQ(read->keys.find("one", "RSA"), nullptr);
  EXPECT_EQ(read->keys.find("two", "EC")->kty(), "EC");
  EXPECT_EQ(read->keys.find("two", "RSA")->kty(), "RSA");
  EXPECT_EQ(read->keys.find("", "EC"), nullptr);
  EXPECT_EQ(read->keys.find("five", "EC"), nullptr);
}

TEST(KeySet, KeepsWhatItCanUseAndNamesTheRest) {
  const auto read = read_key_set(set_of({p384().private_jwk(),
                                         {{"kty", "\"OKP\""}, {"crv", "\"Ed25519\""}},
                                         named(p256()),
                                         with(named(rsa()), "use", "\"enc\"")}));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->keys.size(), 1U);
  EXPECT_THAT(read->left_out, testing::ElementsAre(HasSubstr("key 1 holds a private part"), HasSubstr("key 2 needs"),
                                                   HasSubstr("key 4 is not for signatures")));
}

TEST(KeySet, CannotTellTwoKeysOfOneNameApart) {
  const auto other = signing_key::ec("P-256");
  const auto read = read_key_set(set_of({named(p256()), named(other), named(rsa()), named(p384(), "b")}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->keys.find("a", "EC"), nullptr);
  EXPECT_NE(read->keys.find("a", "RSA"), nullptr);
  EXPECT_NE(read->keys.find("b", "EC"), nullptr);
}

TEST(KeySet, MayHoldWhatIsNotLookedAt) {
  auto key = named(p384());
  for (const auto& [name, value] : json_members{{"use", "\"sig\""},
                                                {"alg", "\"ES384\""},
                                                {"key_ops", "[\"verify\"]"},
                                                {"x5c", "[\"AAAA\"]"},
                                                {"x5t#S256", "\"AAAA\""},
                                                {"ext", "true"}})
    key = with(key, name, value);
  EXPECT_EQ(why(set_of({key})), "read");
  EXPECT_EQ(why("{\"keys\":[" + object_of(key) + "],\"other\":{\"a\":[]}}"), "read");
}

TEST(KeySet, RefusesAHostileDocument) {
  const auto one = object_of(named(p256()));
  const auto whole = set_of({named(p256())});
  for (const auto& [text, says] : std::vector<std::pair<std::string, std::string>>{
           {"", "is not JSON"},
           {" ", "is not JSON"},
           {"<!DOCTYPE html><html><body>Sign in</body></html>", "is not JSON"},
           {whole.substr(0, whole.size() - 1), "is not JSON"},
           {whole.substr(0, whole.size() / 2), "is not JSON"},
           {whole + whole, "is not JSON"},
           {whole + "\xff", "is not JSON"},
           {"\xef\xbb\xbf" + whole, "is not JSON"},
           {"{\"keys\":[" + one + "],\"keys\":[]}", "is not JSON"},
           {"{\"keys\":[" + std::string(1000, '[') + std::string(1000, ']') + "]}", "is not JSON"},
           {"{\"keys\":[" + std::string(60'000, '{'), "is not JSON"},
           {"{\"a\":\"" + std::string(server::longest_key_set, 'a') + "\"}", "is larger than 65536 bytes"},
           {whole + std::string(server::longest_key_set, ' '), "is larger than 65536 bytes"},
           {"{}", "has no list `keys`"},
           {"[]", "has no list `keys`"},
           {"null", "has no list `keys`"},
           {"[" + one + "]", "has no list `keys`"},
           {one, "has no list `keys`"},
           {"{\"keys\":{}}", "has no list `keys`"},
           {"{\"keys\":null}", "has no list `keys`"},
           {"{\"keys\":\"\"}", "has no list `keys`"},
           {"{\"Keys\":[" + one + "]}", "has no list `keys`"},
           {"{\"keys\":[]}", "holds no key that can be used"},
           {"{\"keys\":[null,1,\"a\",[]]}", "key 4 is not an object"},
           {"{\"keys\":[{}]}", "key 1 needs a `kid`"},
           {set_of(std::vector<json_members>(33, named(p256()))), "holds more than 32 keys"},
       }) {
    EXPECT_THAT(why(text), HasSubstr("the key set ")) << text.substr(0, 200);
    EXPECT_THAT(why(text), HasSubstr(says)) << text.substr(0, 200);
  }
  EXPECT_EQ(why(set_of(std::vector<json_members>(32, named(p256())))), "read");
}

TEST(KeySet, RefusesAKeyThatIsNotSafe) {
  const auto ec = named(p384());
  const auto big = named(rsa());
  const auto point = json_members{{"kid", "\"a\""}, {"kty", "\"EC\""}, {"crv", "\"P-256\""}};
  const auto xy = [&](const std::string& x, const std::string& y) {
    return with(with(point, "x", in_quotes(base64url(x))), "y", in_quotes(base64url(y)));
  };
  const std::string zero(32, '\0');
  const auto odd = [&](const std::string& from, std::size_t length) { return from.substr(0, length); };
  const auto x_of = [](const json_members& key) {
    for (const auto& [name, value] : key)
      if (name == "x" || name == "n") return value.substr(1, value.size() - 2);
    return std::string();
  };
  for (const auto& [key, says] : std::vector<std::pair<json_members, std::string>>{
           {with(p384().private_jwk(), "kid", "\"a\""), "private part"},
           {with(rsa().private_jwk(), "kid", "\"a\""), "private part"},
           {with(big, "p", "\"AQAB\""), "private part"},
           {with(big, "qi", "null"), "private part"},
           {with(ec, "d", "\"\""), "private part"},
           {with(big, "oth", "[]"), "private part"},
           {{{"kid", "\"a\""}, {"kty", "\"oct\""}, {"k", "\"AAAA\""}}, "private part"},
           {{{"kid", "\"a\""}, {"kty", "\"oct\""}}, "`kty` of EC or RSA"},
           {with(ec, "kty", "\"ec\""), "`kty` of EC or RSA"},
           {with(ec, "kty", "\"OKP\""), "`kty` of EC or RSA"},
           {with(ec, "kty", "1"), "`kty` of EC or RSA"},
           {without(ec, "kty"), "`kty` of EC or RSA"},
           {with(ec, "kty", "\"RSA\""), "needs `n`"},
           {with(big, "kty", "\"EC\""), "`crv`"},
           {without(ec, "kid"), "`kid`"},
           {with(ec, "kid", "\"\""), "`kid`"},
           {with(ec, "kid", "1"), "`kid`"},
           {with(ec, "kid", in_quotes(std::string(257, 'k'))), "`kid`"},
           {with(ec, "use", "\"enc\""), "`use`"},
           {with(ec, "use", "\"SIG\""), "`use`"},
           {with(ec, "use", "null"), "`use`"},
           {with(ec, "key_ops", "[\"sign\"]"), "`key_ops`"},
           {with(ec, "key_ops", "[]"), "`key_ops`"},
           {with(ec, "key_ops", "\"verify\""), "`key_ops`"},
           {with(ec, "alg", "\"ES256\""), "`alg`"},
           {with(ec, "alg", "\"RS384\""), "`alg`"},
           {with(ec, "alg", "\"HS384\""), "`alg`"},
           {with(ec, "alg", "null"), "`alg`"},
           {with(big, "alg", "\"PS384\""), "`alg`"},
           {with(big, "alg", "\"RSA-OAEP\""), "`alg`"},
           {without(ec, "crv"), "`crv`"},
           {with(ec, "crv", "\"P-521\""), "`crv`"},
           {with(ec, "crv", "\"secp256k1\""), "`crv`"},
           {with(ec, "crv", "\"P-256\""), "curve's length"},
           {without(ec, "y"), "needs `y`"},
           {with(ec, "x", "1"), "needs `x`"},
           {with(ec, "x", "\"\""), "needs `x`"},
           {with(ec, "x", in_quotes(x_of(ec) + "=")), "needs `x`"},
           {with(ec, "x", in_quotes(odd(x_of(ec), 60))), "curve's length"},
           {with(ec, "x", in_quotes(x_of(ec) + "AAAA")), "curve's length"},
           {with(ec, "x", in_quotes(x_of(named(signing_key::ec("P-384"))))), "no point"},
           {xy(zero, zero), "no point"},
           {xy(std::string(32, '\x01'), std::string(32, '\x01')), "no point"},
           {xy(std::string(32, '\xff'), std::string(32, '\xff')), "no point"},
           {with(big, "n", number_of(512)), "modulus"},
           {with(big, "n", number_of(1024)), "modulus"},
           {with(big, "n", number_of(2040)), "modulus"},
           {with(big, "n", number_of(2056)), "modulus"},
           {with(big, "n", number_of(8192)), "modulus"},
           {with(big, "n", number_of(16384)), "modulus"},
           {with(big, "n", in_quotes(base64url(std::string(256, '\x55')))), "modulus"},          // 2047 bits
           {with(big, "n", in_quotes(base64url(std::string(255, '\xd5') + '\x54'))), "modulus"}, // even
           {with(big, "n", in_quotes(base64url('\0' + std::string(256, '\xd5')))), "modulus"},   // a leading zero
           {with(big, "n", "\"a+/b\""), "needs `n`"},
           {without(big, "n"), "needs `n`"},
           {without(big, "e"), "needs `e`"},
           {with(big, "e", "\"Aw\""), "exponent 65537"},                                       // 3
           {with(big, "e", "\"AQ\""), "exponent 65537"},                                       // 1
           {with(big, "e", "\"AQAA\""), "exponent 65537"},                                     // even
           {with(big, "e", "\"AAEAAQ\""), "exponent 65537"},                                   // a leading zero
           {with(big, "e", in_quotes(base64url(std::string(256, '\xd5')))), "exponent 65537"}, // as long as n
           {with(big, "e", "65537"), "needs `e`"},
           {{{"kid", "\"a\""}, {"kty", "\"RSA\""}, {"x5c", "[\"AAAA\"]"}}, "needs `n`"},
           {{{"kid", "\"a\""}, {"x5u", "\"https://evil.example\""}}, "`kty`"},
       })
    EXPECT_THAT(why(set_of({key})), HasSubstr(says)) << object_of(key);
}

TEST(PublicKey, VerifiesWhatItsOwnerSignedAndNothingElse) {
  const std::string header = base64url(R"({"alg":"ES384"})");
  const auto input = header + "." + base64url("{}");
  const auto signature = p384().sign(input, "SHA384");
  const auto compact = input + "." + base64url(signature);
  const auto set = read_key_set(set_of({named(p384()), named(signing_key::ec("P-384"), "b")}));
  ASSERT_TRUE(set);
  const auto* own = set->keys.find("a", "EC");
  EXPECT_TRUE(own->verifies(hooks::algorithm::es384, compact, signature));
  EXPECT_FALSE(own->verifies(hooks::algorithm::es256, compact, signature));
  EXPECT_FALSE(own->verifies(hooks::algorithm::rs384, compact, signature));
  EXPECT_FALSE(own->verifies(hooks::algorithm::es384, compact, signature.substr(1)));
  EXPECT_FALSE(set->keys.find("b", "EC")->verifies(hooks::algorithm::es384, compact, signature));
}

TEST(PublicKey, KeepsToTheAlgorithmItNames) {
  const auto set = read_key_set(set_of({with(named(rsa()), "alg", "\"RS384\"")}));
  ASSERT_TRUE(set);
  for (const auto& [alg, digest, good] : {std::tuple{"RS384", "SHA384", true}, {"RS256", "SHA256", false}}) {
    const auto input = base64url(std::string(R"({"alg":")") + alg + "\"}") + "." + base64url("{}");
    const auto signature = rsa().sign(input, digest);
    EXPECT_EQ(set->keys.find("a", "RSA")
                  ->verifies(*hooks::algorithm_named(alg), input + "." + base64url(signature), signature),
              good)
        << alg;
  }
}

} // namespace
