#include "server/traffic.hpp"

#include <spdlog/spdlog.h>

#include <bit>

namespace server {

std::string_view name_of(shed_cause why) { return why == shed_cause::late ? "late" : "memory"; }

std::uint64_t traffic::count(int status) {
  const auto slot = status >= 0 && status < static_cast<int>(by_status_.size()) ? static_cast<std::size_t>(status) : 0;
  return ++by_status_[slot];
}

std::uint64_t traffic::counted(int status) const {
  return status >= 0 && status < static_cast<int>(by_status_.size())
             ? by_status_[static_cast<std::size_t>(status)].load()
             : 0;
}

void log_refusal(traffic& counts, int status) {
  if (const auto so_far = counts.count(status); std::has_single_bit(so_far))
    spdlog::info("refused with {}: {} so far", status, so_far);
}

void log_shed(traffic& counts, shed_cause why) {
  if (const auto so_far = counts.shed(why); std::has_single_bit(so_far))
    spdlog::warn("too much to do, requests refused ({}): {} so far", name_of(why), so_far);
}

void log_turned_away(traffic& counts) {
  if (const auto so_far = ++counts.turned_away; std::has_single_bit(so_far))
    spdlog::warn("connections turned away, too many open: {} so far", so_far);
}

void log_accept_failure(traffic& counts, const std::string& why) {
  if (const auto so_far = ++counts.accept_failures; std::has_single_bit(so_far))
    spdlog::warn("cannot accept connections: {}: {} times so far", why, so_far);
}

} // namespace server
