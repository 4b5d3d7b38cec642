// A stage of an answer as a benchmark.
#pragma once

#include <string>

#include <benchmark/benchmark.h>

#include "tests/bench/allocations.hpp"
#include "tests/bench/stages.hpp"

namespace bench {

/// Repeats the stage; reports how often it asked for memory each time, for how much, and what it cost for each byte of
/// the body.
inline void repeat(benchmark::State& state, const stage& one, const subject& told) {
  const auto once = one.prepare(told);
  once(); // what is made once is made
  const auto before = so_far();
  for (auto _ : state) once();
  const auto after = so_far();
  const auto each = benchmark::Counter::kAvgIterations;
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(after.count - before.count), each);
  state.counters["bytes"] = benchmark::Counter(static_cast<double>(after.bytes - before.bytes), each);
  state.counters["per_byte"] =
      benchmark::Counter(static_cast<double>(told.body.size()),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

inline void add_benchmark(const std::string& label, const stage& one, const subject& told) {
  benchmark::RegisterBenchmark(label.c_str(), [one, told](benchmark::State& state) {
    repeat(state, one, told);
  })->Unit(benchmark::kMicrosecond);
}

} // namespace bench
