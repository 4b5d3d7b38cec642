// How often cold sores came back (pathway: episodes).
#pragma once

#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

struct episode {
  day onset{};
  resource_ref source; // the Condition that tells of it
};
/// The orolabial episodes within the window, oldest first; onsets closer than the gap are one episode.
std::vector<episode> assess_episodes(const facts& chart, const knowledge& known);

} // namespace cds
