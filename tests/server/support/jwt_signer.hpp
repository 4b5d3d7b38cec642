// Signs tokens, right and wrong ones, with OpenSSL alone: independent of the library that verifies them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct evp_pkey_st; // OpenSSL's EVP_PKEY

namespace server_tests {

std::string base64url(std::string_view bytes);

/// Members of a JSON object in order; values are JSON text.
using json_members = std::vector<std::pair<std::string, std::string>>;
std::string object_of(const json_members& members);
std::string in_quotes(std::string_view text);                                      // plain text alone
json_members with(json_members members, std::string_view name, std::string value); // replaced, or added at the end
json_members without(json_members members, std::string_view name);
json_members also(json_members members, std::string_view name, std::string value); // added, even when it is there

class signing_key {
 public:
  static signing_key rsa(unsigned bits);
  static signing_key ec(const char* curve); // `P-256`

  /// kty and what belongs to it, public.
  json_members jwk() const;
  /// `jwk` with the private exponent or scalar.
  json_members private_jwk() const;
  /// SubjectPublicKeyInfo.
  std::string pem() const;
  std::string der() const;

  /// `digest` is `SHA256` or such. ECDSA: r and s, each as long as the order; RSA: PKCS #1 v1.5.
  std::string sign(std::string_view input, const char* digest) const;
  std::string sign_der(std::string_view input, const char* digest) const; // ECDSA as ASN.1
  std::string sign_pss(std::string_view input, const char* digest) const;
  /// Of the order of the curve, or the modulus.
  std::string modulus() const;
  evp_pkey_st* key() const { return key_.get(); }

 private:
  explicit signing_key(evp_pkey_st* made);
  std::string number(const char* name) const;
  std::string padded(std::string bytes) const;
  std::shared_ptr<evp_pkey_st> key_;
};

/// In the compact form.
std::string signed_token(const signing_key& by, const char* digest, const json_members& head,
                         const json_members& claims);

std::string hmac(std::string_view secret, std::string_view input, const char* digest);
/// a - b of two big-endian numbers of one length, a being the greater.
std::string difference(std::string a, const std::string& b);

} // namespace server_tests
