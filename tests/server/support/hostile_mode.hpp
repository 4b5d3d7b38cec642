// The ways in which a server can misbehave, by name.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace server_tests {

/// From the first byte of a connection to the last of an answer.
struct hostile_mode {
  enum class greeting {
    good,
    wrong_name,  // a certificate for another host, from a trusted authority
    in_subject,  // the host's name is not among its alternative names
    expired,     // from a trusted authority
    untrusted,   // a certificate that nobody vouches for
    old_version, // TLS 1.1 at most
    plain,       // answers without TLS
    junk,        // bytes that are no TLS
    late,        // begins the handshake after 100 ms
    silent,      // takes the connection and says nothing
    reset,       // resets it in the handshake
    hangs_up,    // ends it after the handshake, before the request is read
  };
  enum class after {
    stays,   // waits for the next request
    closes,  // ends TLS, then the connection
    cuts,    // ends the connection without ending TLS
    resets,  // resets the connection
    hangs,   // says nothing more
    repeats, // sends `again` for ever
    adds,    // sends `again` once, 20 ms later, then waits for the next request
  };

  std::string_view name;
  std::string (*answer)(const std::string& body); // its bytes; null = none
  after then = after::stays;
  std::string_view again = {};
  std::chrono::milliseconds pace{0}; // between two bytes; 0 = all at once
  greeting meets = greeting::good;
};

/// `good` first; no name twice.
const std::vector<hostile_mode>& hostile_modes();
const hostile_mode& hostile_mode_named(std::string_view name);

} // namespace server_tests
