#include "server/outbound/exchange.hpp"

#include <array>

namespace server {

std::string_view to_text(outbound_fault what) {
  static constexpr std::array<std::string_view, outbound_fault_count> names{
      "none",      "refused url", "resolve",  "connect",  "tls",          "timeout",
      "too large", "malformed",   "redirect", "encoding", "breaker open", "closed"};
  return names.at(static_cast<std::size_t>(what));
}

} // namespace server
