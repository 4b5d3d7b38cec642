// Groups of prescribers as they may be shown: a group of one is a person.
#pragma once

#include <array>
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
  /// None: not told. What is not told of one group cannot be had from the others and the whole either.
  std::optional<count> prescribers;
  std::optional<count> orders;
  std::optional<count> orders_with_cards;
  std::optional<count> cards;
  std::array<std::optional<count>, urgency_count> by_urgency; // all of them for every group, or none

  friend bool operator==(const group_row&, const group_row&) = default;
};

/// By name. Groups with fewer than five orders or fewer than three prescribers become one, `small groups together`,
/// last; when that would be a single group, the smallest of the others joins it. Of what is left, counts from 1 to 4
/// are not told. With `identifying` everything is.
std::vector<group_row> shown_groups(const figures& counted, bool identifying);

} // namespace server
