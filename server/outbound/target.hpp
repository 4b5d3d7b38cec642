// The choke-point for where a request goes and what its head says: text that came from elsewhere becomes part of a
// request here or not at all.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace server {

struct outbound_origin {
  std::string host; // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;
  bool tls = true;
  bool is_address = false; // an IP address, nothing to look up

  friend auto operator<=>(const outbound_origin&, const outbound_origin&) = default;
};
/// `fhir.example:443`, all that is ever logged of a url.
std::string to_text(const outbound_origin& where);

struct outbound_target {
  outbound_origin origin;
  std::string host;           // what the Host header says
  std::string path_and_query; // starts with `/`

  friend bool operator==(const outbound_target&, const outbound_target&) = default;
};

/// Nothing when it is not an absolute https url (`plain`: or http), has a user, a fragment, a dot segment, a slash or
/// control character in percent-encoding in its path, or is longer than 8 KiB.
std::optional<outbound_target> read_target(std::string_view url, bool plain = false);

/// Same origin, and a path that is the base's or continues it after a `/`.
bool is_below(const outbound_target& base, const outbound_target& url);

/// Visible ASCII without spaces.
bool is_header_value(std::string_view text);

} // namespace server
