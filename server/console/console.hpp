// The console on the admin listener: its pages, who is signed in, and its API.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/console/console_call.hpp"
#include "server/console/console_world.hpp"
#include "server/handler.hpp"

namespace server {

inline constexpr std::string_view session_cookie = "__Host-vesicle-console";

/// Everything that can be asked of the API by somebody who is signed in. `world` must outlive it.
std::vector<console_route> console_routes(const console_world& world);

/// Answers what begins with /console. `world` must outlive it.
std::unique_ptr<answerer> make_console(boost::asio::io_context& context, const console_world& world);

} // namespace server
