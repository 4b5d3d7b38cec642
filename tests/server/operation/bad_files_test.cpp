// Files with every kind of fault: everything stays as it was, and the log names each of them.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "tests/server/operation/served_program.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

namespace fs = std::filesystem;
using namespace server_tests;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void make_huge(const fs::path& path) {
  std::ofstream(path, std::ios::app).close();
  fs::resize_file(path, std::uintmax_t{64} << 20); // sparse
}
void make_directory(const fs::path& path) {
  fs::remove(path);
  fs::create_directory(path);
}
void make_pipe(const fs::path& path) {
  fs::remove(path);
  ::mkfifo(path.c_str(), 0600);
}
void cut_in_half(const fs::path& path) { fs::resize_file(path, fs::file_size(path) / 2); }
void cut_short(const fs::path& path) { fs::resize_file(path, fs::file_size(path) - 5); }
void empty(const fs::path& path) { fs::resize_file(path, 0); }

struct bad_file_row {
  std::string file;
  std::function<void(const fs::path&)> spoil;
  std::string fault; // of the log, after the file's place
};

/// One fault after another; at the end everything is as before.
void expect_each_kept_out(served_program& served, const std::vector<bad_file_row>& rows) {
  const auto shown = tls_client(served.port()).shown_sha256();
  const auto good = served.reload();
  const auto content = good.substr(good.find(" content "), 25);
  steady_load load(served, served.one, 1);
  for (const auto& [name, spoil, fault] : rows) {
    SCOPED_TRACE(name + ": " + fault);
    const auto path = served.file(name);
    const auto text = text_of(path);
    spoil(path);
    const auto said = served.reload();
    EXPECT_NE(said.find("error not reloaded: "), said.npos) << said;
    EXPECT_NE(said.find(fault), said.npos) << said;
    EXPECT_NE(said.find(content), said.npos) << said;
    EXPECT_EQ(tls_client(served.port()).shown_sha256(), shown);
    fs::remove_all(path);
    served.replace(name, text);
  }
  load.wait_for_more(1);
  load.end();
  EXPECT_EQ(load.failed, 0U) << load.failed_with;
  EXPECT_EQ(served.reload().find("not reloaded"), std::string::npos);
}

TEST(BadFiles, OfTheCertificateAndItsKeyAreKeptOut) {
  served_program served;
  const temporary_directory elsewhere;
  const auto other = make_certificate(elsewhere);
  certificate_wish past;
  past.name = "past";
  past.valid_from_seconds = -7200;
  past.valid_to_seconds = -60;
  const auto expired = make_certificate(elsewhere, past);
  const auto take = [](const fs::path& from) {
    return [from](const fs::path& path) { fs::copy_file(from, path, fs::copy_options::overwrite_existing); };
  };
  expect_each_kept_out(
      served, {{"served.crt", [](const fs::path& path) { fs::remove(path); }, "cannot be opened: No such file"},
               {"served.crt", empty, "holds no certificate in PEM form"},
               {"served.crt", cut_in_half, "holds no certificate in PEM form"},
               {"served.crt", make_directory, "cannot be read: Is a directory"},
               {"served.crt", make_pipe, "is no file but a device, a pipe or a socket"},
               {"served.crt", make_huge, "is larger than 1048576 bytes"},
               {"served.crt", take(expired.certificate), "has expired"},
               {"served.crt", take(other.certificate), "does not belong to certificate"},
               {"served.key", take(other.key), "does not belong to certificate"},
               {"served.key", [](const fs::path& path) { fs::remove(path); }, "cannot be opened: No such file"},
               {"served.key", empty, "holds no private key in PEM form"},
               {"served.key", cut_in_half, "holds no private key in PEM form"},
               {"served.key", make_pipe, "is no file but a device, a pipe or a socket"},
               {"served.key",
                [](const fs::path& path) { fs::permissions(path, fs::perms::others_read, fs::perm_options::add); },
                "is open to everybody"}});
}

TEST(BadFiles, OfClientsAreKeptOut) {
  served_program served;
  const auto write = [](const std::string& text) {
    return [text](const fs::path& path) { std::ofstream(path, std::ios::binary) << text; };
  };
  const auto clients = served.file("clients.toml").string();
  expect_each_kept_out(
      served, {{"clients.toml", [](const fs::path& path) { fs::remove(path); }, "cannot be opened: No such file"},
               {"clients.toml", cut_short, clients + ":"},
               {"clients.toml", write("[[client]]\nname = \"a\"\n"), clients + ":1:"},
               {"clients.toml", write("[[client]]\nnames = 1\n"), clients + ":2:1: unknown key"},
               {"clients.toml", write("[["), clients + ":1:3: not TOML"},
               {"clients.toml", empty, clients + ": no client is registered in it, every call would be refused"},
               {"clients.toml", make_directory, "cannot be read: Is a directory"},
               {"clients.toml", make_pipe, "is no file but a device, a pipe or a socket"},
               {"clients.toml", make_huge, "is larger than 1048576 bytes"},
               {"one.json", cut_in_half, clients + ":5:8"},
               {"one.json", [](const fs::path& path) { fs::remove(path); }, clients + ":5:8"},
               {"one.json", make_pipe, clients + ":5:8"}});
}

TEST(BadFiles, OfKnowledgeAreKeptOut) {
  served_program served;
  const auto write = [](const std::string& text) {
    return [text](const fs::path& path) { std::ofstream(path, std::ios::binary) << text; };
  };
  const auto rules = served.file("overlay/rules.toml").string();
  expect_each_kept_out(
      served, {{"overlay/rules.toml", [](const fs::path& path) { fs::remove(path); }, "no knowledge files in it"},
               {"overlay/rules.toml", cut_in_half, rules + ":"},
               {"overlay/rules.toml", write("[regimen-check]\nmode = \"loud\"\nreason = \"r\"\n"), rules + ":2:8: "},
               {"overlay/rules.toml", write("[regimen-check]\nmode = \"silent\"\n"), rules + ":2:8: "},
               {"overlay/rules.toml", make_directory, rules + ": not readable"},
               {"overlay/rules.toml", make_pipe, rules + ": not readable"},
               {"overlay/rules.toml", make_huge, rules + ": larger than 4 MiB"}});
}

TEST(BadFiles, AreNamedAllAtOnceAndCounted) {
  served_program served("[admin]\nlisten = \"127.0.0.1:0\"\n");
  std::ofstream(served.file("served.crt")) << "no certificate";
  std::ofstream(served.file("clients.toml")) << "[[client]]\n";
  std::ofstream(served.file("overlay/rules.toml")) << "[nonsense]\n";
  const auto said = served.reload();
  for (const auto* file : {"served.crt", "clients.toml", "rules.toml"})
    EXPECT_NE(said.find(served.file(file).filename().string()), said.npos) << said;
  tls_client operators(served.admin_port());
  operators.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto metrics = operators.receive();
  ASSERT_TRUE(metrics);
  EXPECT_NE(metrics->body.find("vesicle_reloads_total{result=\"refused\"} 1\n"), metrics->body.npos) << metrics->body;
}

} // namespace
