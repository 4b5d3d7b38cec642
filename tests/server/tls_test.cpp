#include "server/tls.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/server/support/certificate.hpp"

namespace {

namespace fs = std::filesystem;
using server_tests::certificate_wish;
using server_tests::make_certificate;

std::vector<std::string> faults_of(const fs::path& certificate, const fs::path& key) {
  const auto loaded = server::load_tls(certificate, key);
  return loaded ? std::vector<std::string>{} : loaded.error();
}

certificate_wish named(const std::string& name, long from, long to) {
  certificate_wish wish;
  wish.name = name;
  wish.valid_from_seconds = from;
  wish.valid_to_seconds = to;
  return wish;
}

TEST(Tls, LoadsACertificateAndItsKey) {
  const server_tests::temporary_directory directory;
  const auto files = make_certificate(directory);
  EXPECT_EQ(faults_of(files.certificate, files.key), std::vector<std::string>{});
}

TEST(Tls, SaysWhatIsWrongWithEachFile) {
  const server_tests::temporary_directory directory;
  const auto good = make_certificate(directory);
  const auto other = make_certificate(directory, named("other", -3600, 3600));
  const auto expired = make_certificate(directory, named("expired", -7200, -3600));
  const auto early = make_certificate(directory, named("early", 3600, 7200));
  certificate_wish wish = named("locked", -3600, 3600);
  wish.passphrase = "open sesame";
  const auto locked = make_certificate(directory, wish);
  const auto text = directory.write("text", "not a certificate");
  const auto missing = directory.path() / "missing";
  const auto quoted = [](const fs::path& path) { return "`" + path.string() + "`"; };
  fs::permissions(text, fs::perms::owner_read);

  struct tls_row {
    fs::path certificate;
    fs::path key;
    std::vector<std::string> faults;
  };
  const std::vector<tls_row> rows{
      {missing, good.key, {"certificate " + quoted(missing) + " cannot be opened: No such file or directory"}},
      {good.certificate, missing, {"key " + quoted(missing) + " cannot be opened: No such file or directory"}},
      {directory.path(), good.key, {"certificate " + quoted(directory.path()) + " cannot be read: Is a directory"}},
      {text, good.key, {"certificate " + quoted(text) + " holds no certificate in PEM form"}},
      {good.certificate, text, {"key " + quoted(text) + " holds no private key in PEM form"}},
      {good.key, good.key, {"certificate " + quoted(good.key) + " holds no certificate in PEM form"}},
      {good.certificate,
       other.key,
       {"key " + quoted(other.key) + " does not belong to certificate " + quoted(good.certificate)}},
      {expired.certificate, expired.key, {"certificate " + quoted(expired.certificate) + " has expired"}},
      {early.certificate, early.key, {"certificate " + quoted(early.certificate) + " is not valid yet"}},
      {locked.certificate, locked.key, {"key " + quoted(locked.key) + " has a passphrase, remove it"}},
      {expired.certificate,
       missing,
       {"certificate " + quoted(expired.certificate) + " has expired",
        "key " + quoted(missing) + " cannot be opened: No such file or directory"}},
  };
  for (const auto& row : rows) EXPECT_EQ(faults_of(row.certificate, row.key), row.faults);
}

TEST(Tls, RefusesAKeyThatOthersCanOpen) {
  const server_tests::temporary_directory directory;
  const auto files = make_certificate(directory);
  for (const auto& [open, says] : {std::pair{fs::perms::others_read, "is open to everybody"},
                                   {fs::perms::others_write, "is open to everybody"},
                                   {fs::perms::group_write, "can be changed by its group"}}) {
    fs::permissions(files.key, fs::perms::owner_read | open);
    const auto found = faults_of(files.certificate, files.key);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().find("key `" + files.key.string() + "` " + says), 0U) << found.front();
  }
}

} // namespace
