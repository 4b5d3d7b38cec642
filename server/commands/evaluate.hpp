// `vesicle evaluate`: answers one request from a file, as the server would, without a socket.
#pragma once

#include <optional>
#include <string>

namespace server {

struct evaluate_wish {
  std::string file;               // `-` = standard input
  std::optional<std::string> now; // RFC 3339; the clock when absent
  std::string knowledge;          // directory; empty = what is compiled in
  std::string overlay;            // directory; empty = none
  std::string service;            // its id; empty = the one that answers the request's hook
  bool explain = false;
};

/// Prints the body of the answer and a line end. Returns the exit status: 0 for a 200, 1 for any other answer, 2 when
/// there was nothing to answer. Identifiers count up, so that the same input gives the same bytes.
int evaluate(const evaluate_wish& wish);

} // namespace server
