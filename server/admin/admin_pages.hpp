// What the admin listener answers: whether the process lives, whether it is ready, what it counts.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "hooks/call.hpp"
#include "server/metrics/service_counts.hpp"
#include "server/operation/condition.hpp"
#include "server/outbound/counts.hpp"
#include "server/protocol/protocol_counts.hpp"
#include "server/protocol/published.hpp"
#include "server/store/store.hpp"
#include "server/traffic.hpp"
#include "server/trust/token_registry.hpp"

namespace server {

/// What there is to tell about. All of it must outlive whoever tells it, and is safe from any thread.
struct admin_world {
  std::string version; // of the program
  const condition& now;
  std::function<std::shared_ptr<const published>()> serves;
  const traffic& arriving; // of the listener that clients use
  const protocol_counts& protocol;
  const service_counts& calls;
  const outbound_counts& outbound;
  const token_registry& tokens;
  const store* keeps = nullptr; // null: nothing is kept
  std::function<std::uint64_t()> log_dropped;
};

/// 200: the process answers.
hooks::reply livez_page();
/// 200 when cards are served, 503 when not or not for long any more. A store that cannot be written makes no difference
/// but is told.
hooks::reply readyz_page(const admin_world& world);
/// Every metric family, in the text format of Prometheus.
hooks::reply metrics_page(const admin_world& world);

} // namespace server
