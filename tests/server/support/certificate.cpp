#include "tests/server/support/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace server_tests {
namespace {

namespace fs = std::filesystem;

struct closes_file {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using file_ptr = std::unique_ptr<std::FILE, closes_file>;

void require(bool done) {
  if (!done) throw std::runtime_error("a test certificate could not be made");
}

void fill_in(X509* made, EVP_PKEY* key, const certificate_wish& wish) {
  require(X509_set_version(made, 2) == 1);
  require(ASN1_INTEGER_set(X509_get_serialNumber(made), 1) == 1);
  require(X509_gmtime_adj(X509_getm_notBefore(made), wish.valid_from_seconds) != nullptr);
  require(X509_gmtime_adj(X509_getm_notAfter(made), wish.valid_to_seconds) != nullptr);
  require(X509_set_pubkey(made, key) == 1);
  auto* name = X509_get_subject_name(made);
  const auto* text = reinterpret_cast<const unsigned char*>(wish.name.c_str());
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1);
  require(X509_set_issuer_name(made, name) == 1);
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, wish.alternative_names.c_str()), X509_EXTENSION_free);
  require(X509_add_ext(made, names.get(), -1) == 1);
}

} // namespace

certificate_files make_certificate(const temporary_directory& where, const certificate_wish& wish) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), X509_free);
  require(key && made);
  fill_in(made.get(), key.get(), wish);
  require(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);

  const certificate_files files{where.path() / (wish.name + ".crt"), where.path() / (wish.name + ".key")};
  const file_ptr certificate(std::fopen(files.certificate.c_str(), "wb"));
  require(certificate && PEM_write_X509(certificate.get(), made.get()) == 1);
  const file_ptr secret(std::fopen(files.key.c_str(), "wb"));
  const auto* cipher = wish.passphrase.empty() ? nullptr : EVP_aes_256_cbc();
  const auto* phrase = reinterpret_cast<const unsigned char*>(wish.passphrase.c_str());
  require(secret && PEM_write_PrivateKey(secret.get(), key.get(), cipher, cipher == nullptr ? nullptr : phrase,
                                         cipher == nullptr ? 0 : static_cast<int>(wish.passphrase.size()), nullptr,
                                         nullptr) == 1);
  fs::permissions(files.key, fs::perms::owner_read | fs::perms::owner_write);
  return files;
}

std::string sha256_of(const fs::path& certificate) {
  const file_ptr in(std::fopen(certificate.c_str(), "rb"));
  const std::unique_ptr<X509, void (*)(X509*)> read(in ? PEM_read_X509(in.get(), nullptr, nullptr, nullptr) : nullptr,
                                                    X509_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  require(read && X509_digest(read.get(), EVP_sha256(), digest.data(), &length) == 1);
  std::string text;
  for (unsigned i = 0; i < 2 * length; ++i)
    text += "0123456789abcdef"[i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15];
  return text;
}

} // namespace server_tests
