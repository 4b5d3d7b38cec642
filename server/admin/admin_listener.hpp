// The listener for operators: another address, one thread, the same certificate, nobody asked for one of theirs.
#pragma once

#include <memory>

#include "server/admin/admin_pages.hpp"
#include "server/listener.hpp"
#include "server/settings.hpp"

namespace server {

/// Binds `chosen.admin.listen`. `world` must outlive it. Throws std::system_error when the address cannot be had.
/// `console` makes what answers below /console; empty: there is none.
std::unique_ptr<listener> open_admin_listener(const settings& chosen, const tls_context& tls, const admin_world& world,
                                              make_answerer console = {});

} // namespace server
