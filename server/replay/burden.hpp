// How many cards prescribers would have seen in a week, among the weeks in which they signed an antiviral order.
#pragma once

#include <map>

#include "server/replay/figures.hpp"

namespace server {

struct burden {
  count prescribers = 0;
  bool told = true; // false: so few prescribers that their weeks are theirs, and nothing else is here
  count weeks = 0;  // of all prescribers
  std::map<count, count> weeks_by_cards;

  /// The cards of the week that so many of a hundred weeks do not exceed; 0 without any.
  count at_most(double of_hundred) const;
};
burden burden_of(const figures& counted, bool identifying);

} // namespace server
