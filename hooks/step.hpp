// What the protocol needs next to answer a call. Whoever drives it does that and hands the result back; the protocol
// itself never waits and never opens a socket.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hooks/call.hpp"
#include "hooks/fetch.hpp"

namespace hooks {

/// Read these from the client's FHIR server, all at once. The token is for `base` alone and goes nowhere else.
struct fetch_data {
  std::string base;
  std::string_view token; // may be empty; lives as long as the exchange
  std::vector<fetch_item> items;
};

/// A `reply` is the last one.
using step = std::variant<reply, fetch_data>;

} // namespace hooks
