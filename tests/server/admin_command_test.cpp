// `vesicle admin`, as an administrator uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/server/support/process.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using server_tests::outcome;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct AdminCommand : testing::Test {
  server_tests::temporary_directory place;
  std::string file = (place.path() / "tokens.toml").string();

  outcome admin(std::vector<std::string> words, bool with_file = true) const {
    words.insert(words.begin(), {VESICLE_PROGRAM, "admin"});
    if (with_file) words.insert(words.end(), {"--tokens", file});
    return server_tests::run(words);
  }
  std::string kept() const {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
};

TEST_F(AdminCommand, ShowsATokenOnceAndKeepsItsHash) {
  const auto made = admin({"token", "--name", "ward-nurse", "--role", "reviewer"});
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_THAT(made.out, testing::MatchesRegex("vat_[A-Za-z0-9_-]+\n")); // alone, so that it goes into a file
  EXPECT_EQ(made.out.size(), 48u);
  EXPECT_THAT(made.err, AllOf(HasSubstr("for `ward-nurse` as reviewer until "), Not(HasSubstr("vat_"))));
  const auto secret = made.out.substr(4, 43);
  EXPECT_THAT(kept(), AllOf(HasSubstr("ward-nurse"), Not(HasSubstr(secret))));
  struct ::stat found {};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  const auto listed = admin({"list"});
  EXPECT_THAT(listed.out, AllOf(HasSubstr("ward-nurse"), HasSubstr("reviewer"), Not(HasSubstr(secret))));
}

TEST_F(AdminCommand, TakesATokenBack) {
  ASSERT_EQ(admin({"token", "--name", "a"}).status, 0);
  ASSERT_EQ(admin({"token", "--name", "b"}).status, 0);
  EXPECT_EQ(admin({"token", "--name", "a"}).status, 1); // there is one
  EXPECT_EQ(admin({"revoke", "a"}).status, 0);
  EXPECT_THAT(admin({"list"}).out, AllOf(testing::StartsWith("b "), HasSubstr("admin")));
  EXPECT_EQ(admin({"revoke", "a"}).status, 1);
  EXPECT_EQ(admin({"revoke", "b"}).status, 0);
  EXPECT_EQ(admin({"list"}).out, "no token\n");
}

TEST_F(AdminCommand, FindsItsFileByTheConfiguration) {
  const auto config = place.path() / "vesicle.toml";
  std::ofstream(config) << "data = \"" << place.path().string() << "\"\n";
  EXPECT_EQ(admin({"token", "--name", "a", "--config", config.string()}, false).status, 0);
  EXPECT_TRUE(std::filesystem::exists(place.path() / "admin-tokens.toml"));
  std::ofstream(config) << "[admin]\ntokens = \"" << file << "\"\n";
  EXPECT_EQ(admin({"list", "--config", config.string()}, false).out, "no token\n");
  std::ofstream(config) << "threads = 2\n";
  EXPECT_THAT(admin({"list", "--config", config.string()}, false).err, HasSubstr("names no place for tokens"));
}

TEST_F(AdminCommand, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(admin({"token", "--name", "a b"}).status, 2);
  EXPECT_EQ(admin({"token", "--name", "a", "--role", "root"}).status, 2);
  EXPECT_EQ(admin({"token", "--name", "a", "--days", "0"}).status, 2);
  EXPECT_EQ(admin({"token"}).status, 2);
  EXPECT_EQ(admin({"list"}, false).status, 2);
  std::ofstream(file) << "[[token]]\nname = 7\n";
  const auto broken = admin({"token", "--name", "a"});
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.err, HasSubstr("tokens.toml:"));
  EXPECT_EQ(kept(), "[[token]]\nname = 7\n"); // left as it is
}

} // namespace
