// Finding the result that counts among many.
#pragma once

#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "cds/facts.hpp"

namespace cds {

/// The newest final observation of a value set that has a numeric value and a date no more than `within_days` old; null
/// when none has, or when a newer one has a value that could not be read: the older is then not the last word. A weight
/// is the newest that can be read. A time of day is later than its day alone; of several at one time the one on the
/// safe side counts, whatever the order they are listed in: the highest creatinine, the lowest of everything else.
const observation* newest(const std::vector<observation>& among, value_set set, const present& now, double within_days);

/// Its value, date and source for a card.
datum datum_of(std::string_view label, const observation& o, notepad& notes);

} // namespace cds
