// Does one stage of an answer so many times, for tests/bench/instructions.py to count under valgrind.
//   bench_count STAGE SUBJECT TIMES       SUBJECT as in stages.hpp
//   bench_count find_client CLIENTS TIMES
// Prints what one time asked of the heap, the length of the body, the least time in ns, and the most memory of the
// program: `ALLOCATIONS BYTES BODY_BYTES NANOSECONDS RESIDENT_KB`.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "tests/bench/allocations.hpp"
#include "tests/bench/stages.hpp"

namespace {

long resident_kb() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

void measure(const bench::work& once, unsigned long times, std::size_t body_bytes) {
  using clock = std::chrono::steady_clock;
  once(); // what is made once is made
  auto least = clock::duration::max();
  const auto before = bench::so_far();
  for (unsigned long left = times; left > 0; --left) {
    const auto from = clock::now();
    once();
    least = std::min(least, clock::now() - from);
  }
  const auto after = bench::so_far();
  const auto each = std::max(times, 1ul);
  const auto ns = times > 0 ? std::chrono::duration_cast<std::chrono::nanoseconds>(least).count() : 0;
  std::printf("%zu %zu %zu %lld %ld\n", (after.count - before.count) / each, (after.bytes - before.bytes) / each,
              body_bytes, static_cast<long long>(ns), resident_kb());
}

} // namespace

int main(int count, char** words) {
  const std::string wanted = count == 4 ? words[1] : "";
  if (wanted == "find_client") {
    measure(bench::find_client(std::stoul(words[2])), std::stoul(words[3]), 0);
    return 0;
  }
  const auto all = bench::stages();
  const auto found = std::ranges::find(all, wanted, &bench::stage::name);
  if (found == all.end()) {
    std::fprintf(stderr, "usage: bench_count STAGE SUBJECT TIMES\n");
    return 2;
  }
  const auto told = bench::subject_named(words[2]);
  measure(found->prepare(told), std::stoul(words[3]), told.body.size());
}
