// The configuration file: TOML, where a name that is not known is a fault, so that a typing error cannot switch off a
// limit.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/settings.hpp"
#include "server/toml_fault.hpp"

namespace server {

/// The settings of a file's text, the rest at their defaults; or every fault, in the order of the text.
tl::expected<settings, std::vector<config_fault>> read_config(std::string_view text, std::string_view file);
tl::expected<settings, std::vector<config_fault>> read_config_file(const std::filesystem::path& path);

} // namespace server
