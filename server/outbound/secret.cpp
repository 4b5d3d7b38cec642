#include "server/outbound/secret.hpp"

#include <openssl/crypto.h>

namespace server {

secret::secret(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const auto part : parts) size += part.size();
  bytes_.reserve(size);
  for (const auto part : parts) bytes_.insert(bytes_.end(), part.begin(), part.end());
}

void secret::wipe() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

} // namespace server
