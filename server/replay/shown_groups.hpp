// Groups of prescribers as they may be shown: a group of one is a person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/replay/figures.hpp"

namespace server {

/// Counts from 1 up to below this are not told for a group.
inline constexpr count smallest_told = 5;
inline constexpr count fewest_prescribers = 3;

struct group_row {
  std::string name;
  count prescribers = 0;
  volume all;
  bool told = true; // false: too small even together
};

/// By name. Groups with fewer than five orders or fewer than three prescribers become one, `small groups together`,
/// last; when that would be a single group, the smallest of the others joins it, since totals would tell it.
std::vector<group_row> shown_groups(const figures& counted, bool identifying);

/// None: from 1 to 4, which is not told.
std::optional<count> told(count number, bool identifying);

} // namespace server
