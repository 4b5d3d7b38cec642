#include "server/listen_address.hpp"

#include <arpa/inet.h>

#include <charconv>

namespace server {
namespace {

bool is_loopback_v6(const in6_addr& address) { return IN6_IS_ADDR_LOOPBACK(&address) != 0; }

bool is_loopback_v4(const in_addr& address) { return (ntohl(address.s_addr) >> 24) == 127; }

} // namespace

tl::expected<listen_address, std::string> read_listen_address(std::string_view text) {
  const auto wrong = [&](const char* why) {
    return tl::unexpected("listen address `" + std::string(text) + "` " + why);
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong("has no port, write it as `127.0.0.1:8443`");
  auto host = text.substr(0, colon);
  const auto port = text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);

  listen_address found;
  found.host = std::string(host);
  const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), found.port);
  if (fault != std::errc{} || end != port.data() + port.size()) return wrong("needs a port from 0 to 65535");

  in_addr v4{};
  in6_addr v6{};
  if (!bracketed && inet_pton(AF_INET, found.host.c_str(), &v4) == 1)
    found.loopback = is_loopback_v4(v4);
  else if (bracketed && inet_pton(AF_INET6, found.host.c_str(), &v6) == 1)
    found.loopback = is_loopback_v6(v6);
  else
    return wrong("needs a literal IP address, an IPv6 one in brackets");
  return found;
}

std::string to_text(const listen_address& where) {
  const bool v6 = where.host.find(':') != std::string::npos;
  return (v6 ? "[" + where.host + "]" : where.host) + ":" + std::to_string(where.port);
}

} // namespace server
