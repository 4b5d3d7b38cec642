#include "server/replay/shown_groups.hpp"

#include <algorithm>
#include <utility>

namespace server {
namespace {

bool is_small(const group_counts& group) {
  return group.all.orders < smallest_told || group.prescribers.size() < fewest_prescribers;
}

void add_to(group_row& together, const group_row& one) {
  together.prescribers += one.prescribers;
  together.all += one.all;
}

} // namespace

std::optional<count> told(count number, bool identifying) {
  if (identifying || number == 0 || number >= smallest_told) return number;
  return std::nullopt;
}

std::vector<group_row> shown_groups(const figures& counted, bool identifying) {
  std::vector<group_row> rows;
  group_row together{.name = "small groups together", .all = {}};
  count small = 0;
  for (const auto& [name, group] : counted.groups) {
    group_row row{.name = name, .prescribers = group.prescribers.size(), .all = group.all};
    if (identifying || !is_small(group)) {
      rows.push_back(std::move(row));
    } else {
      add_to(together, row);
      ++small;
    }
  }
  if (small == 1 && !rows.empty()) {
    const auto fewest = std::min_element(rows.begin(), rows.end(),
                                         [](const auto& a, const auto& b) { return a.all.orders < b.all.orders; });
    add_to(together, *fewest);
    rows.erase(fewest);
  }
  if (small > 0) {
    together.told = together.all.orders >= smallest_told && together.prescribers >= fewest_prescribers;
    rows.push_back(std::move(together));
  }
  return rows;
}

} // namespace server
