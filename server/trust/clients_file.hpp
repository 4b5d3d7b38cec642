// The clients' file: TOML, a table `[[client]]` for each system that may ask. deploy/clients.example.toml tells the
// keys.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/client.hpp"
#include "server/toml_fault.hpp"

namespace server {

/// Most bytes of a clients' file.
inline constexpr std::size_t longest_clients_file = std::size_t{1} << 20;

/// Every client of a text; or every fault, in the order of the text. Files that the text names lie beside `file`.
tl::expected<std::vector<hooks::client>, std::vector<config_fault>> read_clients(std::string_view text,
                                                                                 const std::filesystem::path& file);
tl::expected<std::vector<hooks::client>, std::vector<config_fault>>
read_clients_file(const std::filesystem::path& path);

/// What must be said at every start and reload: a line for each client that anybody can pose as, or whose resources
/// come from anywhere.
std::vector<std::string> warnings_about(const std::vector<hooks::client>& registered);

} // namespace server
