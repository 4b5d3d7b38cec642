#include "server/admin/admin_listener.hpp"

#include <utility>

#include "server/admin/admin_answerer.hpp"

namespace server {
namespace {

settings settings_of(const settings& chosen) {
  settings own;
  own.threads = 1;
  own.limits.connections = 64;
  own.limits.handshakes = 16;
  own.limits.body_bytes = std::size_t{64} << 10;
  own.timeouts.handshake = chosen.timeouts.handshake;
  own.timeouts.drain = std::chrono::seconds{1}; // it comes after the drain of the other
  return own;
}

} // namespace

std::unique_ptr<listener> open_admin_listener(const settings& chosen, const tls_context& tls,
                                              const admin_world& world) {
  return std::make_unique<listener>(
      read_listen_address(chosen.admin.listen).value(), tls, settings_of(chosen),
      [&world](boost::asio::io_context&) { return std::make_unique<admin_answerer>(admin_routes(world)); });
}

} // namespace server
