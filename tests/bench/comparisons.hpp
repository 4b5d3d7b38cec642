// How often this program has compared texts. Counted by its own memcmp, which every comparison of names, ids and codes
// comes to in a build without optimisation; a count, so that no clock decides a test.
#pragma once

#include <cstddef>

namespace bench {

/// Since the program began.
std::size_t comparisons_so_far();

} // namespace bench
