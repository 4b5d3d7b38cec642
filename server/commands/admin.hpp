// `vesicle admin`: who may use the console.
#pragma once

#include <string>

namespace server {

struct admin_wish {
  enum class what : unsigned char { token, list, revoke };
  what asked = what::list;
  std::string config; // file that tells where tokens are kept
  std::string tokens; // or that file itself
  std::string name;
  std::string role = "admin";
  int days = 30;
};

/// `token` prints the token alone on standard output. Returns the exit status: 0, 1 when the file cannot be read or
/// written, 2 for wrong usage.
int administer(const admin_wish& wish);

} // namespace server
