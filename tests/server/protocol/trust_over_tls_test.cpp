// Who is trusted, asked of the whole service over real connections: one token many times, clients of different shapes,
// certificates, and what a browser may read of a refusal.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using testing::HasSubstr;

const std::string one_item = R"({"feedback":[{"card":"4e0a3a1e-3072-4189-85ba-f7eb7cf2f2ae","outcome":"overridden",)"
                             R"("outcomeTimestamp":"2026-01-20T15:00:00Z"}]})";

long now() { return std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1}; }

TEST(TrustOverTls, OfManyConnectionsWithOneTokenOneIsTrusted) {
  constexpr int many = 64;
  const running_service service({.keeps = false});
  const auto request = service.request(sign, prefetched_order());
  std::atomic<int> trusted{0};
  std::atomic<int> refused{0};
  std::latch together(many);
  std::vector<std::thread> threads;
  for (int i = 0; i < many; ++i)
    threads.emplace_back([&] {
      tls_client client(service.port());
      together.arrive_and_wait();
      const auto answer = client.send(request) ? client.receive() : std::nullopt;
      trusted += answer && answer->status == 200;
      refused += answer && answer->status == 401;
    });
  for (auto& one : threads) one.join();
  EXPECT_EQ(trusted, 1);
  EXPECT_EQ(refused, many - 1);
}

TEST(TrustOverTls, ALongTokenOfAnotherShapePassesForItsClientAlone) {
  const auto key = signing_key::rsa(2048);
  const std::string kid = "q83vEjRWeJo+/w==";
  const auto keys = R"({"keys":[)" + object_of(with(key.jwk(), "kid", in_quotes(kid))) + "]}";
  const running_service service({.keeps = false,
                                 .more_clients =
                                     "[[client]]\nname = \"hospital\"\niss = \"https://hospital.example/oauth2\"\n"
                                     "keys = \"hospital.json\"\nalgorithms = [\"RS384\"]\nlongest_token_s = 900\n",
                                 .files = {{"hospital.json", keys}}});
  const json_members head{{"alg", in_quotes("RS384")}, {"kid", in_quotes(kid)}, {"typ", in_quotes("JWT")}};
  int count = 0;
  const auto status = [&](const json_members& changes, const json_members& header) {
    json_members claims{{"iss", in_quotes("https://hospital.example/oauth2")},
                        {"sub", in_quotes("https://hospital.example/oauth2")},
                        {"aud", in_quotes(service.public_url() + sign)},
                        {"iat", std::to_string(now())},
                        {"nbf", std::to_string(now())},
                        {"exp", std::to_string(now() + 900)},
                        {"jti", in_quotes("long-" + std::to_string(++count))}};
    for (const auto& [name, value] : changes) claims = with(std::move(claims), name, value);
    return service.post(sign, prefetched_order(), "Bearer " + signed_token(key, "SHA384", header, claims)).status;
  };
  EXPECT_EQ(status({}, head), 200);
  EXPECT_EQ(status({{"iss", in_quotes("https://ehr.example")}}, head), 401);
  EXPECT_EQ(status({{"iss", in_quotes("https://hospital.example/oauth2/")}}, head), 401);
  EXPECT_EQ(status({{"exp", std::to_string(now() + 901 + 60)}}, head), 401);
  EXPECT_EQ(status({{"nbf", std::to_string(now() + 120)}}, head), 401);
  EXPECT_EQ(status({}, with(head, "kid", in_quotes("q83vEjRWeJo-_w=="))), 401);
  EXPECT_EQ(status({}, with(head, "alg", in_quotes("RS256"))), 401);
  // The same life for the client that is not registered for it.
  const auto of_other = service.token(sign, {{"exp", std::to_string(now() + 900)}});
  EXPECT_EQ(service.post(sign, prefetched_order(), "Bearer " + of_other).status, 401);
}

struct audience_case {
  std::string claim; // JSON
  bool strict, lenient;
};

TEST(TrustOverTls, FeedbackIsForItsOwnUrlUnlessTheClientMayNameTheService) {
  const running_service strict;
  const running_service lenient({.client_rules = "feedback_to_service_url = true\n"});
  const auto url = strict.public_url() + feedback;
  const auto service_url = strict.public_url() + sign;
  const audience_case cases[] = {
      {in_quotes(url), true, true},
      {"[" + in_quotes("https://other.example") + "," + in_quotes(url) + "]", true, true},
      {in_quotes(service_url), false, true},
      {"[" + in_quotes(service_url) + "]", false, true},
      {in_quotes(url + "/"), false, false},
      {in_quotes(service_url + "/"), false, false},
      {in_quotes(strict.public_url() + "/cds-services/antiviral-patient-view"), false, false},
      {in_quotes(strict.public_url() + "/cds-services/antiviral-patient-view/feedback"), false, false},
      {in_quotes(strict.public_url()), false, false},
      {in_quotes("http" + url.substr(5)), false, false},
      {in_quotes("https://other.example" + feedback), false, false},
      {"[]", false, false},
  };
  for (const auto& [claim, by_url, by_service] : cases) {
    const auto status = [&](const running_service& of) {
      return of.post(feedback, one_item, "Bearer " + of.token(feedback, {{"aud", claim}})).status;
    };
    EXPECT_EQ(status(strict), by_url ? 200 : 401) << claim;
    EXPECT_EQ(status(lenient), by_service ? 200 : 401) << claim;
  }
  EXPECT_EQ(lenient.post(sign, prefetched_order(), "Bearer " + lenient.token(feedback)).status, 401);
}

/// Two clients' certificates that are believed, one that is not, and a service that knows the first.
class certificates {
 public:
  certificates() {
    mine = made("mine");
    other = made("other");
    stranger = made("stranger");
    authorities = directory_.write("authorities.pem", text_of(mine) + text_of(other));
  }

  /// 0: no connection.
  int status(const service_wish& wish, bool required, const client_wish& shown, bool with_token = true) const {
    auto chosen = wish;
    chosen.keeps = false;
    chosen.change = [&](server::settings& all) { all.mutual_tls = {authorities.string(), required}; };
    const running_service service(chosen);
    const auto request =
        service.request(sign, prefetched_order(), with_token ? std::nullopt : std::optional(std::string()));
    tls_client client(service.port(), shown);
    const auto answer = client.connected() && client.send(request) ? client.receive() : std::nullopt;
    return answer ? answer->status : 0;
  }

  client_wish mine, other, stranger;

 private:
  client_wish made(const std::string& name) const {
    certificate_wish wish;
    wish.name = name;
    const auto files = make_certificate(directory_, wish);
    return {.certificate = files.certificate.string(), .key = files.key.string()};
  }
  static std::string text_of(const client_wish& of) {
    std::ifstream in(of.certificate, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  temporary_directory directory_;
  std::filesystem::path authorities;
};

TEST(TrustOverTls, ACertificateIsAskedForAndOneOfAStrangerEndsTheHandshake) {
  const certificates world;
  const service_wish anybody;
  const service_wish known{.client_rules = "certificate_subject = \"CN=mine\"\n"};
  EXPECT_EQ(world.status(anybody, false, {}), 200);
  EXPECT_EQ(world.status(anybody, true, {}), 0);
  EXPECT_EQ(world.status(anybody, true, world.mine), 200); // nobody's: the token tells
  for (const bool required : {false, true}) {
    EXPECT_EQ(world.status(known, required, world.mine), 200);
    EXPECT_EQ(world.status(known, required, world.other), 401);
    EXPECT_EQ(world.status(known, required, world.stranger), 0);
    EXPECT_EQ(world.status(known, required, {}), required ? 0 : 401);
    EXPECT_EQ(world.status(known, required, world.mine, false), 401); // the certificate alone
  }
}

TEST(TrustOverTls, AFingerprintIsHeldAgainstTheCertificateAndNotItsName) {
  const certificates world;
  const service_wish right{.client_rules = "certificate_sha256 = \"" + sha256_of(world.mine.certificate) + "\"\n"};
  const service_wish wrong{.client_rules = "certificate_subject = \"CN=mine\"\ncertificate_sha256 = \"" +
                                           sha256_of(world.other.certificate) + "\"\n"};
  EXPECT_EQ(world.status(right, true, world.mine), 200);
  EXPECT_EQ(world.status(right, true, world.other), 401);
  EXPECT_EQ(world.status(wrong, true, world.mine), 401);
}

TEST(TrustOverTls, ACertificateSufficesOnlyWhereThatIsSaid) {
  const certificates world;
  const service_wish wish{.client_rules = "certificate_subject = \"CN=mine\"\ncertificate_suffices = true\n"};
  EXPECT_EQ(world.status(wish, false, world.mine, false), 200);
  EXPECT_EQ(world.status(wish, false, world.mine), 200);
  EXPECT_EQ(world.status(wish, false, world.other, false), 401);
  EXPECT_EQ(world.status(wish, false, {}, false), 401);
  EXPECT_EQ(world.status(wish, false, world.stranger, false), 0);
  const service_wish not_here{.client_rules = "certificate_subject = \"CN=mine\"\ncertificate_suffices = true\n"
                                              "services = [\"antiviral-patient-view\"]\n"};
  EXPECT_EQ(world.status(not_here, false, world.mine, false), 403);
}

} // namespace
