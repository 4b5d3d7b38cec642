#include "tests/bench/calls.hpp"

#include <atomic>

namespace {

std::atomic<std::size_t> count{0};

} // namespace

extern "C" void __cyg_profile_func_enter(void*, void*) { count.fetch_add(1, std::memory_order_relaxed); }
extern "C" void __cyg_profile_func_exit(void*, void*) {}

namespace bench {

std::size_t calls_so_far() { return count.load(); }

} // namespace bench
