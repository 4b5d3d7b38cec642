// `vesicle check-config` as an administrator types it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "server/operation/checked_config.hpp"
#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"

namespace {

using namespace server_tests;
namespace fs = std::filesystem;

struct checked_world {
  temporary_directory directory;
  certificate_files files = make_certificate(directory);
  fs::path clients = directory.write("clients.toml", "[[client]]\nname = \"a\"\niss = \"https://a.example\"\n"
                                                     "jku = \"https://a.example/jwks\"\n");

  std::string good() const {
    return "certificate = \"" + files.certificate.string() + "\"\nkey = \"" + files.key.string() + "\"\nclients = \"" +
           clients.string() + "\"\npublic_url = \"https://cds.example.org\"\n";
  }
  outcome check(const std::string& text, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{VESICLE_PROGRAM, "check-config", directory.write("v.toml", text).string()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

TEST(CheckConfig, SaysThatAllIsInOrderAndWhatDiffers) {
  const checked_world world;
  const auto told = world.check(
      world.good() + "listen = \"127.0.0.1:8443\"\n[limits]\nconnections = 99\nhandshakes = 256\n", {"--show"});
  EXPECT_EQ(told.status, 0) << told.err;
  EXPECT_EQ(told.err, "");
  EXPECT_NE(told.out.find(" is in order: certificate "), told.out.npos) << told.out;
  EXPECT_NE(told.out.find(", 1 client, knowledge "), told.out.npos) << told.out;
  EXPECT_NE(told.out.find("limits.connections = 99\n"), told.out.npos) << told.out;
  EXPECT_EQ(told.out.find("handshakes"), told.out.npos) << told.out; // as the default
  EXPECT_EQ(told.out.find("listen ="), told.out.npos) << told.out;
}

TEST(CheckConfig, TellsEveryFaultOfEveryFile) {
  const checked_world world;
  world.directory.write("clients.toml", "[[client]]\nname = 1\n");
  fs::create_directory(world.directory.path() / "overlay");
  world.directory.write("overlay/rules.toml", "[nothing]\n");
  fs::remove(world.files.key);
  const auto told = world.check(world.good() + "overlay = \"" + (world.directory.path() / "overlay").string() + "\"\n");
  EXPECT_EQ(told.status, 1);
  EXPECT_EQ(told.out, "");
  EXPECT_NE(told.err.find("clients.toml:2:8: "), told.err.npos) << told.err;
  EXPECT_NE(told.err.find("rules.toml:1:"), told.err.npos) << told.err;
  EXPECT_NE(told.err.find("localhost.key` cannot be opened"), told.err.npos) << told.err;
}

TEST(CheckConfig, KeepsItsExitCodesApart) {
  const checked_world world;
  const auto unknown = world.check("threds = 2\n");
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.err.find("v.toml:1:1: unknown key `threds`"), unknown.err.npos) << unknown.err;
  const auto warned = world.check("threads = 2\n");
  EXPECT_EQ(warned.status, 0) << warned.err;
  EXPECT_NE(warned.err.find("warning: no `certificate`: a start needs --certificate FILE\n"), warned.err.npos);
  EXPECT_EQ(run({VESICLE_PROGRAM, "check-config", "/nonexistent.toml"}).status, 2);
  EXPECT_EQ(run({VESICLE_PROGRAM, "check-config"}).status, 2);
}

TEST(CheckConfig, ShowsWhatMakesADifference) {
  EXPECT_EQ(server::settings_that_differ("threads = 3\nextension = true\nsame_id = true\n[cors]\norigins = []\n"
                                         "[timeouts]\nidle_ms = 30000\nbody_ms = 999\n[prefetch]\noff = [\"labs\"]\n",
                                         "v.toml"),
            (std::vector<std::string>{"prefetch.off = [ 'labs' ]", "same_id = true", "threads = 3",
                                      "timeouts.body_ms = 999"}));
}

} // namespace
