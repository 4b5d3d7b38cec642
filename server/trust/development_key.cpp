#include "server/trust/development_key.hpp"

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include <cjose/cjose.h>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "hooks/base64url.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;

constexpr int scalar_bytes = 48; // of P-384

template<class T> using held = std::unique_ptr<T, void (*)(T*)>;

void require(bool done) {
  if (!done) throw std::runtime_error("a development key cannot be made or used");
}

std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

std::string pem_of(EVP_PKEY* key) {
  const held<BIO> text(BIO_new(BIO_s_mem()), BIO_free_all);
  require(text && PEM_write_bio_PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* start = nullptr;
  const auto length = BIO_get_mem_data(text.get(), &start);
  return {start, static_cast<std::size_t>(length)};
}

int no_passphrase(char*, int, int, void*) { return 0; }

} // namespace

tl::expected<development_key, std::string> development_key::make(const fs::path& file) {
  std::shared_ptr<EVP_PKEY> key(EVP_EC_gen("P-384"), EVP_PKEY_free);
  require(key != nullptr);
  const auto pem = pem_of(key.get());
  const int open = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (open < 0) return tl::unexpected("key `" + file.string() + "` cannot be made: " + std::strerror(errno));
  const auto written = ::write(open, pem.data(), pem.size());
  const bool kept = ::close(open) == 0 && written == static_cast<ssize_t>(pem.size());
  if (!kept) return tl::unexpected("key `" + file.string() + "` cannot be written");
  return development_key(std::move(key));
}

tl::expected<development_key, std::string> development_key::read(const fs::path& file) {
  const auto shown = "key `" + file.string() + "` ";
  const auto text = read_text_file(file, std::size_t{64} << 10);
  if (!text) return tl::unexpected(shown + text.error());
  if ((text->mode & (S_IRWXG | S_IRWXO)) != 0)
    return tl::unexpected(shown + "is open to its group or others, set its mode to 600");
  const held<BIO> source(BIO_new_mem_buf(text->text.data(), static_cast<int>(text->text.size())), BIO_free_all);
  std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  std::array<char, 32> curve{};
  std::size_t length = 0;
  if (!key || EVP_PKEY_get_group_name(key.get(), curve.data(), curve.size(), &length) != 1 ||
      std::string_view(curve.data()) != "secp384r1") {
    ERR_clear_error();
    return tl::unexpected(shown + "holds no private key of P-384 in PEM form");
  }
  return development_key(std::move(key));
}

std::string development_key::number(const char* name) const {
  BIGNUM* found = nullptr;
  require(EVP_PKEY_get_bn_param(key_.get(), name, &found) == 1);
  const held<BIGNUM> owner(found, BN_clear_free);
  std::string bytes(scalar_bytes, '\0');
  require(BN_bn2binpad(found, bytes_of(bytes), scalar_bytes) == scalar_bytes);
  return bytes;
}

/// In the order that the thumbprint is made of.
std::string development_key::jwk_members() const {
  return R"("crv":"P-384","kty":"EC","x":")" + hooks::encode_base64url(number(OSSL_PKEY_PARAM_EC_PUB_X)) +
         R"(","y":")" + hooks::encode_base64url(number(OSSL_PKEY_PARAM_EC_PUB_Y)) + '"';
}

std::string development_key::kid() const {
  const auto text = "{" + jwk_members() + "}";
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes_of(digest));
  return hooks::encode_base64url(digest);
}

std::string development_key::key_set() const {
  return R"({"keys":[{)" + jwk_members() + R"(,"kid":")" + kid() + R"(","use":"sig","alg":"ES384"}]})";
}

std::string development_key::sign(const std::string& jku, const std::string& claims) const {
  auto d = number(OSSL_PKEY_PARAM_PRIV_KEY);
  auto x = number(OSSL_PKEY_PARAM_EC_PUB_X);
  auto y = number(OSSL_PKEY_PARAM_EC_PUB_Y);
  cjose_jwk_ec_keyspec made{};
  made.crv = CJOSE_JWK_EC_P_384;
  made.d = bytes_of(d);
  made.dlen = d.size();
  made.x = bytes_of(x);
  made.xlen = x.size();
  made.y = bytes_of(y);
  made.ylen = y.size();
  const auto release_key = [](cjose_jwk_t* k) { cjose_jwk_release(k); };
  const std::unique_ptr<cjose_jwk_t, decltype(release_key)> key(cjose_jwk_create_EC_spec(&made, nullptr), release_key);
  OPENSSL_cleanse(d.data(), d.size());
  const held<cjose_header_t> header(cjose_header_new(nullptr), cjose_header_release);
  const auto set = [&](const char* name, const std::string& value) {
    require(cjose_header_set(header.get(), name, value.c_str(), nullptr));
  };
  set("alg", "ES384");
  set("kid", kid());
  set("typ", "JWT");
  if (!jku.empty()) set("jku", jku);
  auto text = claims;
  const held<cjose_jws_t> jws(cjose_jws_sign(key.get(), header.get(), bytes_of(text), text.size(), nullptr),
                              cjose_jws_release);
  const char* compact = nullptr;
  require(jws && cjose_jws_export(jws.get(), &compact, nullptr));
  return compact;
}

} // namespace server
