#include "tests/bench/comparisons.hpp"

#include <atomic>

namespace {

std::atomic<std::size_t> count{0};

} // namespace

extern "C" int memcmp(const void* a, const void* b, std::size_t size) noexcept {
  count.fetch_add(1, std::memory_order_relaxed);
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (std::size_t i = 0; i < size; ++i)
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  return 0;
}

namespace bench {

std::size_t comparisons_so_far() { return count.load(); }

} // namespace bench
