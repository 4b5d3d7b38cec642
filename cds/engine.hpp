// The one entry of the clinical engine. Pure: the same knowledge and facts give the same decision.
#pragma once

#include <string>

#include "cds/decision.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

/// Runs every rule on every draft order.
decision evaluate(const knowledge& known, const facts& chart);

/// For people: every fact with its source and every rule with its outcome, one per line.
std::string explain(const knowledge& known, const facts& chart, const decision& decided);

} // namespace cds
