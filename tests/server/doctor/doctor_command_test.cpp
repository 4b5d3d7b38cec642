// `vesicle doctor`: it finds what is wrong, changes nothing, and tells no secret.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"

namespace {

using namespace server_tests;
namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file and directory below, with content and times.
std::map<std::string, std::string> tree(const fs::path& top) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(top))
    all[entry.path().string()] = std::to_string(fs::last_write_time(entry.path()).time_since_epoch().count()) +
                                 (entry.is_regular_file() ? text_of(entry.path()) : std::string());
  return all;
}

certificate_wish long_lived() {
  certificate_wish wish;
  wish.valid_to_seconds = 90 * 86'400;
  return wish;
}

struct doctored_world {
  temporary_directory directory;
  certificate_files files = make_certificate(directory, long_lived());
  fs::path data = directory.path() / "data";
  fs::path config;

  doctored_world() {
    directory.write("clients.toml",
                    "[[client]]\nname = \"a\"\niss = \"https://a.example\"\njku = \"https://a.example/jwks\"\n");
    config = directory.write(
        "v.toml", "listen = \"127.0.0.1:0\"\ncertificate = \"" + files.certificate.string() + "\"\nkey = \"" +
                      files.key.string() + "\"\nclients = \"" + (directory.path() / "clients.toml").string() +
                      "\"\npublic_url = \"https://localhost:8443\"\ndata = \"" + data.string() + "\"\n");
    fs::create_directory(data);
    fs::permissions(data, fs::perms::owner_all);
    // A store as a server leaves it.
    process served({VESICLE_PROGRAM, "serve", "--config", config.string()});
    served.line();
    served.signal(15);
    served.finish();
  }
  outcome examine(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{VESICLE_PROGRAM, "doctor", "--config", config.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

TEST(Doctor, FindsAGoodWorldInOrderAndLeavesItAsItIs) {
  const doctored_world world;
  const auto before = tree(world.directory.path());
  const auto told = world.examine();
  EXPECT_EQ(told.status, 0) << told.out << told.err;
  EXPECT_EQ(told.out.find("fault "), told.out.npos) << told.out;
  for (const auto* line : {"ok       config ", "ok       certificate  is valid for ", "ok       names ",
                           "ok       clients      1 registered", "ok       knowledge ", "ok       store ",
                           "ok       database     every page of vesicle.db can be read",
                           "ok       port         `127.0.0.1:0` is free", "openssl "})
    EXPECT_NE(told.out.find(line), told.out.npos) << line << " in\n" << told.out;
  // Of the 90 days that it was made for, as whole ones: a moment later one is no longer whole.
  EXPECT_THAT(told.out, testing::ContainsRegex("certificate  is valid for (89|90) more days"));
  EXPECT_EQ(tree(world.directory.path()), before);
  const auto json = world.examine({"--json"});
  EXPECT_TRUE(json.out.starts_with(R"({"findings":[{"state":"ok","about":"config",)")) << json.out;
}

TEST(Doctor, FindsWhatIsWrongAndTellsNoSecret) {
  const doctored_world world;
  const auto key = text_of(world.files.key);
  fs::resize_file(world.data / "vesicle.db", 6000);
  fs::permissions(world.directory.path() / "clients.toml", fs::perms::others_write, fs::perm_options::add);
  fs::permissions(world.data, fs::perms::others_read, fs::perm_options::add);
  fs::permissions(world.files.key, fs::perms::others_read, fs::perm_options::add);
  const auto told = world.examine();
  EXPECT_EQ(told.status, 1) << told.out;
  for (const auto* line : {"fault    database     vesicle.db: ", "clients.toml` can be changed by everybody",
                           "is open to everybody", "can be read by others"})
    EXPECT_NE(told.out.find(line), told.out.npos) << line << " in\n" << told.out;
  const auto secret = key.substr(key.find('\n') + 1, 40);
  EXPECT_EQ(told.out.find(secret), told.out.npos);
}

TEST(Doctor, TellsADatabaseThatCannotBeReached) {
  const temporary_directory directory;
  for (const auto& [url, says] : std::vector<std::pair<std::string, std::string>>{
           {"host=" + directory.path().string() + " dbname=vesicle", "fault    database     cannot be used: "},
           {"postgresql://v:s3cret@127.0.0.1/vesicle", "fault    config "}}) {
    const auto config = directory.write("v.toml", "[database]\nurl = \"" + url + "\"\n");
    const auto told = run({VESICLE_PROGRAM, "doctor", "--config", config.string()});
    EXPECT_EQ(told.status, 1);
    EXPECT_NE(told.out.find(says), told.out.npos) << told.out;
    EXPECT_EQ(told.out.find("s3cret"), told.out.npos) << told.out;
  }
}

TEST(Doctor, TellsAConfigurationThatCannotBeRead) {
  const temporary_directory directory;
  const auto config = directory.write("v.toml", "threads = 0\n");
  const auto told = run({VESICLE_PROGRAM, "doctor", "--config", config.string()});
  EXPECT_EQ(told.status, 1);
  EXPECT_NE(told.out.find("fault    config       " + config.string() + ":1:"), told.out.npos) << told.out;
  EXPECT_EQ(run({VESICLE_PROGRAM, "doctor"}).status, 2);
  const auto fetched = directory.write(
      "w.toml",
      "clients = \"" +
          directory.write("c.toml", "[[client]]\nname = \"a\"\niss = \"urn:a\"\njku = \"https://127.0.0.1:1/jwks\"\n")
              .string() +
          "\"\n");
  const auto asked = run({VESICLE_PROGRAM, "doctor", "--config", fetched.string(), "--fetch"});
  EXPECT_NE(asked.out.find("fault    keys         keys of `a` cannot be fetched: connect, status 0"), asked.out.npos)
      << asked.out;
}

} // namespace
