// The program itself, started as its user starts it.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <regex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

namespace fs = std::filesystem;
using server_tests::certificate_files;
using server_tests::make_certificate;
using server_tests::process;
using server_tests::run;
using server_tests::temporary_directory;
using server_tests::tls_client;
using words = std::vector<std::string>;

const std::string program = VESICLE_PROGRAM;
const std::string announced = "listening on https://127.0.0.1:";

words serve_words(const certificate_files& files, const words& more = {}) {
  words all{
      program, "serve",           "--listen", "127.0.0.1:0", "--no-auth", "--certificate", files.certificate.string(),
      "--key", files.key.string()};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::uint16_t port_in(const std::string& line) {
  if (!line.starts_with(announced)) return 0;
  return static_cast<std::uint16_t>(std::stoi(line.substr(announced.size())));
}

std::string post(const std::string& body) {
  return "POST /cds-services/antiviral-order-sign HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(Cli, TellsItsVersionAndItsUse) {
  const auto version = run({program, "--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out, "vesicle " VESICLE_VERSION "\n");
  const auto help = run({program, "--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_NE(help.out.find("serve"), std::string::npos);
  EXPECT_NE(help.out.find("evaluate"), std::string::npos);
}

TEST(Cli, RefusesWishesThatMakeNoSense) {
  struct usage_row {
    words wish;
    std::string says;
  };
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  const auto config = directory.write("v.toml", "threads = 2\n[limits]\n  bodies = 1\n");
  const auto with_files = [&](words first) {
    first.insert(first.end(), {"--certificate", files.certificate.string(), "--key", files.key.string()});
    return first;
  };
  for (const auto& [wish, says] : std::vector<usage_row>{
           {{}, "A subcommand is required"},
           {{"dance"}, "A subcommand is required"},
           {{"serve", "--no-such"}, "--no-such"},
           {{"serve", "--no-auth"}, "vesicle: a certificate is needed: give --certificate FILE\n"},
           {with_files({"serve"}), "vesicle: who may ask must be known: give --clients FILE, or --no-auth"},
           {with_files({"serve", "--clients", "c.toml"}), "vesicle: tokens are held against what clients call"},
           {with_files({"serve", "--no-auth", "--clients", "c.toml"}), "vesicle: --no-auth tells nobody apart"},
           {with_files({"serve", "--no-auth", "--listen", "0.0.0.0:0"}), "loopback alone, not on `0.0.0.0:0`"},
           {with_files({"serve", "--no-auth", "--listen", "nowhere"}), "listen address `nowhere` has no port"},
           {with_files({"serve", "--no-auth", "--admin", "here"}), "listen address `here` has no port"},
           {with_files({"serve", "--no-auth", "--listen", "[::1]:9443", "--admin", "[::1]:9443"}),
            "the admin listener needs an address of its own, not `[::1]:9443` again"},
           {{"serve", "--no-auth", "--config", config.string()},
            "vesicle: " + config.string() + ":3:3: unknown key `limits.bodies`"},
           {{"serve", "--no-auth", "--config", "/nonexistent.toml"},
            "/nonexistent.toml: cannot be opened: No such file or directory"},
           {{"evaluate"}, "file is required"},
           {{"evaluate", "/nonexistent.json"},
            "vesicle: `/nonexistent.json` cannot be opened: No such file or directory\n"},
           {{"evaluate", directory.path().string()}, "` cannot be read: Is a directory\n"},
           {{"evaluate", "-", "--now", "yesterday"}, "vesicle: --now `yesterday` is not a time such as"},
           {{"evaluate", "-", "--knowledge", "/nonexistent"}, "/nonexistent"},
           {{"evaluate", "-", "--service", "antiviral"},
            "--service `antiviral` is none of `antiviral-order-sign`, `antiviral-order-select`, "
            "`antiviral-patient-view`"},
       }) {
    words all{program};
    all.insert(all.end(), wish.begin(), wish.end());
    const auto result = run(all);
    EXPECT_EQ(result.status, 2) << says;
    EXPECT_EQ(result.out, "") << says;
    EXPECT_NE(result.err.find(says), std::string::npos) << result.err;
  }
}

TEST(Cli, SaysWhyItCannotStart) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  const auto in_the_way = directory.write("file", "");
  const auto no_data = run(serve_words(files, {"--data", (in_the_way / "data").string()}));
  EXPECT_EQ(no_data.status, 1);
  EXPECT_NE(no_data.err.find("cannot be made or written to"), std::string::npos) << no_data.err;

  process first(serve_words(files));
  const auto port = port_in(first.line());
  ASSERT_NE(port, 0);
  const auto second = run({program, "serve", "--no-auth", "--listen", "127.0.0.1:" + std::to_string(port),
                           "--certificate", files.certificate.string(), "--key", files.key.string()});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.err.find("cannot listen on `127.0.0.1:" + std::to_string(port) + "`: Address already in use"),
            std::string::npos)
      << second.err;

  const auto taken = "127.0.0.1:" + std::to_string(port);
  const auto no_admin = run(serve_words(files, {"--admin", taken}));
  EXPECT_EQ(no_admin.status, 1);
  EXPECT_NE(no_admin.err.find("cannot listen on `" + taken + "`: Address already in use"), std::string::npos)
      << no_admin.err;

  fs::permissions(files.key, fs::perms::owner_read | fs::perms::others_read);
  const auto open_key = run(serve_words(files));
  EXPECT_EQ(open_key.status, 1);
  EXPECT_EQ(open_key.out, "");
  EXPECT_NE(open_key.err.find("is open to everybody"), std::string::npos) << open_key.err;
}

TEST(Cli, ServesUntilItIsToldToStop) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  const auto data = directory.path() / "new" / "data";
  for (const int stop : {SIGTERM, SIGINT}) {
    process serving(serve_words(files, {"--data", data.string()}));
    const auto port = port_in(serving.line());
    ASSERT_NE(port, 0);
    EXPECT_TRUE(fs::is_directory(data));
    {
      tls_client client(port);
      client.send("GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n" + post("not json"));
      const auto discovery = client.receive();
      ASSERT_TRUE(discovery);
      EXPECT_EQ(discovery->status, 200);
      EXPECT_NE(discovery->body.find("\"antiviral-order-sign\""), std::string::npos);
      const auto refused = client.receive();
      ASSERT_TRUE(refused);
      EXPECT_EQ(refused->status, 400);
      EXPECT_NE(refused->body.find("\"OperationOutcome\""), std::string::npos);
      serving.signal(stop);
      EXPECT_TRUE(client.ended());
    }
    const auto result = serving.finish();
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("--no-auth"), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("not json"), std::string::npos) << result.err;
  }
}

/// Reads one of the lines that the program prints when it can be asked.
std::uint16_t admin_port_in(const std::string& line) {
  const std::string said = "admin on https://127.0.0.1:";
  return line.starts_with(said) ? static_cast<std::uint16_t>(std::stoi(line.substr(said.size()))) : std::uint16_t{0};
}

int status_of(std::uint16_t port, const std::string& path) {
  tls_client client(port);
  client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = client.receive();
  return answer ? answer->status : 0;
}

TEST(Cli, TellsOperatorsThatItDrainsUntilTheLastAnswer) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  process serving(serve_words(files, {"--admin", "127.0.0.1:0"}));
  const auto admin = admin_port_in(serving.line());
  const auto port = port_in(serving.line());
  ASSERT_NE(admin, 0);
  ASSERT_NE(port, 0);
  EXPECT_EQ(status_of(admin, "/readyz"), 200);
  const auto request = post("not json");
  tls_client busy(port);
  busy.send(request.substr(0, request.size() - 4));
  serving.signal(SIGTERM);
  const server_tests::stopwatch passed;
  while (status_of(admin, "/readyz") == 200 && passed.passed() < std::chrono::seconds(5)) {
  }
  EXPECT_EQ(status_of(admin, "/readyz"), 503);
  EXPECT_EQ(status_of(admin, "/livez"), 200);
  busy.send(request.substr(request.size() - 4));
  const auto answer = busy.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  EXPECT_EQ(answer->header("connection"), "close");
  EXPECT_EQ(serving.finish().status, 0);
}

TEST(Cli, RefusesAtTheGateAsTheProtocolDoes) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  process serving(serve_words(files));
  const auto port = port_in(serving.line());
  ASSERT_NE(port, 0);
  for (const auto& [request, status, code] : std::vector<std::tuple<std::string, int, std::string>>{
           {"GET /cds-services HTTP/1.1\r\n\r\n", 400, "structure"},
           {"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413, "too-long"},
           {"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "not-supported"},
           {"POST /a HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n\r\n", 415, "not-supported"},
           {"GET /" + std::string(9000, 'a'), 431, "too-long"},
       }) {
    tls_client client(port);
    client.send(request);
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << status;
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->header("content-type"), "application/json");
    EXPECT_NE(answer->body.find("\"OperationOutcome\""), std::string::npos) << answer->body;
    EXPECT_NE(answer->body.find("\"" + code + "\""), std::string::npos) << answer->body;
    EXPECT_TRUE(client.ended());
  }
}

/// The decision's own identifier is the only thing that differs between two answers.
std::string without_uuid(const std::string& answer) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  return std::regex_replace(answer, uuid, "uuid");
}

TEST(Cli, EvaluatesWhatTheServerWouldAnswer) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  process serving(serve_words(files));
  const auto port = port_in(serving.line());
  ASSERT_NE(port, 0);
  tls_client client(port);
  const std::string no_orders =
      R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
      R"("context":{"userId":"Practitioner/1","patientId":"1","draftOrders":)"
      R"({"resourceType":"Bundle","type":"collection","entry":[]}},"prefetch":{)"
      R"("patient":{"resourceType":"Patient","id":"1"},"conditions":null,"medications":null}})";
  for (const auto& [body, status] : std::vector<std::pair<std::string, int>>{
           {no_orders, 0}, {"", 1}, {"not json", 1}, {"{}", 1}, {"[]", 1}, {R"({"hook":"order-sign"})", 1}}) {
    ASSERT_TRUE(client.send(post(body)));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    const auto from_file = run({program, "evaluate", directory.write("request.json", body).string()});
    EXPECT_EQ(from_file.status, status) << body << from_file.out;
    EXPECT_EQ(answer->status == 200 ? 0 : 1, status) << body;
    EXPECT_EQ(without_uuid(from_file.out), without_uuid(answer->body + "\n"));
    const auto from_input = run({program, "evaluate", "-", "--now", "2026-01-05T10:00:00Z", "--explain"}, body);
    EXPECT_EQ(from_input.status, status) << body;
    EXPECT_EQ(from_input.out, from_file.out);
  }
}

TEST(Cli, AsksTheServiceOfTheHookUnlessTold) {
  const std::string prefetch =
      R"("prefetch":{"patient":{"resourceType":"Patient","id":"1"},"conditions":null,"medications":null}})";
  const std::string opened =
      R"({"hook":"patient-view","hookInstance":"i","context":{"userId":"Practitioner/1","patientId":"1"},)" + prefetch;
  const std::string selected =
      R"({"hook":"order-select","hookInstance":"i","context":{"userId":"Practitioner/1","patientId":"1",)"
      R"("selections":[],"draftOrders":{"resourceType":"Bundle"}},)" +
      prefetch;
  for (const auto& body : {opened, selected}) {
    const auto answered = run({program, "evaluate", "-"}, body);
    EXPECT_EQ(answered.status, 0) << answered.out;
    EXPECT_TRUE(answered.out.starts_with("{\"cards\":[],\"extension\":{\"org.vesicle.decision\":{")) << answered.out;
    const auto refused = run({program, "evaluate", "-", "--service", "antiviral-order-sign"}, body);
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.out.find("this service answers the hook `order-sign` only"), std::string::npos) << refused.out;
  }
  EXPECT_EQ(run({program, "evaluate", "-", "--service", "antiviral-patient-view"}, opened).status, 0);
}

TEST(Cli, RepeatsItselfAndExplains) {
  const words asked{program, "evaluate", VESICLE_SOURCE_DIR "/tests/vignettes/v01.request.json", "--now",
                    "2026-01-20T15:00:00Z"};
  const auto first = run(asked);
  EXPECT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.err, "");
  EXPECT_NE(first.out.find("\"treatment-failure\""), std::string::npos) << first.out;
  EXPECT_NE(first.out.find("00000000-0000-4000-8000-000000000001"), std::string::npos);
  auto explained_words = asked;
  explained_words.emplace_back("--explain");
  const auto explained = run(explained_words);
  EXPECT_EQ(explained.out, first.out);
  EXPECT_NE(explained.err.find("treatment-failure"), std::string::npos);
  auto later_words = asked;
  later_words.back() = "2027-01-20T15:00:00Z";
  EXPECT_NE(run(later_words).out, first.out);
}

} // namespace
