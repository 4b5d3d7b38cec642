// `vesicle clients`: who may ask, for the administrator who registers them.
#pragma once

#include <string>
#include <vector>

namespace server {

struct clients_wish {
  enum class what : unsigned char { list, check, add, key, token };
  what asked = what::list;
  std::string file;  // list, check, add: the clients' file; key, token: that of the private key
  bool json = false; // list

  // add: one client, as the file's keys have it; empty or 0 = not said
  std::string name, iss, jku, keys;
  std::vector<std::string> tenants, algorithms, services, fhir_servers, origins;
  unsigned longest_token = 0; // seconds
  bool demo = false;

  // token, beside iss and jku
  std::string audience, tenant;
  unsigned lifetime = 300; // seconds
};

/// Prints to standard output; never a private key. Returns the exit status: 0, 1 when a file has faults or cannot be
/// written, 2 when the wish makes no sense.
int clients(const clients_wish& wish);

} // namespace server
