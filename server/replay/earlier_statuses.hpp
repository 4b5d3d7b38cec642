// What a chart tells of the statuses its resources had before the one that was exported.
#pragma once

#include <span>

#include "fhir/chart.hpp"
#include "server/replay/chart_item.hpp"

namespace server {

/// Fills `matters` and `more` of what was known at the last order and is neither open nor active any more. `exported`
/// holds all of the chart.
void tell_of_earlier_statuses(std::span<chart_item> items, const fhir::chart& exported, const cds::terminology& terms,
                              const order_clock& last_order);

} // namespace server
