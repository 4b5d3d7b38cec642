// The gate every request head passes before anything else looks at it. It is stricter than HTTP: whatever two programs
// on the way could read differently is refused, so that nobody can hide one request inside another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/handler.hpp"
#include "server/settings.hpp"

namespace server {

/// Where the head of a request ends in what has arrived so far.
struct head_scan {
  std::size_t looked_at = 0; // carry it over to the next scan of the same, longer text
  std::size_t end = 0;       // after the empty line; 0 = not there yet
  bool bad_byte = false;     // a byte that no head may have; what follows is not worth waiting for
};
void scan_head(std::string_view arrived, head_scan& so_far);

/// What the transport and the services need of a head. Views into the text that was read; an absent field is empty.
struct request_head {
  std::string_view method;
  std::string_view target;
  std::string_view content_type;
  std::string_view content_encoding;
  std::string_view origin;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = false; // as the request asks, by its version and Connection
  bool expects_continue = false;
  bool version_1_1 = true;

  bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// `refused` is set when the head must not be served; `head` is then filled only as far as it was read.
struct head_reading {
  request_head head;
  std::optional<refusal> refused;
};

/// `text` is a whole head with its closing empty line, and has passed scan_head.
head_reading read_head(std::string_view text, const limits& allowed);

} // namespace server
