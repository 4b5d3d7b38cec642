// A JSON Web Token in its compact form, read strictly and believed in nothing yet.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/client.hpp"

namespace hooks {

/// Why a client is not trusted: for counters alone. The answer never says which.
enum class trust_fault : unsigned char {
  no_token,  // no Authorization field, or another scheme than Bearer
  too_long,  // more than longest_token
  malformed, // not three parts of base64url, not strict JSON, a member missing or of the wrong type
  algorithm, // none of ours, or not one of this client's
  issuer,
  jku,
  key, // no key or several of that kid and type, or none could be fetched
  signature,
  audience,
  expired,
  not_yet_valid, // iat or nbf lie ahead
  lifetime,
  tenant,
  replay,
  certificate // the TLS connection is not this client's
};
inline constexpr std::size_t trust_faults = 15;
const char* name_of(trust_fault f); // `not_yet_valid`

inline constexpr std::size_t longest_token = std::size_t{8} << 10;

struct token {
  algorithm alg = algorithm::es384;
  std::string kid;
  std::optional<std::string> jku;
  std::string iss;
  std::vector<std::string> audience; // one or more
  // Parts of a second make a token's life shorter: exp is rounded down, nbf up; iat down, so that the life counts
  // whole.
  std::chrono::sys_seconds exp, iat;
  std::optional<std::chrono::sys_seconds> nbf;
  std::string jti;
  std::optional<std::string> tenant;
  std::string signature; // bytes
};

/// Reads the header and the claims; verifies nothing. Refused: what strict JSON refuses, duplicate members among it;
/// `crit`, `b64`, `cty`, `enc` and `zip`, which would change what the token means; a `typ` other than JWT. Unknown
/// members are ignored, keys that the header brings along too.
tl::expected<token, trust_fault> read_token(std::string_view compact);

/// The token of an Authorization field's value; the scheme's case does not matter.
tl::expected<std::string_view, trust_fault> bearer_token(std::string_view authorization);

} // namespace hooks
