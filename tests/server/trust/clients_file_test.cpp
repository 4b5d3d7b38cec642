// The clients' file: what is read, and every fault with its place.
#include "server/trust/clients_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "server/trust/key_ring.hpp"
#include "tests/server/support/certificate.hpp"
#include "tests/server/support/jwt_signer.hpp"

namespace {

using hooks::algorithm;
using hooks::client;
using server_tests::temporary_directory;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string good = "[[client]]\nname = \"a\"\niss = \"https://a\"\njku = \"https://a/jwks\"\n";

std::vector<std::string> faults_of(const std::string& text) {
  const auto read = server::read_clients(text, "c.toml");
  std::vector<std::string> all;
  if (!read)
    for (const auto& fault : read.error()) all.push_back(to_text(fault));
  return all;
}

TEST(ClientsFile, FillsInWhatIsNotSaid) {
  const auto read = server::read_clients(good, "c.toml");
  ASSERT_TRUE(read);
  client wanted;
  wanted.name = "a";
  wanted.iss = "https://a";
  wanted.jku = "https://a/jwks";
  EXPECT_EQ(*read, std::vector<client>{wanted});
  EXPECT_EQ(wanted.algorithms, (std::vector{algorithm::es384, algorithm::rs384}));
  EXPECT_EQ(wanted.longest_life, std::chrono::seconds{300});
  EXPECT_EQ(server::read_clients("", "c.toml")->size(), 0U);
}

TEST(ClientsFile, ReadsTheExampleThatIsDeployed) {
  const auto read = server::read_clients_file(VESICLE_SOURCE_DIR "/deploy/clients.example.toml");
  ASSERT_TRUE(read) << to_text(read.error().front());
  ASSERT_EQ(read->size(), 5U);
  const auto& whole = (*read)[1];
  client wanted;
  wanted.name = "ehr-epic-shaped";
  wanted.iss = "https://ehr2.example/oauth2";
  wanted.jku = "https://ehr2.example/oauth2/jwks";
  wanted.tenants = {"north", "south"};
  wanted.algorithms = {algorithm::rs384};
  wanted.longest_life = std::chrono::seconds{900};
  wanted.services = std::vector<std::string>{"antiviral-order-sign", "antiviral-patient-view"};
  wanted.fhir_servers = {"https://ehr2.example/fhir/r4"};
  wanted.origins = {"https://ehr2.example"};
  wanted.feedback_to_service_url = true;
  wanted.action_selection_behavior = true;
  wanted.answer_extension = false;
  wanted.certificate_sha256 = "2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6";
  EXPECT_EQ(whole, wanted);
  EXPECT_FALSE((*read)[2].fetches_keys());
  EXPECT_TRUE((*read)[3].certificate_suffices);
  EXPECT_TRUE((*read)[4].demo && (*read)[4].any_https_fhir_server);
  EXPECT_THAT(server::warnings_about(*read),
              ElementsAre(HasSubstr("client `sandbox` is a demo: anybody can sign as it"),
                          HasSubstr("client `sandbox` may name any https server")));
  EXPECT_NO_THROW(server::client_register{*read});
}

TEST(ClientsFile, TakesPinnedKeysFromAFileBesideIt) {
  const temporary_directory directory;
  const auto key = server_tests::with(server_tests::signing_key::ec("P-384").jwk(), "kid", "\"k\"");
  const auto set = "{\"keys\":[" + server_tests::object_of(key) + "]}";
  directory.write("keys.json", set);
  const auto file = directory.write("c.toml", "[[client]]\nname = \"a\"\niss = \"i\"\nkeys = \"keys.json\"\n");
  const auto read = server::read_clients_file(file);
  ASSERT_TRUE(read) << to_text(read.error().front());
  EXPECT_EQ(read->front().pinned, set);
  EXPECT_EQ(read->front().jku, "");
}

TEST(ClientsFile, NamesEveryFaultWithItsPlace) {
  const std::string start = "[[client]]\nname = \"a\"\niss = \"https://a\"\n";
  struct fault_row {
    std::string text;
    std::vector<std::string> faults;
  };
  const std::string origin = "must hold origins such as `https://ehr.example`, in lower case and without a path";
  const std::string algorithms = "must hold some of ES256, ES384, RS256, RS384";
  for (const auto& row : std::vector<fault_row>{
           {"[client]\nname = \"a\"\n", {"c.toml:1:1: `client` must be tables, each begun with `[[client]]`"}},
           {"client = []\nclients = 1\n", {"c.toml:2:1: unknown key `clients`, known here: `client`"}},
           {"client = [1]\n", {"c.toml:1:10: `client` must be tables, each begun with `[[client]]`"}},
           {"[[client]]\n",
            {"c.toml:1:1: client needs `name`", "c.toml:1:1: client needs `iss`",
             "c.toml:1:1: client needs `jku` or `keys`"}},
           {start, {"c.toml:1:1: client needs `jku` or `keys`"}},
           {start + "jku = \"http://a/jwks\"\n", {"c.toml:4:7: `client.jku` must begin with `https://`"}},
           {start + "jku = \"http://127.0.0.1/jwks\"\n", {"c.toml:4:7: `client.jku` must begin with `https://`"}},
           {start + "demo = true\njku = \"http://ehr.example/jwks\"\n",
            {"c.toml:5:7: `client.jku` must begin with `https://`"}},
           {start + "jku = \"https://u:p@a/jwks\"\n", {"c.toml:4:7: `client.jku` must not name a user"}},
           {start + "jku = 1\n",
            {"c.toml:1:1: client needs `jku` or `keys`", "c.toml:4:7: `client.jku` must be a text that is not empty"}},
           {good + "tenants = \"a\"\n", {"c.toml:5:11: `client.tenants` must be a list of texts"}},
           {good + "tenants = [\"a\", 1, \"\"]\n",
            {"c.toml:5:17: `client.tenants` must hold texts that are not empty",
             "c.toml:5:20: `client.tenants` must hold texts that are not empty"}},
           {good + "algorithms = [\"ES384\", \"HS256\"]\n", {"c.toml:5:14: `client.algorithms` " + algorithms}},
           {good + "algorithms = [\"none\"]\n", {"c.toml:5:14: `client.algorithms` " + algorithms}},
           {good + "algorithms = []\n", {"c.toml:5:14: `client.algorithms` " + algorithms}},
           {good + "longest_token_s = 59\n",
            {"c.toml:5:19: `client.longest_token_s` must be a whole number from 60 to 3600"}},
           {good + "longest_token_s = 3601\n",
            {"c.toml:5:19: `client.longest_token_s` must be a whole number from 60 to 3600"}},
           {good + "services = [\"antiviral\"]\n", {"c.toml:5:12: `client.services` names no service: `antiviral`"}},
           {good + "fhir_servers = [\"http://fhir.example\"]\n",
            {"c.toml:5:16: `client.fhir_servers` `http://fhir.example` must begin with `https://`"}},
           {good + "fhir_servers = [\"https://fhir.example?a=b\"]\n",
            {"c.toml:5:16: `client.fhir_servers` `https://fhir.example?a=b` must not have a query"}},
           {good + "any_https_fhir_server = true\n",
            {"c.toml:5:25: `client.any_https_fhir_server` sends the patient's token to whatever server is named: only "
             "with `demo = true`"}},
           {good + "origins = [\"*\"]\n", {"c.toml:5:11: `client.origins` " + origin}},
           {good + "demo = 1\n", {"c.toml:5:8: `client.demo` must be `true` or `false`"}},
           {good + "certificate_sha256 = \"ab\"\n", {"c.toml:5:22: `client.certificate_sha256` must be 64 hex digits"}},
           {good + "certificate_suffices = true\n",
            {"c.toml:5:24: `client.certificate_suffices` needs `certificate_sha256` or `certificate_subject`"}},
           {good + "keys = 1\n",
            {"c.toml:5:8: `client.keys` must be the name of a file that holds a JWK set, or a table of that form"}},
           {good + "keys = \"nowhere.json\"\n",
            {"c.toml:5:8: `client.keys` file `nowhere.json` cannot be opened: No such file or directory"}},
           {good + "keys = { keys = [] }\n",
            {"c.toml:5:8: `client.keys` cannot be used: the key set holds no key that can be used"}},
           {start + "keys = { a = 1 }\n", {"c.toml:4:8: `client.keys` cannot be used: the key set has no list `keys`"}},
           {good + "kyes = \"a\"\n",
            {"c.toml:5:1: unknown key `client.kyes`, known here: `action_selection_behavior`, `algorithms`, "
             "`answer_extension`, `any_https_fhir_server`, `certificate_sha256`, `certificate_subject`, "
             "`certificate_suffices`, `demo`, `feedback_to_service_url`, `fhir_servers`, `iss`, `jku`, `keys`, "
             "`longest_token_s`, `name`, `origins`, `services`, `tenants`"}},
           {good + good,
            {"c.toml:6:8: `client.name` is that of the client in line 2",
             "c.toml:7:7: `client.iss` is that of the client in line 3"}},
           {good + "certificate_subject = \"CN=a\"\n[[client]]\nname = \"b\"\niss = \"b\"\njku = \"https://b\"\n"
                   "certificate_subject = \"CN=a\"\n",
            {"c.toml:10:23: `client.certificate_subject` is that of the client in line 5"}},
           {good + "longest_token_s = 0\n[[client]]\nname = 1\n",
            {"c.toml:5:19: `client.longest_token_s` must be a whole number from 60 to 3600",
             "c.toml:6:1: client needs `iss`", "c.toml:6:1: client needs `jku` or `keys`",
             "c.toml:7:8: `client.name` must be a text that is not empty"}},
       })
    EXPECT_EQ(faults_of(row.text), row.faults) << row.text;
}

TEST(ClientsFile, RefusesAPrivateKeyAndSaysWhy) {
  const temporary_directory directory;
  const auto key = server_tests::with(server_tests::signing_key::ec("P-384").private_jwk(), "kid", "\"k\"");
  const auto other = server_tests::with(server_tests::signing_key::ec("P-384").jwk(), "kid", "\"l\"");
  directory.write("keys.json",
                  "{\"keys\":[" + server_tests::object_of(other) + "," + server_tests::object_of(key) + "]}");
  const auto file = directory.write("c.toml", "[[client]]\nname = \"a\"\niss = \"i\"\nkeys = \"keys.json\"\n");
  const auto read = server::read_clients_file(file);
  ASSERT_FALSE(read);
  EXPECT_THAT(to_text(read.error().front()),
              HasSubstr("c.toml:4:8: `client.keys` cannot be used: key 2 holds a private part"));
}

TEST(ClientsFile, LetsTheSandboxInAsADemoOnly) {
  const std::string demand = "anybody can sign as the public sandbox: its client must say `demo = true`";
  const std::string sandbox = "https://sandbox.cds-hooks.org";
  for (const auto& text :
       {"[[client]]\nname = \"s\"\niss = \"" + sandbox + "\"\njku = \"https://a/jwks\"\n",
        "[[client]]\nname = \"s\"\niss = \"https://a\"\njku = \"" + sandbox + "/.well-known/jwks.json\"\n",
        std::string("[[client]]\nname = \"s\"\niss = \"https://a\"\nkeys = { keys = [{ kty = \"EC\", crv = \"P-384\", "
                    "kid = \"k\", "
                    "x = \"dw_JGR8nB2I6XveNxUOl2qk699ZPLM2nYI5STSdiEl9avAkrm3CkfYMbrrjr8laB\", "
                    "y = \"Sm3mLE-n1zYNla_aiE3cb3nZsL51RbC7ysw3q8aJLxGm-hx79RPMYpITDjp7kgzy\" }] }\n")}) {
    EXPECT_THAT(faults_of(text), ElementsAre("c.toml:1:1: " + demand)) << text;
    EXPECT_THAT(faults_of(text + "demo = true\n"), ElementsAre()) << text;
  }
}

TEST(ClientsFile, IsReadableAndNotEverybodysToWrite) {
  namespace fs = std::filesystem;
  const temporary_directory directory;
  const auto file = directory.write("c.toml", good);
  EXPECT_TRUE(server::read_clients_file(file));
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  const auto read = server::read_clients_file(file);
  ASSERT_FALSE(read);
  EXPECT_EQ(to_text(read.error().front()), file.string() + ": can be written by everybody, set its mode to 600");
  const auto none = server::read_clients_file(directory.path() / "none.toml");
  ASSERT_FALSE(none);
  EXPECT_THAT(to_text(none.error().front()), HasSubstr("none.toml: cannot be opened"));
  EXPECT_THAT(faults_of("a = \n"), ElementsAre(HasSubstr("c.toml:1:")));
}

TEST(ClientsFile, WarnsOfWhatEverybodyShouldKnow) {
  EXPECT_THAT(server::warnings_about({}), ElementsAre("no client is registered: every call will be refused"));
  EXPECT_THAT(server::warnings_about(*server::read_clients(good, "c.toml")), ElementsAre());
}

} // namespace
