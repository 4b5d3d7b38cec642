// Which addresses a name may stand for: whoever may choose a url must not reach this network's own machines with it.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace server {

/// An address of the public internet: not private, local, multicast, reserved, for documentation, nor one that carries
/// an IPv4 address inside.
bool is_public(const boost::asio::ip::address& address);

} // namespace server
