// A decision as the answer of a hook.
#pragma once

#include <string>
#include <vector>

#include "cds/decision.hpp"
#include "hooks/card.hpp"

namespace hooks {

/// The recommendations that become cards, worst first. At most `most`, except that a critical one is never left out.
/// Where room is short, warnings go before what was not checked, and that before other information.
std::vector<const cds::recommendation*> shown(const std::vector<cds::recommendation>& all, std::size_t most);

/// The JSON: `{"cards":[...]}`. The last card names the rules whose findings there was no room for.
std::string response_body(const cds::decision& decided, std::size_t most_cards, const card_context& context);

} // namespace hooks
