#include "tests/server/support/signature_floor.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace server_tests {
namespace {

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

} // namespace

signature_floor::signature_floor(const signing_key& key, const char* digest, std::string input, std::string signature)
    : input_(std::move(input)), signature_(std::move(signature)),
      digest_(EVP_MD_fetch(nullptr, digest, nullptr), EVP_MD_free),
      context_(EVP_PKEY_CTX_new(key.key(), nullptr), EVP_PKEY_CTX_free) {
  if (EVP_PKEY_verify_init(context_.get()) != 1 || EVP_PKEY_CTX_set_signature_md(context_.get(), digest_.get()) != 1 ||
      !verifies())
    throw std::runtime_error("the floor does not verify");
}

bool signature_floor::verifies() const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned length = 0;
  return EVP_Digest(input_.data(), input_.size(), hash.data(), &length, digest_.get(), nullptr) == 1 &&
         EVP_PKEY_verify(context_.get(), bytes_of(signature_), signature_.size(), hash.data(), length) == 1;
}

} // namespace server_tests
