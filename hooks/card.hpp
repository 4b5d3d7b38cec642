// One recommendation as a CDS Hooks card.
#pragma once

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/json/writer.hpp"
#include "fhir/proposals.hpp"
#include "hooks/card_parts.hpp"
#include "hooks/decision_record.hpp"
#include "hooks/environment.hpp"

namespace hooks {

/// What a card needs beside its recommendation.
struct card_context {
  const cds::knowledge& known;
  const card_parts& parts; // of that knowledge
  const fhir::proposal_context& proposals;
  const environment& world;
  bool tells_action_selection = false; // the client understands actionSelectionBehavior
};

inline constexpr std::size_t most_summary_characters = 139;

/// Appends the card object and gives what was issued with it. Uuids are taken in the order written: the card's, then
/// each suggestion's.
issued_card write_card(fhir::json::writer& out, const cds::recommendation& found, const card_context& context);

} // namespace hooks
