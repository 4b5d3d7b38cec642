#include "server/protocol/protocol_counts.hpp"

#include <spdlog/spdlog.h>

#include <bit>

namespace server {

void protocol_counts::distrust(hooks::trust_fault cause) {
  const auto so_far = ++distrusted[static_cast<std::size_t>(cause)];
  if (std::has_single_bit(so_far)) spdlog::warn("a client was not trusted: {}, {} so far", name_of(cause), so_far);
}

void protocol_counts::mixed(std::string_view client) {
  const auto so_far = ++mixed_patients;
  if (std::has_single_bit(so_far))
    spdlog::error("a request of client {} named two patients and was refused: {} so far", client, so_far);
}

} // namespace server
