#include "server/replay/burden.hpp"

#include <cmath>

#include "server/replay/shown_groups.hpp"

namespace server {

count burden::at_most(double of_hundred) const {
  const auto wanted = std::ceil(static_cast<double>(weeks) * of_hundred / 100);
  count seen = 0;
  for (const auto& [cards, these] : weeks_by_cards) {
    seen += these;
    if (static_cast<double>(seen) >= wanted) return cards;
  }
  return 0;
}

burden burden_of(const figures& counted, bool identifying) {
  burden all;
  all.prescribers = counted.burden.size();
  all.told = identifying || all.prescribers == 0 || all.prescribers >= fewest_prescribers;
  if (!all.told) return all;
  for (const auto& [prescriber, their_weeks] : counted.burden)
    for (const auto& [monday, week] : their_weeks) {
      ++all.weeks;
      ++all.weeks_by_cards[week.cards];
    }
  return all;
}

} // namespace server
