// Texts that are almost a token: other alphabets, other numbers of parts, other serializations, other fields.
#include <gtest/gtest.h>

#include "tests/conformance/jwt_verdicts.hpp"

namespace {

using namespace jwt;

struct three_parts {
  std::string header, claims, signature;
  explicit three_parts(const std::string& compact)
      : header(compact.substr(0, compact.find('.'))),
        claims(compact.substr(header.size() + 1, compact.rfind('.') - header.size() - 1)),
        signature(compact.substr(compact.rfind('.') + 1)) {}
};

/// The same bytes for a lenient reader: bits set that are dropped. Empty when the length leaves none.
std::string with_spare_bits(std::string part) {
  static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (part.size() % 4 == 0) return {};
  part.back() = alphabet[alphabet.find(part.back()) + 1];
  return part;
}

TEST(JwtText, HasExactlyThreePartsOfBase64url) {
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    const auto good = sender.sign(sender.shape());
    const three_parts p(good);
    const auto& [h, c, s] = p;
    const auto dot = [](const std::string& a, const std::string& b, const std::string& d) {
      return a + "." + b + "." + d;
    };
    for (const auto& text : std::vector<std::string>{
             ".",
             "..",
             "...",
             "a",
             "a.b",
             "a.b.c",
             h,
             h + "." + c,
             h + "." + c + ".." + s,
             good + ".",
             "." + good,
             good + "." + s,
             good + "." + s + "." + s,
             h + ".." + s,
             "." + c + "." + s,
             dot(h, c + "=", s),
             dot(h + "=", c, s),
             dot(h + "==", c, s),
             dot(h, c, s + "="),
             dot(h, c, s + "=="),
             dot(h, c, s + "+"),
             dot(h, c, s + "/"),
             dot(h, "+" + c.substr(1), s),
             dot("/" + h.substr(1), c, s),
             dot(h, c, s + " "),
             dot(h, c, s + "\n"),
             dot(h, c, s + "\t"),
             dot(h, c + " ", s),
             dot(h, " " + c, s),
             dot(h + "\r\n", c, s),
             dot(h, c.substr(0, 4) + "\n" + c.substr(4), s),
             dot(h, c, s + "%3D"),
             dot(h, c, s + "~"),
             dot(h, c, "\xc3\xa4" + s),
             dot(h, c, s + std::string(1, '\0')),
             h + "%2E" + c + "%2E" + s,
             h + "," + c + "," + s,
             in_quotes(good),
             "<" + good + ">",
             good + "," + good,
             good + " " + good,
             good + ";a=b",
             "{\"protected\":" + in_quotes(h) + ",\"payload\":" + in_quotes(c) + ",\"signature\":" + in_quotes(s) + "}",
             "{\"payload\":" + in_quotes(c) + ",\"signatures\":[{\"protected\":" + in_quotes(h) +
                 ",\"signature\":" + in_quotes(s) + "}]}"})
      refused(text, "malformed", std::string(name) + " " + text);
    refused(dot(c, h, s), "malformed", "header and claims exchanged");
    // one more letter is malformed or only wrong, by the length of what it is added to
    for (const auto& text : {dot(h, c, s + "A"), dot(h, c + "A", s), dot(h + "A", c, s)})
      EXPECT_EQ(the_trust_world().ask(text).status, 401) << name << " " << text;
    accepted(good, name, "the one they were made from");
  }
  at_least(180);
}

TEST(JwtText, HasOneFormOnly) {
  int made = 0;
  for (const auto* name : each_algorithm) {
    const auto& sender = the_trust_world().of(name);
    for (const auto* filler : {"\"\"", "\"a\"", "\"ab\""}) { // every length of header and claims
      const three_parts p(sender.sign(sender.shape().head("x", filler).body("x", filler)));
      const auto header = with_spare_bits(p.header);
      const auto claims = with_spare_bits(p.claims);
      const auto signature = with_spare_bits(p.signature);
      if (!header.empty())
        refused(header + "." + p.claims + "." + p.signature, "malformed", "spare bits in the header");
      if (!claims.empty())
        refused(p.header + "." + claims + "." + p.signature, "malformed", "spare bits in the claims");
      if (!signature.empty())
        refused(p.header + "." + p.claims + "." + signature, "malformed", "spare bits in the signature");
      made += (header.empty() ? 0 : 1) + (claims.empty() ? 0 : 1) + (signature.empty() ? 0 : 1);
    }
  }
  EXPECT_GE(made, 16);
}

TEST(JwtText, HasALimit) {
  const auto& sender = the_trust_world().of("es256");
  const auto of_length = [&](std::size_t wanted) {
    for (std::size_t filler = wanted / 2;; ++filler) {
      const auto shape = sender.shape().body("x", in_quotes(std::string(filler, 'x')));
      const auto length =
          base64url(object_of(shape.header)).size() + base64url(object_of(shape.claims)).size() + 2 + 86;
      if (length >= wanted) return sender.sign(shape);
    }
  };
  const auto longest = of_length(hooks::longest_token - 1);
  ASSERT_LE(longest.size(), hooks::longest_token);
  accepted(longest, "es256", "as long as can be");
  const auto over = of_length(hooks::longest_token + 1);
  refused(over, "too_long", "over the limit");
  refused(std::string(100'000, 'a'), "too_long", "garbage");
  refused(std::string(8000, '.'), "malformed", "dots");
}

TEST(JwtText, IsOneBearerToken) {
  const auto& sender = the_trust_world().of("es256");
  const auto good = sender.sign(sender.shape());
  for (const auto& field : std::vector<std::string>{"",
                                                    " ",
                                                    "Bearer",
                                                    "Bearer ",
                                                    "Bearer  ",
                                                    "bearer",
                                                    good,
                                                    "Basic " + good,
                                                    "Digest " + good,
                                                    "JWT " + good,
                                                    "Token " + good,
                                                    "BearerToken " + good,
                                                    "Bearer:" + good,
                                                    "Bearer\t" + good,
                                                    " Bearer " + good,
                                                    "Bearer" + good,
                                                    "Bearer=" + good,
                                                    "Basic dXNlcjpzZWNyZXQ=",
                                                    "Negotiate abc",
                                                    "bear er " + good})
    refused_field(field, "no_token", field);
  for (const auto& field :
       std::vector<std::string>{"Bearer Bearer " + good, "Bearer " + good + ", Bearer " + good, "Bearer " + good + " ",
                                "Bearer \t" + good, "Bearer token=" + good, "Bearer \"" + good + "\"",
                                "Bearer " + good + "\r\nX: y", "Bearer null", "Bearer undefined"})
    refused_field(field, "malformed", field);
  at_least(29);
  EXPECT_EQ(the_trust_world().ask_field("bearer " + good).status, 200);
  EXPECT_EQ(the_trust_world().ask_field("BEARER   " + sender.sign(sender.shape())).status, 200);
}

TEST(JwtReplay, IsRefusedForAsLongAsTheTokenLives) {
  for (const auto* name : {"es256", "es384", "rs256", "rs384", "epic"}) {
    const auto& sender = the_trust_world().of(name);
    const auto shape = sender.shape();
    const auto token = sender.sign(shape);
    accepted(token, name, "the first time");
    for (const long later : {0L, 1L, 60L, sender.life - 10, sender.life + 49}) {
      const auto again = the_trust_world().ask(token, after(later));
      EXPECT_EQ(again.status, 401) << name << " after " << later;
      EXPECT_EQ(again.cause, "replay") << name << " after " << later;
    }
    EXPECT_EQ(the_trust_world().ask(token, after(sender.life + 50)).cause, "expired");
    const auto same_jti = the_trust_world().ask(sender.sign(shape.body("iat", at(-9))));
    EXPECT_EQ(same_jti.cause, "replay") << "another token of that jti";
  }
  // each issuer counts for itself
  const auto& one = the_trust_world().of("es256");
  const auto& other = the_trust_world().of("rs256");
  accepted(one.sign(one.shape().body("jti", "\"same\"")), "es256", "same jti");
  accepted(other.sign(other.shape().body("jti", "\"same\"")), "rs256", "same jti of another issuer");
}

TEST(JwtReplay, IsNothingThatUnsignedTokensCanCause) {
  const auto& sender = the_trust_world().of("es256");
  auto attacker = sender;
  attacker.key = signing_key::ec("P-256");
  for (int i = 0; i < 50; ++i) {
    const auto shape = sender.shape();
    refused(attacker.sign(shape), "signature", "a guess of the next jti");
    const auto good = sender.sign(shape);
    refused(good.substr(0, good.size() - 4) + "AAAA", "signature", "a signature that was changed");
    accepted(good, "es256", "the client's own");
  }
}

} // namespace
