// What the rules decided for an order, as a judgement that is counted.
#pragma once

#include "cds/decision.hpp"
#include "server/replay/follow_up.hpp"

namespace server {

/// `decided` is of this order alone. A rule that looked at foscarnet that was running counts where it did not apply to
/// the order itself.
judgement judgement_of(const cds::decision& decided, const cds::knowledge& known, const follow_up& after);

/// For an order that no card is shown for: what happened all the same.
std::vector<suggested_deed> unprompted_after(const judgement& judged, const follow_up& after);

} // namespace server
