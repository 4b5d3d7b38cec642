// Does one stage of an answer so many times, for tests/bench/instructions.py to count under callgrind.
//   bench_count STAGE SUBJECT TIMES      SUBJECT: small, typical, large, v01 ..., or the bytes of a body with history
// Prints what one time asked of the heap, and the length of the body: `ALLOCATIONS BYTES BODY_BYTES`.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <string>

#include "tests/bench/allocations.hpp"
#include "tests/bench/stages.hpp"

int main(int count, char** words) {
  const auto all = bench::stages();
  const auto found = std::ranges::find(all, count == 4 ? words[1] : std::string(), &bench::stage::name);
  if (found == all.end()) {
    std::fprintf(stderr, "usage: bench_count STAGE SUBJECT TIMES\n");
    return 2;
  }
  const std::string subject = words[2];
  const bool is_length = std::ranges::all_of(subject, [](unsigned char c) { return std::isdigit(c) != 0; });
  const auto told = is_length ? bench::subject_of_length(std::stoul(subject)) : bench::subject_named(subject);
  const auto once = found->prepare(told);
  once(); // what is made once is made
  const auto before = bench::so_far();
  for (unsigned long left = std::stoul(words[3]); left > 0; --left) once();
  const auto after = bench::so_far();
  const auto times = std::max(std::stoul(words[3]), 1ul);
  std::printf("%zu %zu %zu\n", (after.count - before.count) / times, (after.bytes - before.bytes) / times,
              told.body.size());
}
