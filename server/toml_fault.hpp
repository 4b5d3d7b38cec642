// What is wrong in a file that an administrator wrote, and where.
#pragma once

#include <string>
#include <vector>

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

/// In the order of the text, each once.
void put_in_order(std::vector<config_fault>& found);

} // namespace server
