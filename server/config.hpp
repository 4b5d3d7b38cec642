// The configuration file: TOML, where a name that is not known is a fault, so that a typing error cannot switch off a
// limit.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/settings.hpp"

namespace server {

/// Line and column count from 1; 0 when the fault has no place.
struct config_fault {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string message;

  friend bool operator==(const config_fault&, const config_fault&) = default;
};
/// `vesicle.toml:3:1: unknown key ...`
std::string to_text(const config_fault& fault);

/// The settings of a file's text, the rest at their defaults; or every fault, in the order of the text.
tl::expected<settings, std::vector<config_fault>> read_config(std::string_view text, std::string_view file);
tl::expected<settings, std::vector<config_fault>> read_config_file(const std::filesystem::path& path);

} // namespace server
