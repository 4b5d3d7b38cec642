#include "hooks/cors.hpp"

#include <algorithm>

namespace hooks {
namespace {

bool is_allowed(std::string_view origin, const std::vector<std::string>& allowed_origins) {
  return !origin.empty() && std::ranges::find(allowed_origins, origin) != allowed_origins.end();
}

} // namespace

void add_cors(std::vector<header>& headers, std::string_view origin, const std::vector<std::string>& allowed_origins) {
  if (allowed_origins.empty()) return;
  // Even without an allowed origin: a cache must not hand this answer to another origin.
  headers.emplace_back("Vary", "Origin");
  if (is_allowed(origin, allowed_origins)) headers.emplace_back("Access-Control-Allow-Origin", std::string(origin));
}

void add_preflight(std::vector<header>& headers, std::string_view origin,
                   const std::vector<std::string>& allowed_origins) {
  if (!is_allowed(origin, allowed_origins)) return;
  headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  headers.emplace_back("Access-Control-Allow-Headers", "authorization, content-type");
  headers.emplace_back("Access-Control-Max-Age", "600");
}

} // namespace hooks
