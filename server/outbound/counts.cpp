#include "server/outbound/counts.hpp"

#include <spdlog/spdlog.h>

#include <bit>

namespace server {

void count_answer(outbound_counts& counts, const outbound_answer& answer, const outbound_origin& from) {
  const auto so_far = ++counts.ended.at(static_cast<std::size_t>(answer.fault));
  if (answer.fault == outbound_fault::none) {
    ++counts.answered.at(static_cast<std::size_t>(answer.status) / 100);
    return;
  }
  if (!std::has_single_bit(so_far)) return;
  spdlog::warn("asking another server failed with `{}`: {} so far, the last from {}", to_text(answer.fault), so_far,
               from.host.empty() ? "an address that was refused" : to_text(from));
}

} // namespace server
