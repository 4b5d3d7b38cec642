// A key to try the server with, when there is no EHR at hand to sign.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

struct evp_pkey_st; // OpenSSL's EVP_PKEY

namespace server {

/// P-384, for ES384.
class development_key {
 public:
  /// Makes one and writes it to a new file that only its owner can read; never over another file.
  static tl::expected<development_key, std::string> make(const std::filesystem::path& file);
  /// The error is a sentence about the file.
  static tl::expected<development_key, std::string> read(const std::filesystem::path& file);

  /// The thumbprint of the key (RFC 7638).
  std::string kid() const;
  /// The public half as a JWK set.
  std::string key_set() const;
  /// A token in compact form. `jku` may be empty.
  std::string sign(const std::string& jku, const std::string& claims) const;

 private:
  explicit development_key(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::string number(const char* name) const;
  std::string jwk_members() const;

  std::shared_ptr<evp_pkey_st> key_;
};

} // namespace server
