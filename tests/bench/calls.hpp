// How often functions of the engine were entered. Counted by a copy of the room cds that is compiled to tell of each,
// so that loops over dates and numbers count too, which compare no texts and ask for no memory.
#pragma once

#include <cstddef>

namespace bench {

/// Since the program began.
std::size_t calls_so_far();

} // namespace bench
