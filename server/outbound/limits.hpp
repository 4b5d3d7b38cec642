// How much one outbound client, and so one thread, may hold open and remember.
#pragma once

#include <chrono>
#include <cstddef>

#include "server/outbound/breaker.hpp"

namespace server {

struct outbound_limits {
  std::size_t connections = 16; // to one origin, unfinished ones included; further requests wait within their deadline
  std::size_t origins = 64;     // with connections or waiting requests; one more is refused with `connect`
  std::chrono::milliseconds opening{2'000}; // look-up aside; goes on when the request that began it has given up
  std::chrono::milliseconds idle{20'000};   // less than servers usually wait, so that few reused connections are dead
  std::chrono::milliseconds names{30'000};  // addresses are looked up again
  std::chrono::milliseconds fair_wait{100}; // a request that had less time than this says nothing about the server
  breaker_limits breaker;
};

} // namespace server
