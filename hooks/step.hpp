// What the protocol needs next to answer a call. Whoever drives it does that and hands the result back; the protocol
// itself never waits and never opens a socket.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hooks/call.hpp"
#include "hooks/client_trust.hpp"
#include "hooks/feedback.hpp"
#include "hooks/fetch.hpp"

namespace hooks {

/// Read these from the client's FHIR server, all at once. The token is for `base` alone and goes nowhere else.
struct fetch_data {
  std::string base;
  std::string_view token;   // may be empty; lives as long as the exchange
  bool public_only = false; // `base` is not registered: no address of a private network
  std::vector<fetch_item> items;
};

/// Keep every item, or say that none is known to be kept.
struct keep_feedback {
  std::string client, service;
  std::vector<feedback_item> items;
};
struct kept {};
struct not_kept {
  std::chrono::seconds retry_after{1};
};
using keeping = std::variant<kept, not_kept>;

/// needs_keys: see that the client's keys are fetched, or find that it is too early. claim: put the token's identifier
/// if it is absent. A `reply` is the last step.
using step = std::variant<reply, needs_keys, claim, fetch_data, keep_feedback>;

} // namespace hooks
