#include "tests/server/support/jwt_signer.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <stdexcept>

namespace server_tests {
namespace {

template<class T> using held = std::unique_ptr<T, void (*)(T*)>;

void require(bool done) {
  if (!done) throw std::runtime_error("a test key could not be made or used");
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string bytes_of(const BIGNUM* number, int length) {
  std::string bytes(static_cast<std::size_t>(length), '\0');
  require(BN_bn2binpad(number, bytes_of(bytes), length) == length);
  return bytes;
}

bool is_rsa(const evp_pkey_st* key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA; }

} // namespace

std::string base64url(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const auto length = EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string object_of(const json_members& members) {
  std::string text = "{";
  for (const auto& [name, value] : members) text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + value;
  return text + "}";
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

json_members with(json_members members, std::string_view name, std::string value) {
  for (auto& [held_name, held_value] : members)
    if (held_name == name) {
      held_value = std::move(value);
      return members;
    }
  return also(std::move(members), name, std::move(value));
}

json_members without(json_members members, std::string_view name) {
  members.erase(std::remove_if(members.begin(), members.end(), [&](const auto& m) { return m.first == name; }),
                members.end());
  return members;
}

json_members also(json_members members, std::string_view name, std::string value) {
  members.emplace_back(name, std::move(value));
  return members;
}

signing_key::signing_key(evp_pkey_st* made) : key_(made, EVP_PKEY_free) { require(made != nullptr); }
signing_key signing_key::rsa(unsigned bits) { return signing_key(EVP_RSA_gen(bits)); }
signing_key signing_key::ec(const char* curve) { return signing_key(EVP_EC_gen(curve)); }

std::string signing_key::number(const char* name) const {
  BIGNUM* found = nullptr;
  require(EVP_PKEY_get_bn_param(key_.get(), name, &found) == 1);
  const held<BIGNUM> owner(found, BN_free);
  return bytes_of(found, BN_num_bytes(found));
}

std::string signing_key::padded(std::string bytes) const {
  const auto length = static_cast<std::size_t>((EVP_PKEY_get_bits(key_.get()) + 7) / 8);
  return std::string(length - bytes.size(), '\0') + bytes;
}

json_members signing_key::jwk() const {
  const auto member = [&](const char* name, bool pad) {
    return in_quotes(base64url(pad ? padded(number(name)) : number(name)));
  };
  if (is_rsa(key_.get()))
    return {
        {"kty", "\"RSA\""}, {"n", member(OSSL_PKEY_PARAM_RSA_N, false)}, {"e", member(OSSL_PKEY_PARAM_RSA_E, false)}};
  const auto bits = EVP_PKEY_get_bits(key_.get());
  return {{"kty", "\"EC\""},
          {"crv", "\"P-" + std::to_string(bits) + "\""},
          {"x", member(OSSL_PKEY_PARAM_EC_PUB_X, true)},
          {"y", member(OSSL_PKEY_PARAM_EC_PUB_Y, true)}};
}

json_members signing_key::private_jwk() const {
  const auto* name = is_rsa(key_.get()) ? OSSL_PKEY_PARAM_RSA_D : OSSL_PKEY_PARAM_PRIV_KEY;
  return with(jwk(), "d", in_quotes(base64url(padded(number(name)))));
}

std::string signing_key::pem() const {
  const held<BIO> out(BIO_new(BIO_s_mem()), BIO_free_all);
  require(PEM_write_bio_PUBKEY(out.get(), key_.get()) == 1);
  char* start = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &start);
  return {start, static_cast<std::size_t>(length)};
}

std::string signing_key::der() const {
  unsigned char* made = nullptr;
  const auto length = i2d_PUBKEY(key_.get(), &made);
  require(length > 0);
  std::string bytes(reinterpret_cast<char*>(made), static_cast<std::size_t>(length));
  OPENSSL_free(made);
  return bytes;
}

std::string signing_key::sign_der(std::string_view input, const char* digest) const {
  const held<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  require(EVP_DigestSignInit_ex(context.get(), nullptr, digest, nullptr, nullptr, key_.get(), nullptr) == 1);
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  auto length = signature.size();
  require(EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(input), input.size()) == 1);
  signature.resize(length);
  return signature;
}

std::string signing_key::sign(std::string_view input, const char* digest) const {
  const auto der = sign_der(input, digest);
  if (is_rsa(key_.get())) return der;
  const auto* at = bytes_of(der);
  const held<ECDSA_SIG> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  require(parts != nullptr);
  const auto length = (EVP_PKEY_get_bits(key_.get()) + 7) / 8;
  return bytes_of(ECDSA_SIG_get0_r(parts.get()), length) + bytes_of(ECDSA_SIG_get0_s(parts.get()), length);
}

std::string signing_key::sign_pss(std::string_view input, const char* digest) const {
  const held<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* of_key = nullptr;
  require(EVP_DigestSignInit_ex(context.get(), &of_key, digest, nullptr, nullptr, key_.get(), nullptr) == 1);
  require(EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) == 1);
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  auto length = signature.size();
  require(EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(input), input.size()) == 1);
  return signature;
}

std::string signing_key::modulus() const {
  return number(is_rsa(key_.get()) ? OSSL_PKEY_PARAM_RSA_N : OSSL_PKEY_PARAM_EC_ORDER);
}

std::string signed_token(const signing_key& by, const char* digest, const json_members& head,
                         const json_members& claims) {
  const auto input = base64url(object_of(head)) + "." + base64url(object_of(claims));
  return input + "." + base64url(by.sign(input, digest));
}

std::string hmac(std::string_view secret, std::string_view input, const char* digest) {
  std::string made(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  require(HMAC(EVP_get_digestbyname(digest), secret.data(), static_cast<int>(secret.size()), bytes_of(input),
               input.size(), bytes_of(made), &length) != nullptr);
  made.resize(length);
  return made;
}

std::string difference(std::string a, const std::string& b) {
  int borrow = 0;
  for (auto i = a.size(); i-- > 0;) {
    const int digit = static_cast<unsigned char>(a[i]) - static_cast<unsigned char>(b[i]) - borrow;
    borrow = digit < 0 ? 1 : 0;
    a[i] = static_cast<char>(digit + 256 * borrow);
  }
  return a;
}

} // namespace server_tests
