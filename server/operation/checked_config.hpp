// What can be said about a configuration file without serving from it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace server {

struct checked_config {
  std::vector<std::string> faults;   // ready to print, with their places
  std::vector<std::string> warnings; // what a start would say
  std::string summary;               // what would be served; empty beside faults
};

/// Reads the file and every file it names as a start would. Opens no port and no store.
checked_config check_config(const std::filesystem::path& file);

/// Every setting of a configuration's text that makes a difference to the defaults: `limits.body_bytes = 2048`, by
/// name.
std::vector<std::string> settings_that_differ(std::string_view text, std::string_view file);

} // namespace server
