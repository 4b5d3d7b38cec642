// From the outcomes of the rules to the recommendations that are shown: silencing, merging, order (pathway: section 4).
#pragma once

#include <vector>

#include "cds/assess/situation.hpp"
#include "cds/decision.hpp"

namespace cds {

/// Adds what the rules found for one order. A critical finding about virus or patient silences advice on the regimen of
/// the same order; what could not be evaluated becomes one not-checked card; a finding that another order has already
/// gains this one's name.
void add_cards(std::vector<recommendation>& cards, const situation& s, const std::vector<outcome>& outcomes);

/// Worst first; among equals in the order the rules ran, so that the same facts give the same list.
void sort_cards(std::vector<recommendation>& cards);

} // namespace cds
