// How often this program has asked for memory. Counted by its own operator new; for what is in this folder only.
#pragma once

#include <cstddef>

namespace bench {

struct allocations {
  std::size_t count = 0;
  std::size_t bytes = 0;
};
/// Since the program began.
allocations so_far();

} // namespace bench
