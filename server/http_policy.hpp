// The gate every request head passes before the parser sees it. It is stricter than HTTP: whatever two programs on the
// way could read differently is refused, so that nobody can hide one request inside another. It judges and keeps
// nothing; what the request says is read by the parser.
#pragma once

#include <cstddef>
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

/// What the gate says of a head. The views point into the text it was shown; what could not be read is empty.
struct head_verdict {
  std::optional<refusal> refused; // set when the head must not be served
  std::string_view method;        // these two also of a head that is refused: its answer depends on them
  std::string_view origin;
};

/// `text` is a whole head with its closing empty line, and has passed scan_head.
head_verdict judge_head(std::string_view text, const limits& allowed);

} // namespace server
