// What fills charts and has nothing to do with herpes: it must cost a replay time and change no card.
#pragma once

#include "tests/server/replay/dice.hpp"
#include "tests/server/replay/written_chart.hpp"

namespace hospital {

/// About `amount` records between `from` and a year later.
void add_bulk(written_chart& chart, int amount, moment from, dice& luck);

} // namespace hospital
