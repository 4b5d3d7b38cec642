// The metric families of calls, decisions and feedback.
#pragma once

#include "server/admin/families.hpp"
#include "server/metrics/service_counts.hpp"

namespace server {

void tell_calls(family_list& all, const call_totals& totals);

} // namespace server
