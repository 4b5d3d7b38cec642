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
  // A request that is tried is a text within JSON, where quotes and line ends take two bytes.
  own.limits.body_bytes = (std::size_t{64} << 10) + (chosen.admin.console ? 2 * chosen.limits.body_bytes : 0);
  own.limits.bodies_bytes = std::size_t{32} << 20; // nobody has said who they are before a body is read
  own.timeouts.answer = std::chrono::seconds{30};  // for whoever asks the console for a report
  own.timeouts.handshake = chosen.timeouts.handshake;
  own.timeouts.drain = std::chrono::seconds{1}; // it comes after the drain of the other
  return own;
}

} // namespace

std::unique_ptr<listener> open_admin_listener(const settings& chosen, const tls_context& tls, const admin_world& world,
                                              make_answerer console) {
  return std::make_unique<listener>(read_listen_address(chosen.admin.listen).value(), tls, settings_of(chosen),
                                    [&world, console = std::move(console)](boost::asio::io_context& context) {
                                      auto pages = console ? console(context) : nullptr;
                                      return std::make_unique<admin_answerer>(admin_routes(world), std::move(pages));
                                    });
}

} // namespace server
