// The least that verifying a signature can cost with OpenSSL: one prepared context, nothing fetched, parsed or
// allocated.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tests/server/support/jwt_signer.hpp"

struct evp_pkey_ctx_st;
struct evp_md_st;

namespace server_tests {

class signature_floor {
 public:
  /// `signature` of `input` as sign_der() makes it.
  signature_floor(const signing_key& key, const char* digest, std::string input, std::string signature);
  bool verifies() const;

 private:
  std::string input_, signature_;
  std::shared_ptr<evp_md_st> digest_;
  std::shared_ptr<evp_pkey_ctx_st> context_;
};

} // namespace server_tests
