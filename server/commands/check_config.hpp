// `vesicle check-config`: whether the server would start from a configuration file.
#pragma once

#include <string>

namespace server {

struct check_config_wish {
  std::string file;
  bool show = false; // the settings that differ from the defaults
};

/// Faults and warnings go to standard error, each with its place. Returns 0 when there is no fault, 1 when there is
/// one, 2 when the file itself cannot be read.
int check_config(const check_config_wish& wish);

} // namespace server
