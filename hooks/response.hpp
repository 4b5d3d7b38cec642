// A decision as the answer of a hook.
#pragma once

#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "hooks/card.hpp"
#include "hooks/decision_record.hpp"

namespace hooks {

/// The recommendations that become cards, worst first. At most `most`, except that a critical one is never left out.
/// Where room is short, warnings go before what was not checked, and that before other information.
std::vector<const cds::recommendation*> shown(const std::vector<cds::recommendation>& all, std::size_t most);

/// Appends the member `cards`. The last card names the rules whose findings there was no room for. Gives what was
/// issued, for the record.
std::vector<issued_card> write_cards(fhir::json::writer& out, const cds::decision& decided, std::size_t most_cards,
                                     const card_context& context);

/// Appends the member `extension`: the decision's id, the knowledge behind it, and how each rule that applied ended.
/// Rules that are silent are not told of. `parts` are of that knowledge.
void write_extension(fhir::json::writer& out, std::string_view id, const cds::decision& decided,
                     const cds::facts& chart, const cds::knowledge& known, const card_parts& parts);

} // namespace hooks
