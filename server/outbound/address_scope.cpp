#include "server/outbound/address_scope.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace server {
namespace {

namespace ip = boost::asio::ip;

struct block {
  std::uint32_t first;
  unsigned bits;
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// The IANA registry of special-purpose IPv4 addresses, with multicast and what is reserved.
constexpr std::array special_v4{
    block{quad(0, 0, 0, 0), 8},      block{quad(10, 0, 0, 0), 8},     block{quad(100, 64, 0, 0), 10},
    block{quad(127, 0, 0, 0), 8},    block{quad(169, 254, 0, 0), 16}, block{quad(172, 16, 0, 0), 12},
    block{quad(192, 0, 0, 0), 24},   block{quad(192, 0, 2, 0), 24},   block{quad(192, 88, 99, 0), 24},
    block{quad(192, 168, 0, 0), 16}, block{quad(198, 18, 0, 0), 15},  block{quad(198, 51, 100, 0), 24},
    block{quad(203, 0, 113, 0), 24}, block{quad(224, 0, 0, 0), 4},    block{quad(240, 0, 0, 0), 4},
};

bool is_public_v4(ip::address_v4 address) {
  return std::none_of(special_v4.begin(), special_v4.end(),
                      [&](const block& of) { return (address.to_uint() ^ of.first) >> (32 - of.bits) == 0; });
}

// Global unicast is 2000::/3; of it 2001::/23 is special, 2001:db8::/32 for documentation, 2002::/16 carries IPv4.
bool is_public_v6(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  const auto group = [&](std::size_t i) { return static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]); };
  if (group(0) >> 13 != 1 || group(0) == 0x2002) return false;
  return group(0) != 0x2001 || (group(1) >= 0x200 && group(1) != 0xdb8);
}

} // namespace

bool is_public(const ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4()) : is_public_v6(address.to_v6());
}

} // namespace server
