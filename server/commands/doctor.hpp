// `vesicle doctor`: whether this machine is fit to serve from a configuration, and what to do where it is not.
#pragma once

#include <string>

namespace server {

struct doctor_wish {
  std::string config;
  bool json = false;
  bool fetch = false; // ask for the keys that clients publish
};

/// Prints every finding and changes nothing. Returns 0 without a fault, 1 with one.
int doctor(const doctor_wish& wish);

} // namespace server
