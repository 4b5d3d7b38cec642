// Where to listen, as it is written on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace server {

/// A literal IP address and a port. Port 0: the system picks one.
struct listen_address {
  std::string host; // without brackets
  std::uint16_t port = 0;
  bool loopback = false;

  friend bool operator==(const listen_address&, const listen_address&) = default;
};

/// `127.0.0.1:8443` or `[::1]:8443`; the error says what is wrong.
tl::expected<listen_address, std::string> read_listen_address(std::string_view text);
std::string to_text(const listen_address& where);

} // namespace server
