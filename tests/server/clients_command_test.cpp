// `vesicle clients`, as an administrator uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"

namespace {

namespace fs = std::filesystem;
using server_tests::outcome;
using server_tests::run;
using server_tests::temporary_directory;
using testing::HasSubstr;
using testing::Not;
using words = std::vector<std::string>;

outcome clients(words asked) {
  asked.insert(asked.begin(), {VESICLE_PROGRAM, "clients"});
  return run(asked);
}
std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}
unsigned mode_of(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}
std::size_t files_in(const temporary_directory& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()));
}

TEST(ClientsCommand, AddsToAFileThatItMakesAndKeeps) {
  const temporary_directory directory;
  const auto file = (directory.path() / "clients.toml").string();
  const auto first = clients({"add", file, "--name", "one", "--iss", "https://one", "--jku", "https://one/jwks"});
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.out, "added client `one` to " + file + "\n");
  EXPECT_EQ(mode_of(file), 0600U);
  std::ofstream(file, std::ios::app) << "# a comment stays";
  fs::permissions(file, fs::perms(0640));
  const auto second = clients({"add",
                               file,
                               "--name",
                               "two \"quoted\"",
                               "--iss",
                               "https://two",
                               "--jku",
                               "https://two/jwks",
                               "--tenant",
                               "a",
                               "--tenant",
                               "b",
                               "--algorithm",
                               "RS384",
                               "--service",
                               "antiviral-order-sign",
                               "--fhir-server",
                               "https://two/fhir",
                               "--origin",
                               "https://two.example",
                               "--longest-token",
                               "900",
                               "--demo"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(mode_of(file), 0640U);
  EXPECT_THAT(text_of(file), HasSubstr("# a comment stays\n\n[[client]]\n"));
  const auto listed = clients({"list", file});
  EXPECT_EQ(listed.status, 0);
  EXPECT_THAT(listed.out, HasSubstr("one\n  issuer      https://one\n  keys        https://one/jwks\n  algorithms  "
                                    "ES384,RS384\n  tokens      at most 300 s\n"));
  EXPECT_THAT(listed.out, HasSubstr("two \"quoted\"  (demo: anybody can sign as it)\n"));
  EXPECT_THAT(listed.out, HasSubstr("at most 900 s"));
  const auto json = clients({"list", file, "--json"});
  EXPECT_THAT(json.out, HasSubstr(R"({"name":"two \"quoted\"","iss":"https://two","keys":"https://two/jwks",)"));
  const auto checked = clients({"check", file});
  EXPECT_EQ(checked.status, 0);
  EXPECT_THAT(checked.out, HasSubstr("warning: client `two \"quoted\"` is a demo"));
  EXPECT_THAT(checked.out, HasSubstr("ok: 2 clients without fault\n"));
}

TEST(ClientsCommand, AddsNothingThatCouldNotBeRead) {
  const temporary_directory directory;
  const auto file = (directory.path() / "clients.toml").string();
  ASSERT_EQ(clients({"add", file, "--name", "one", "--iss", "i", "--jku", "https://one/jwks"}).status, 0);
  const auto before = text_of(file);
  for (const auto& [asked, says] : std::vector<std::pair<words, std::string>>{
           {{"--name", "one", "--iss", "j", "--jku", "https://one/jwks"},
            "`client.name` is that of the client in line"},
           {{"--name", "two", "--iss", "i", "--jku", "https://one/jwks"}, "`client.iss` is that of the client in line"},
           {{"--name", "two", "--iss", "j", "--jku", "http://one/jwks"}, "`client.jku` must begin with `https://`"},
           {{"--name", "two", "--iss", "j", "--keys", "none.json"}, "file `none.json` cannot be opened"},
           {{"--name", "two", "--iss", "j", "--jku", "https://one/jwks", "--algorithm", "HS256"}, "must hold some of"},
           {{"--name", "two", "--iss", "https://sandbox.cds-hooks.org", "--jku", "https://one/jwks"}, "`demo = true`"},
       }) {
    words all{"add", file};
    all.insert(all.end(), asked.begin(), asked.end());
    const auto refused = clients(all);
    EXPECT_EQ(refused.status, 1) << says;
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr(says));
    EXPECT_EQ(text_of(file), before);
  }
  EXPECT_EQ(files_in(directory), 1U);
  for (const auto& asked :
       std::vector<words>{{"add", file, "--name", "x", "--iss", "x"},
                          {"add", file, "--name", "x", "--iss", "x", "--jku", "https://x", "--keys", "x"},
                          {"add", file, "--name", "x"},
                          {"dance"},
                          {}})
    EXPECT_EQ(clients(asked).status, 2);
}

TEST(ClientsCommand, ChecksAFileAndTellsEveryFault) {
  const temporary_directory directory;
  const auto file = directory.write("c.toml", "[[client]]\nnme = \"a\"\niss = 1\n").string();
  const auto checked = clients({"check", file});
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.out, HasSubstr(file + ":1:1: client needs `name`\n"));
  EXPECT_THAT(checked.out, HasSubstr(file + ":2:1: unknown key `client.nme`"));
  EXPECT_THAT(checked.out, HasSubstr(file + ":3:7: `client.iss` must be a text"));
  EXPECT_EQ(clients({"list", file}).status, 1);
  const auto none = clients({"check", "/nonexistent.toml"});
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(none.out, "/nonexistent.toml: cannot be opened: No such file or directory\n");
}

TEST(ClientsCommand, MakesAKeyOnceAndNeverShowsIt) {
  const temporary_directory directory;
  const auto key = (directory.path() / "try.pem").string();
  const auto made = clients({"key", key});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(mode_of(key), 0600U);
  EXPECT_THAT(made.out, testing::StartsWith(R"({"keys":[{"crv":"P-384","kty":"EC","x":")"));
  EXPECT_THAT(made.out, Not(HasSubstr("\"d\"")));
  EXPECT_THAT(made.out, Not(HasSubstr("PRIVATE")));
  const auto before = text_of(key);
  const auto again = clients({"key", key});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.err, HasSubstr("cannot be made: File exists"));
  EXPECT_EQ(text_of(key), before);

  directory.write("keys.json", made.out);
  const auto file = (directory.path() / "clients.toml").string();
  EXPECT_EQ(clients({"add", file, "--name", "me", "--iss", "urn:me", "--keys", "keys.json"}).status, 0);
  const auto token = clients({"token", key, "--iss", "urn:me", "--aud", "https://here/cds-services"});
  EXPECT_EQ(token.status, 0) << token.err;
  EXPECT_THAT(token.out, testing::MatchesRegex("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{128}\n"));
  EXPECT_EQ(token.err, "");
}

TEST(ClientsCommand, SignsWithAKeyThatIsFitAndKept) {
  const temporary_directory directory;
  const auto key = (directory.path() / "try.pem").string();
  ASSERT_EQ(clients({"key", key}).status, 0);
  const auto sign = [](const std::string& with) { return clients({"token", with, "--iss", "i", "--aud", "a"}); };
  fs::permissions(key, fs::perms(0644));
  EXPECT_THAT(sign(key).err, HasSubstr("is open to its group or others, set its mode to 600"));
  const auto other = server_tests::make_certificate(directory).key.string(); // of P-256
  EXPECT_THAT(sign(other).err, HasSubstr("holds no private key of P-384 in PEM form"));
  const auto missing = sign((directory.path() / "none").string());
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.out, "");
  EXPECT_THAT(missing.err, HasSubstr("`vesicle clients key FILE` makes one"));
  EXPECT_EQ(clients({"token", key, "--iss", "i"}).status, 2);
  EXPECT_EQ(clients({"token", key, "--iss", "i", "--aud", "a", "--lifetime", "0"}).status, 2);
}

} // namespace
