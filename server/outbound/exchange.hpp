// What is asked of another server, and what comes of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "server/outbound/secret.hpp"

namespace server {

/// One GET.
struct outbound_request {
  std::string url;
  std::string base;   // the url must lie below it, failures are counted for it; empty = the origin
  secret bearer;      // empty = no Authorization
  std::string accept; // without spaces; empty = anything
  std::size_t most_bytes = std::size_t{4} << 20; // of the answer's body
  std::chrono::steady_clock::time_point deadline;
  bool plain_loopback = false; // also `http`, to addresses of this machine alone
  bool public_only = false;    // no address that is private, local or otherwise special
};

enum class outbound_fault {
  none,         // an answer with any status below 300 or from 400 on
  refused_url,  // not asked: the url, the base, a header or the address is not one to send to
  resolve,      // the host's name has no address
  connect,      // no connection, or it ended before the answer began
  tls,          // no handshake, or not with the host that was meant
  timeout,      // the deadline came first
  too_large,    // a body of more than most_bytes
  malformed,    // not HTTP, ended too early, or more came than one answer
  redirect,     // a 3xx; never followed
  encoding,     // a body that is compressed or otherwise encoded
  breaker_open, // not asked: the base failed too often a moment ago
  closed,       // the client was closed
};
constexpr std::size_t outbound_fault_count = 12;
std::string_view to_text(outbound_fault what);

struct outbound_answer {
  outbound_fault fault = outbound_fault::none;
  int status = 0; // also beside a fault, when it was read
  std::string content_type;
  std::string cache_control;
  std::string retry_after;
  std::string body; // of a 2xx without fault alone; its text is not checked
};

} // namespace server
