#include "server/outbound/trust.hpp"

#include <gtest/gtest.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/server/support/certificate.hpp"

namespace {

using certificate = std::unique_ptr<X509, decltype(&X509_free)>;

certificate read_certificate(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open(std::fopen(file.c_str(), "r"), std::fclose);
  return {PEM_read_X509(open.get(), nullptr, nullptr, nullptr), X509_free};
}

bool believes(const server::tls_context& trust, X509* self_signed) {
  const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(X509_STORE_CTX_new(),
                                                                              X509_STORE_CTX_free);
  X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(trust.get()), self_signed, nullptr);
  return X509_verify_cert(check.get()) == 1;
}

/// For as long as it lives.
class environment_variable {
 public:
  environment_variable(const char* name, const std::filesystem::path& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~environment_variable() { ::unsetenv(name_); }
  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;

 private:
  const char* name_;
};

TEST(Trust, OfTheSystemIsFoundInItsDirectoryOrItsFile) {
  const server_tests::temporary_directory directory;
  const auto file = server_tests::make_certificate(directory).certificate;
  const auto known = read_certificate(file);
  ASSERT_TRUE(known);
  char name[16];
  std::snprintf(name, sizeof name, "%08lx.0", X509_subject_name_hash(known.get()));
  const auto hashed = directory.path() / "hashed";
  std::filesystem::create_directory(hashed);
  {
    const environment_variable where("SSL_CERT_DIR", hashed);
    EXPECT_FALSE(believes(*server::load_trust({}), known.get())) << "an empty directory";
    std::filesystem::copy_file(file, hashed / name);
    EXPECT_TRUE(believes(*server::load_trust({}), known.get()));
  }
  {
    const environment_variable what("SSL_CERT_FILE", file);
    EXPECT_TRUE(believes(*server::load_trust({}), known.get()));
  }
  EXPECT_FALSE(believes(*server::load_trust({}), known.get()));
}

TEST(Trust, IsTheSystemsOrAFiles) {
  const server_tests::temporary_directory directory;
  EXPECT_TRUE(server::load_trust({}));
  EXPECT_TRUE(server::load_trust(server_tests::make_certificate(directory).certificate));
}

TEST(Trust, SaysWhichFileHoldsNoCertificates) {
  const server_tests::temporary_directory directory;
  const auto broken = directory.write("broken.pem", "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
  for (const auto& path : {directory.path() / "missing.pem", directory.write("empty.pem", ""), broken}) {
    const auto trust = server::load_trust(path);
    ASSERT_FALSE(trust) << path;
    EXPECT_EQ(trust.error(), "`" + path.string() + "` cannot be read as certificates in PEM form");
  }
}

} // namespace
