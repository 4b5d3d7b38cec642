#include "cds/assess/episodes.hpp"

#include <algorithm>

namespace cds {

std::vector<day> assess_episodes(const facts& chart, const knowledge& known) {
  std::vector<day> onsets;
  for (const condition& c : chart.conditions.items) {
    const auto& when = c.onset ? c.onset : c.recorded;
    if (!c.sets.has(value_set::hsv_orolabial) || c.unconfirmed || !when) continue;
    // A date known to the year or month only cannot tell two episodes apart.
    if (when->first != when->last) continue;
    if (days_between(when->first, chart.now.today) <= known.limits.recurrence_window_days)
      onsets.push_back(when->first);
  }
  std::sort(onsets.begin(), onsets.end());
  std::vector<day> episodes;
  for (const day d : onsets)
    if (episodes.empty() || days_between(episodes.back(), d) >= known.limits.recurrence_episode_gap_days)
      episodes.push_back(d);
  return episodes;
}

} // namespace cds
