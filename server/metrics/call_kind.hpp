// What calls are told apart by when they are counted: closed sets, and nothing that a client can invent.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "hooks/services/catalogue.hpp"

namespace server {

/// The services, in the order of hooks::services(), and after them what else can be called.
inline constexpr std::size_t service_kinds = 3;
inline constexpr std::size_t discovery_kind = service_kinds;
inline constexpr std::size_t feedback_kind = service_kinds + 1;
inline constexpr std::size_t other_kind = service_kinds + 2; // no such path, or turned away before it was known
inline constexpr std::size_t call_kinds = service_kinds + 3;

inline std::size_t kind_of(const hooks::service& one) {
  return static_cast<std::size_t>(&one - hooks::services().data());
}
inline std::string_view name_of_kind(std::size_t kind) {
  constexpr std::array<std::string_view, 3> others{"discovery", "feedback", "other"};
  return kind < service_kinds ? hooks::services()[kind].id : others.at(kind - service_kinds);
}

/// Statuses that are answered here; any other counts at 0.
inline constexpr std::array counted_statuses{0,   200, 204, 400, 401, 403, 404, 405, 408, 412, 413,
                                             414, 415, 417, 422, 429, 431, 500, 501, 503, 505};
constexpr std::size_t status_at(int status) {
  for (std::size_t i = 1; i < counted_statuses.size(); ++i)
    if (counted_statuses[i] == status) return i;
  return 0;
}

/// `200`; `other` for one that is not in the list.
inline std::string name_of_status(std::size_t at) {
  return at == 0 ? "other" : std::to_string(counted_statuses.at(at));
}

} // namespace server
