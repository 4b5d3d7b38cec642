#include "cds/assess/foscarnet_use.hpp"

#include <algorithm>
#include <vector>

#include "cds/assess/host.hpp"
#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

/// An order with a readable dose and interval says more than a single administration; among equals the newest.
bool tells_more(const medication& a, const medication& b) {
  const auto readable = [](const medication& m) { return m.dosage.dose && m.dosage.times_per_day; };
  if (readable(a) != readable(b)) return readable(a);
  return a.start && (!b.start || a.start->first > b.start->first);
}

} // namespace

std::optional<foscarnet_use> assess_foscarnet_use(const facts& chart, const knowledge& known) {
  const medication* current = current_foscarnet(chart);
  if (!current) return std::nullopt;

  std::vector<const medication*> all;
  all.reserve(chart.administrations.items.size());
  for (const medication* m : all_medications(chart))
    if (m->drug.agent == agent::foscarnet && m->start && m->start->first <= chart.now.today) all.push_back(m);
  std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->start->first > b->start->first; });

  foscarnet_use use{current, current->start ? current->start->first : chart.now.today, 0};
  for (const medication* m : all) {
    const auto last = last_day(*m, chart.now.today);
    if (!last || days_between(*last, use.first) > known.limits.exposure_merge_gap_days + 1) continue;
    use.first = std::min(use.first, m->start->first);
    if (is_current(*m, chart.now.today, known.limits.exposure_reach_days) && tells_more(*m, *use.current))
      use.current = m;
  }
  use.days = days_between(use.first, chart.now.today);
  return use;
}

} // namespace cds
