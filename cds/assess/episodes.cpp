#include "cds/assess/episodes.hpp"

#include <algorithm>
#include <tuple>

namespace cds {

std::vector<episode> assess_episodes(const facts& chart, const knowledge& known) {
  std::vector<episode> told;
  for (const condition& c : chart.conditions.items) {
    const auto& when = c.onset ? c.onset : c.recorded;
    if (!c.sets.has(value_set::hsv_orolabial) || c.unconfirmed || !when) continue;
    // A date known to the year or month only cannot tell two episodes apart.
    if (when->first != when->last) continue;
    if (days_between(when->first, chart.now.today) <= known.limits.recurrence_window_days)
      told.push_back({when->first, c.source});
  }
  std::sort(told.begin(), told.end(), [](const episode& a, const episode& b) {
    return std::tie(a.onset, a.source.id) < std::tie(b.onset, b.source.id);
  });
  std::vector<episode> episodes;
  for (const episode& e : told)
    if (episodes.empty() || days_between(episodes.back().onset, e.onset) >= known.limits.recurrence_episode_gap_days)
      episodes.push_back(e);
  return episodes;
}

} // namespace cds
