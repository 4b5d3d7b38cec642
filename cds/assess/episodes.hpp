// How often cold sores came back (pathway: episodes).
#pragma once

#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

/// First days of the orolabial episodes within the window, oldest first; onsets closer than the gap are one episode.
std::vector<day> assess_episodes(const facts& chart, const knowledge& known);

} // namespace cds
