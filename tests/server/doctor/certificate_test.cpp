#include "server/doctor/certificate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/server/support/certificate.hpp"

namespace {

using namespace server_tests;
using server::health;

const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
constexpr long day = 86'400;

server::findings examined(const certificate_files& files, const std::string& public_url) {
  server::settings chosen;
  chosen.certificate = files.certificate.string();
  chosen.key = files.key.string();
  chosen.public_url = public_url;
  server::findings told;
  server::examine_certificate(chosen, now, told);
  return told;
}

std::string line_about(const server::findings& of, const std::string& what) {
  for (const auto& one : of.all())
    if (one.about == what)
      return (one.how == health::ok ? "ok: " : one.how == health::warning ? "warning: " : "fault: ") + one.says;
  return "nothing";
}

TEST(Doctor, CountsTheDaysOfTheCertificate) {
  const temporary_directory directory;
  for (const auto& [seconds, text] : std::vector<std::pair<long, std::string>>{
           {400 * day + 600, "ok: is valid for 400 more days"},
           {30 * day + 600, "ok: is valid for 30 more days"},
           {30 * day - 600, "warning: is valid for 29 more days"},
           {day + 600, "warning: is valid for 1 more day"},
           {600, "warning: is valid for 0 more days"},
       }) {
    certificate_wish wish;
    wish.valid_to_seconds = seconds;
    EXPECT_EQ(line_about(examined(make_certificate(directory, wish), "https://localhost"), "certificate"), text);
  }
}

TEST(Doctor, HoldsTheCertificatesNamesAgainstThePublicUrl) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  for (const auto& [url, text] : std::vector<std::pair<std::string, std::string>>{
           {"https://localhost:8443", "ok: the certificate is for `localhost`, as `public_url` says"},
           {"https://127.0.0.1:8443", "ok: the certificate is for `127.0.0.1`, as `public_url` says"},
           {"https://cds.example.org", "fault: the certificate is not for `cds.example.org` of `public_url`"},
           {"", "warning: there is no `public_url` to hold them against"},
       })
    EXPECT_EQ(line_about(examined(files, url), "names"), text);
}

TEST(Doctor, JudgesKeyChainAndFiles) {
  const temporary_directory directory;
  const auto files = make_certificate(directory);
  const auto good = examined(files, "https://localhost");
  EXPECT_EQ(line_about(good, "key"), "ok: EC of 256 bits");
  EXPECT_EQ(line_about(good, "chain"), "warning: the certificate is its own issuer");

  certificate_wish wish;
  wish.name = "other";
  const auto other = make_certificate(directory, wish);
  const auto both = directory.write("both", [&] {
    std::string text;
    for (const auto& one : {files.certificate, other.certificate}) {
      std::ifstream in(one);
      text.append(std::istreambuf_iterator<char>(in), {});
    }
    return text;
  }());
  EXPECT_EQ(line_about(examined({both, files.key}, "https://localhost"), "chain"),
            "fault: certificate 2 of the file did not issue the one before it");

  EXPECT_EQ(line_about(examined({files.certificate, other.key}, ""), "certificate"),
            "fault: key `" + other.key.string() + "` does not belong to certificate `" + files.certificate.string() +
                "`");
  EXPECT_EQ(line_about(examined({"", ""}, ""), "certificate"),
            "fault: the configuration names no certificate with its key");
  std::filesystem::permissions(files.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_TRUE(line_about(examined(files, ""), "certificate")
                  .ends_with("set its mode to 600, or to 640 for a group that may read it") ||
              line_about(examined(files, ""), "certificate").ends_with("set its mode to 600"));
}

} // namespace
