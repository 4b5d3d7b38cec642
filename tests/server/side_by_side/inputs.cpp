// What the comparison sends: three bodies, and clients with tokens that are good for one call each.
//   bench_inputs DIRECTORY PUBLIC_URL TOKENS      writes small.json typical.json large.json clients.toml ALG.jwks
//   ALG.tokens; of ES384, which takes OpenSSL ten times as long, a quarter of the tokens
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/bench/growth.hpp"
#include "tests/server/support/jwt_signer.hpp"
#include "tests/vignettes/posting.hpp"

namespace {

namespace fs = std::filesystem;
using namespace server_tests;

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

/// A client that signs with `alg`: its keys beside the clients' file, and so many tokens, one a line.
std::string client_with_tokens(const fs::path& into, const std::string& alg, const signing_key& key,
                               const std::string& audience, unsigned count) {
  const auto issuer = "urn:bench:" + alg;
  const auto digest = "SHA" + alg.substr(2);
  const auto jwk = with(with(key.jwk(), "kid", in_quotes(alg)), "alg", in_quotes(alg));
  write(into / (alg + ".jwks"), R"({"keys":[)" + object_of(jwk) + "]}");
  std::ofstream tokens(into / (alg + ".tokens"));
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  for (unsigned i = 0; i < count; ++i)
    tokens << signed_token(key, digest.c_str(), {{"typ", "\"JWT\""}, {"alg", in_quotes(alg)}, {"kid", in_quotes(alg)}},
                           {{"iss", in_quotes(issuer)},
                            {"aud", in_quotes(audience)},
                            {"iat", std::to_string(now.count())},
                            {"exp", std::to_string(now.count() + 3600)},
                            {"jti", in_quotes(alg + std::to_string(i))}})
           << '\n';
  return "[[client]]\nname = \"" + alg + "\"\niss = \"" + issuer + "\"\nkeys = \"" + alg + ".jwks\"\nalgorithms = [\"" +
         alg + "\"]\nlongest_token_s = 3600\n\n";
}

} // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fprintf(stderr, "usage: bench_inputs DIRECTORY PUBLIC_URL TOKENS\n");
    return 2;
  }
  const fs::path into = words[1];
  const std::string audience = std::string(words[2]) + "/cds-services/antiviral-order-sign";
  const auto tokens = static_cast<unsigned>(std::stoul(words[3]));
  write(into / "small.json", vignettes::request_of("v04"));
  write(into / "typical.json", vignettes::request_of("v11"));
  write(into / "large.json", bench::with_history(vignettes::request_of("v11"), 400'000));
  write(into / "clients.toml", client_with_tokens(into, "RS384", signing_key::rsa(2048), audience, tokens) +
                                   client_with_tokens(into, "ES256", signing_key::ec("P-256"), audience, tokens) +
                                   client_with_tokens(into, "ES384", signing_key::ec("P-384"), audience, tokens / 4));
}
