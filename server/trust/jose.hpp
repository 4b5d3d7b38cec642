// Public keys of clients and the signatures made with their other halves. cjose and OpenSSL do the arithmetic; what
// they would let pass is refused here before they see it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "fhir/json/document.hpp"
#include "hooks/client.hpp"

struct _cjose_jwk_int; // cjose's cjose_jwk_t

namespace server {

/// RSA of 2048, 3072 or 4096 bits with the exponent 65537, or a point of P-256 or P-384. Safe to use from several
/// threads at once.
class public_key {
 public:
  /// From a JWK, parsed once and for all; or why it cannot be used, continuing `the key ...`. Refused among others: a
  /// key with a private part, one for another use, one without a kid.
  static tl::expected<public_key, std::string> from_jwk(const fhir::json::value& jwk);

  const std::string& kid() const { return kid_; }
  std::string_view kty() const { return kty_; }

  /// `compact` is a whole token that hooks::read_token has read as signed by `alg`, `signature` the bytes of its last
  /// part: for ECDSA r and s, each of the exact length.
  bool verifies(hooks::algorithm alg, std::string_view compact, std::string_view signature) const;

 private:
  struct releases {
    void operator()(_cjose_jwk_int* key) const;
  };
  public_key() = default;
  bool suits(hooks::algorithm alg) const;

  std::string kid_;
  std::string_view kty_;                 // `EC` or `RSA`
  std::optional<hooks::algorithm> only_; // the one its `alg` or its curve allows
  std::size_t signature_bytes_ = 0;
  std::unique_ptr<_cjose_jwk_int, releases> key_;

  friend struct key_reader;
};

} // namespace server
