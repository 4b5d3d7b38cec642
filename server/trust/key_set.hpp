// A client's published keys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/trust/jose.hpp"

namespace server {

/// Does not change after it was read.
class key_set {
 public:
  explicit key_set(std::vector<public_key> keys) : keys_(std::move(keys)) {}

  /// The one key of that kid and type; null when there is none, or more than one.
  const public_key* find(std::string_view kid, std::string_view kty) const;
  std::size_t size() const { return keys_.size(); }

 private:
  std::vector<public_key> keys_;
};

inline constexpr std::size_t longest_key_set = std::size_t{64} << 10; // bytes
inline constexpr std::size_t most_keys = 32;

struct key_set_reading {
  key_set keys;
  std::vector<std::string> left_out; // `key 2 holds a private part ...`: for the log
};

/// The usable keys of a JWK set; or why there is none to use, as a sentence about it.
tl::expected<key_set_reading, std::string> read_key_set(std::string_view json);

} // namespace server
