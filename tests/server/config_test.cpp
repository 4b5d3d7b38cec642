#include "server/config.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fhir/json/document.hpp"
#include "server/listen_address.hpp"
#include "tests/server/support/certificate.hpp"

namespace {

using std::chrono::milliseconds;

std::vector<std::string> faults_of(std::string_view text) {
  const auto read = server::read_config(text, "v.toml");
  std::vector<std::string> all;
  if (!read)
    for (const auto& fault : read.error()) all.push_back(to_text(fault));
  return all;
}

TEST(Config, KeepsTheDefaultsOfAnEmptyFile) {
  const auto read = server::read_config("", "v.toml");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, server::settings{});
  EXPECT_EQ(read->listen, "127.0.0.1:8443");
}

// What operators rely on without saying it. That each is held is shown where it is: tests of sessions, listener, gate,
// JSON and load.
TEST(Config, HasTheDefaultsThatArePromised) {
  const server::limits limits;
  EXPECT_EQ(limits.body_bytes, 1048576U);
  EXPECT_EQ(limits.bodies_bytes, 134217728U);
  EXPECT_EQ(limits.header_bytes, 8192U);
  EXPECT_EQ(limits.target_bytes, 2048U);
  EXPECT_EQ(limits.fields, 64U);
  EXPECT_EQ(limits.connections, 4096U);
  EXPECT_EQ(limits.handshakes, 256U);
  EXPECT_EQ(limits.requests_per_connection, 1000U);
  const server::timeouts timeouts;
  EXPECT_EQ(timeouts.handshake, milliseconds{5'000});
  EXPECT_EQ(timeouts.header, milliseconds{5'000});
  EXPECT_EQ(timeouts.body, milliseconds{10'000});
  EXPECT_EQ(timeouts.answer, milliseconds{500});
  EXPECT_EQ(timeouts.fetch, milliseconds{400});
  EXPECT_EQ(timeouts.write, milliseconds{10'000});
  EXPECT_EQ(timeouts.idle, milliseconds{30'000});
  EXPECT_EQ(timeouts.connection, milliseconds{600'000});
  EXPECT_EQ(timeouts.drain, milliseconds{25'000});
  const fhir::json::limits json;
  EXPECT_EQ(json.depth, 64U);
  EXPECT_EQ(json.key_bytes, 256U);
  EXPECT_EQ(json.memory_bytes, 16 * limits.body_bytes);
}

TEST(Config, ReadsEveryKey) {
  const auto read = server::read_config(R"(
listen = "[::1]:9443"
certificate = "c.pem"
key = "k.pem"
data = "/var/lib/vesicle"
knowledge = "/etc/vesicle/knowledge"
overlay = "/etc/vesicle/overlay"
threads = 3
clients = "clients.toml"
public_url = "https://cds.example.org/vesicle/"
same_id = true
extension = false
knowledge_pages = true
[prefetch]
off = ["allergies", "statements"]
[fetch]
authorities = "fhir.pem"
servers = ["https://ehr.example.org/fhir/", "http://127.0.0.1:8080/r4"]
any_https_server = true
[mutual_tls]
authorities = "clients.pem"
required = true
[admin]
listen = "127.0.0.1:9444"
console = false
tokens = "/etc/vesicle/tokens.toml"
audit = "/var/log/vesicle/audit"
hosts = ["cds.example"]
[log]
format = "json"
level = "debug"
[cors]
origins = ["https://ehr.example", "http://localhost:8080"]
[limits]
body_bytes = 4194304
bodies_bytes = 8388608
header_bytes = 16384
connections = 10
handshakes = 5
requests_per_connection = 7
[timeouts]
handshake_ms = 1000
header_ms = 1001
body_ms = 1002
answer_ms = 1008
fetch_ms = 1009
write_ms = 1003
idle_ms = 1004
linger_ms = 1005
connection_ms = 1006
unready_ms = 10
drain_ms = 1007
)",
                                        "v.toml");
  ASSERT_TRUE(read);
  server::settings wanted;
  wanted.listen = "[::1]:9443";
  wanted.certificate = "c.pem";
  wanted.key = "k.pem";
  wanted.data = "/var/lib/vesicle";
  wanted.knowledge = "/etc/vesicle/knowledge";
  wanted.overlay = "/etc/vesicle/overlay";
  wanted.threads = 3;
  wanted.clients = "clients.toml";
  wanted.public_url = "https://cds.example.org/vesicle";
  wanted.same_id = true;
  wanted.extension = false;
  wanted.knowledge_pages = true;
  wanted.keys_off = {"allergies", "statements"};
  wanted.fetching = {"fhir.pem", {"https://ehr.example.org/fhir", "http://127.0.0.1:8080/r4"}, true};
  wanted.mutual_tls = {"clients.pem", true};
  wanted.admin = {"127.0.0.1:9444", false, "/etc/vesicle/tokens.toml", "/var/log/vesicle/audit", {"cds.example"}};
  wanted.logging = {"json", "debug"};
  wanted.origins = {"https://ehr.example", "http://localhost:8080"};
  wanted.limits = {4194304, 16384, 2048, 64, 10, 5, 7, 8388608};
  wanted.timeouts = {milliseconds{1000}, milliseconds{1001}, milliseconds{1002}, milliseconds{1008},
                     milliseconds{1009}, milliseconds{1003}, milliseconds{1004}, milliseconds{1005},
                     milliseconds{1006}, milliseconds{10},   milliseconds{1007}};
  EXPECT_EQ(*read, wanted);
}

TEST(Config, ReadsADatabaseInPlaceOfADirectory) {
  const auto read = server::read_config(R"(
[database]
url = "postgresql://vesicle@/vesicle?host=/run/postgresql"
password_file = "/etc/vesicle/password"
)",
                                        "v.toml");
  ASSERT_TRUE(read);
  server::settings wanted;
  wanted.database = {"postgresql://vesicle@/vesicle?host=/run/postgresql", "/etc/vesicle/password"};
  EXPECT_EQ(*read, wanted);
  EXPECT_TRUE(read->keeps_records());
}

TEST(Config, NamesEveryFaultWithItsPlace) {
  struct fault_row {
    const char* text;
    std::vector<std::string> faults;
  };
  const std::vector<fault_row> rows{
      {"listne = \"127.0.0.1:1\"",
       {"v.toml:1:1: unknown key `listne`, known here: `admin`, `certificate`, `clients`, `cors`, `data`, "
        "`database`, `extension`, "
        "`fetch`, `key`, `knowledge`, `knowledge_pages`, `limits`, `listen`, `log`, `mutual_tls`, `overlay`, "
        "`prefetch`, `public_url`, "
        "`same_id`, "
        "`threads`, `timeouts`"}},
      {"[limits]\nbody = 3\n",
       {"v.toml:2:1: unknown key `limits.body`, known here: `bodies_bytes`, `body_bytes`, `connections`, `handshakes`, "
        "`header_bytes`, `requests_per_connection`"}},
      {"[cors]\n  origin = []\n", {"v.toml:2:3: unknown key `cors.origin`, known here: `origins`"}},
      {"listen = 8443", {"v.toml:1:10: `listen` must be a text that is not empty"}},
      {"key = \"\"", {"v.toml:1:7: `key` must be a text that is not empty"}},
      {"listen = \"localhost:8443\"",
       {"v.toml:1:10: `listen` is wrong: listen address `localhost:8443` needs a literal IP address, an IPv6 one in "
        "brackets"}},
      {"threads = 0", {"v.toml:1:11: `threads` must be a whole number from 1 to 256"}},
      {"threads = 2.0", {"v.toml:1:11: `threads` must be a whole number from 1 to 256"}},
      {"limits = 3", {"v.toml:1:10: `limits` must be a table"}},
      {"[limits]\nbody_bytes = 4194305",
       {"v.toml:2:14: `limits.body_bytes` must be a whole number from 1024 to 4194304"}},
      {"[timeouts]\nidle_ms = \"30s\"", {"v.toml:2:11: `timeouts.idle_ms` must be a whole number from 10 to 600000"}},
      {"[timeouts]\nheader_ms = -1", {"v.toml:2:13: `timeouts.header_ms` must be a whole number from 10 to 60000"}},
      {"[cors]\norigins = \"*\"", {"v.toml:2:11: `cors.origins` must be a list of texts"}},
      {"[cors]\norigins = [\"*\", \"https://ok.example\", \"https://a/b\", 3]",
       {"v.toml:2:12: `cors.origins` must hold origins such as `https://ehr.example`, in lower case and without a path",
        "v.toml:2:39: `cors.origins` must hold origins such as `https://ehr.example`, in lower case and without a path",
        "v.toml:2:54: `cors.origins` must hold origins such as `https://ehr.example`, in lower case and without a "
        "path"}},
      {"public_url = \"http://cds.example.org\"", {"v.toml:1:14: `public_url` must begin with `https://`"}},
      {"[prefetch]\noff = [\"labs\", \"lab\", \"patient\"]",
       {"v.toml:1:1: `prefetch.off`: there is no key `lab`",
        "v.toml:1:1: `prefetch.off`: nothing can be checked without `patient`"}},
      {"[fetch]\nservers = [\"https://u@ehr.example/fhir\"]", {"v.toml:1:1: `fetch.servers` must not name a user"}},
      {"[admin]\nlisten = \"9443\"",
       {"v.toml:2:10: `admin.listen` is wrong: listen address `9443` has no port, write it as `127.0.0.1:8443`"}},
      {"[admin]\nhosts = [\"CDS.example\", \"cds.example:9443\"]",
       {"v.toml:1:1: `admin.hosts` must hold names such as `cds.hospital.example`, in lower case and without a port"}},
      {"[admin]\nconsole = \"yes\"", {"v.toml:2:11: `admin.console` must be `true` or `false`"}},
      {"[database]\npassword_file = \"p\"", {"v.toml:1:1: `database` needs `database.url`"}},
      {"[database]\nurl = \"postgresql://vesicle:se-cret@db.example/vesicle\"",
       {"v.toml:2:7: `database.url` must hold no password: give `database.password_file`, or libpq's PGPASSFILE"}},
      {"[database]\nurl = \"hots=se-cret\"",
       {"v.toml:2:7: `database.url` must be a URL such as "
        "`postgresql://vesicle@db.example/vesicle?sslmode=verify-full` or libpq's `keyword=value` pairs, and is "
        "neither"}},
      {"data = \"d\"\n[database]\nurl = \"dbname=vesicle\"", {"v.toml:1:1: give `data` or `database.url`, not both"}},
      {"[log]\nformat = \"xml\"\nlevel = \"all\"",
       {"v.toml:2:10: `log.format` must be one of `text`, `json`",
        "v.toml:3:9: `log.level` must be one of `debug`, `info`, `warning`, `error`"}},
      {"[mutual_tls]\nrequired = true", {"v.toml:1:1: `mutual_tls.required` needs `mutual_tls.authorities`"}},
      {"threads = 0\nkey = 1\nfoo = 2\n[limits]\nconnections = 0\n",
       {"v.toml:1:11: `threads` must be a whole number from 1 to 256",
        "v.toml:2:7: `key` must be a text that is not empty",
        "v.toml:3:1: unknown key `foo`, known here: `admin`, `certificate`, `clients`, `cors`, `data`, "
        "`database`, `extension`, "
        "`fetch`, `key`, `knowledge`, `knowledge_pages`, `limits`, `listen`, `log`, `mutual_tls`, `overlay`, "
        "`prefetch`, `public_url`, "
        "`same_id`, "
        "`threads`, `timeouts`",
        "v.toml:5:15: `limits.connections` must be a whole number from 1 to 65536"}},
  };
  for (const auto& row : rows) EXPECT_EQ(faults_of(row.text), row.faults) << row.text;
}

TEST(Config, PlacesWhatIsNotToml) {
  for (const auto& [text, place] : std::vector<std::pair<const char*, std::string>>{{"a = 1\nb = \n", "v.toml:2:"},
                                                                                    {"[limits", "v.toml:1:"},
                                                                                    {"a = 1\na = 2\n", "v.toml:2:"},
                                                                                    {"\xff", "v.toml:1:"}}) {
    const auto faults = faults_of(text);
    ASSERT_EQ(faults.size(), 1U) << text;
    EXPECT_TRUE(faults.front().starts_with(place)) << faults.front();
    EXPECT_NE(faults.front().find(": not TOML: "), std::string::npos) << faults.front();
  }
}

TEST(Config, ReadsAFileOrSaysThatItCannot) {
  const server_tests::temporary_directory directory;
  const auto good = server::read_config_file(directory.write("good.toml", "threads = 2\n"));
  ASSERT_TRUE(good);
  EXPECT_EQ(good->threads, 2U);
  const auto missing = directory.path() / "missing.toml";
  const auto none = server::read_config_file(missing);
  ASSERT_FALSE(none);
  EXPECT_EQ(to_text(none.error().front()), missing.string() + ": cannot be opened: No such file or directory");
}

TEST(ListenAddress, ReadsLiteralAddresses) {
  struct address_row {
    const char* text;
    server::listen_address address;
  };
  for (const auto& row : std::vector<address_row>{
           {"127.0.0.1:8443", {"127.0.0.1", 8443, true}},
           {"127.9.9.9:0", {"127.9.9.9", 0, true}},
           {"[::1]:443", {"::1", 443, true}},
           {"0.0.0.0:443", {"0.0.0.0", 443, false}},
           {"10.0.0.1:65535", {"10.0.0.1", 65535, false}},
           {"[::]:1", {"::", 1, false}},
           {"[::ffff:127.0.0.1]:1", {"::ffff:127.0.0.1", 1, false}},
       }) {
    const auto read = server::read_listen_address(row.text);
    ASSERT_TRUE(read) << row.text;
    EXPECT_EQ(*read, row.address) << row.text;
    EXPECT_EQ(to_text(*read), row.text);
  }
}

TEST(ListenAddress, SaysWhatIsWrong) {
  const std::string no_port = "has no port, write it as `127.0.0.1:8443`";
  const std::string bad_port = "needs a port from 0 to 65535";
  const std::string bad_host = "needs a literal IP address, an IPv6 one in brackets";
  for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
           {"", no_port},
           {"127.0.0.1", no_port},
           {"127.0.0.1:", bad_port},
           {"127.0.0.1:65536", bad_port},
           {"127.0.0.1:-1", bad_port},
           {"127.0.0.1:80a", bad_port},
           {":8443", bad_host},
           {"localhost:8443", bad_host},
           {"::1:8443", bad_host},
           {"[127.0.0.1]:8443", bad_host},
           {"1.2.3:80", bad_host},
       }) {
    const auto read = server::read_listen_address(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), "listen address `" + text + "` " + why);
  }
}

} // namespace
