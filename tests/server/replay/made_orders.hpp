// Replayed orders as a run would hand them on, made up from a seed: for what counts and reports them.
#pragma once

#include <cstdint>
#include <vector>

#include "server/replay/replayed_order.hpp"
#include "server/replay/run_summary.hpp"

namespace server_tests {

/// In the order of a run. `compared`: each is judged under another knowledge too.
std::vector<server::replayed_order> made_orders(std::size_t patients, std::uint64_t seed, bool compared = false);
server::run_summary made_run();

} // namespace server_tests
