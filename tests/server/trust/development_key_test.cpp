// A development key's tokens pass through the whole of client trust.
#include "server/trust/development_key.hpp"

#include <gtest/gtest.h>

#include "server/trust/key_ring.hpp"
#include "tests/server/support/certificate.hpp"

namespace {

constexpr std::chrono::sys_seconds now{std::chrono::seconds{1'770'000'000}};

hooks::trust_step ask(const server::client_register& known, const std::string& token) {
  const auto field = "Bearer " + token;
  hooks::client_trust machine(known.clients, [&](const hooks::signed_token& what) { return known.keys.verify(what); },
                              {.authorization = field,
                               .audience = "https://here",
                               .service_url = {},
                               .service = {},
                               .peer = nullptr,
                               .now = now});
  return machine.start();
}

TEST(DevelopmentKey, SignsWhatItsPublishedHalfVerifies) {
  const server_tests::temporary_directory directory;
  const auto made = server::development_key::make(directory.path() / "key.pem");
  ASSERT_TRUE(made) << made.error();
  const auto key = server::development_key::read(directory.path() / "key.pem");
  ASSERT_TRUE(key) << key.error();
  EXPECT_EQ(key->kid(), made->kid());
  EXPECT_EQ(key->kid().size(), 43U);
  hooks::client me;
  me.name = "me";
  me.iss = "urn:me";
  me.jku = "https://me/jwks";
  me.pinned = key->key_set();
  const server::client_register known({me});
  const std::string claims = R"({"iss":"urn:me","aud":"https://here","iat":1770000000,"exp":1770000300,"jti":"j"})";
  EXPECT_TRUE(std::holds_alternative<hooks::claim>(ask(known, key->sign("", claims))));
  EXPECT_TRUE(std::holds_alternative<hooks::claim>(ask(known, made->sign("https://me/jwks", claims))));
  const auto elsewhere = ask(known, key->sign("https://other/jwks", claims));
  ASSERT_TRUE(std::holds_alternative<hooks::untrusted>(elsewhere));
  EXPECT_EQ(std::get<hooks::untrusted>(elsewhere).cause, hooks::trust_fault::jku);
  const auto stranger = server::development_key::make(directory.path() / "other.pem");
  const auto refused = ask(known, stranger->sign("", claims));
  ASSERT_TRUE(std::holds_alternative<hooks::untrusted>(refused));
  EXPECT_EQ(std::get<hooks::untrusted>(refused).cause, hooks::trust_fault::key);
}

} // namespace
