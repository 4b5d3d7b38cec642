// From a host's name to its addresses.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace server {

using addresses = std::vector<boost::asio::ip::tcp::endpoint>;

/// Tells `found` later, from the thread of its io_context, or never; nothing found is an empty list. What `found` holds
/// may be let go on another thread.
using name_lookup =
    std::function<void(const std::string& host, std::uint16_t port, std::function<void(addresses)> found)>;

/// The system's. It can hang for as long as a name server likes, so each look-up has a thread of its own that nobody
/// waits for, neither a request nor the end of the program; 32 at a time. To be destroyed before the context.
name_lookup system_lookup(boost::asio::io_context& context);

} // namespace server
