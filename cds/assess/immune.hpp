// How well the patient's defences work (pathway: immune), with the evidence for it.
#pragma once

#include "cds/decision.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

enum class immune_level : unsigned char { unknown, none, mild, severe };
const char* name_of(immune_level level);

struct immune_state {
  immune_level level = immune_level::unknown;
  list<datum> evidence;             // for the level found, strongest first
  few<std::string_view, 3> missing; // why it is unknown
};

/// The evidence views `notes`.
immune_state assess_immune(const facts& chart, const knowledge& known, notepad& notes);

/// Mild and severe are treated as immunocompromised; none and unknown as immunocompetent, where the pathway says so.
inline bool is_compromised(immune_level level) { return level == immune_level::mild || level == immune_level::severe; }
inline audience audience_of(immune_level level) {
  return is_compromised(level) ? audience::immunocompromised : audience::immunocompetent;
}

} // namespace cds
