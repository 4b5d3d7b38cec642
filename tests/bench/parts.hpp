// One request taken apart, so that each part of its answer can be measured by itself.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "cds/engine.hpp"
#include "fhir/facts.hpp"
#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "hooks/request.hpp"
#include "hooks/services/catalogue.hpp"
#include "tests/bench/allocations.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"

namespace bench {

/// A request's body and the clock it is answered by.
struct subject {
  std::string body;
  std::chrono::sys_seconds now;
};

/// Repeats the work; reports how often it asked for memory each time, and what it cost for each byte of the body.
template<class Work> void repeat(benchmark::State& state, const subject& told, Work work) {
  const auto before = so_far();
  for (auto _ : state) work();
  const auto after = so_far();
  const auto each = benchmark::Counter::kAvgIterations;
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(after.count - before.count), each);
  state.counters["bytes"] = benchmark::Counter(static_cast<double>(after.bytes - before.bytes), each);
  state.counters["per_byte"] =
      benchmark::Counter(static_cast<double>(told.body.size()),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

inline hooks::reply post(const subject& told, const hooks::witness& seen = {}) {
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  return served.answer({.method = "POST",
                        .target = "/cds-services/antiviral-order-sign",
                        .content_type = "application/json",
                        .content_encoding = {},
                        .origin = {},
                        .body = told.body},
                       support::world_at(told.now), seen);
}

inline void read_json(benchmark::State& state, const subject& told) {
  fhir::json::document document;
  repeat(state, told, [&] { benchmark::DoNotOptimize(document.read(told.body)); });
}

inline void read_facts(benchmark::State& state, const subject& told) {
  fhir::json::document document;
  const auto root = document.read(told.body);
  std::vector<fhir::issue> faults;
  const auto read = hooks::read_request(*root, *hooks::service_named("antiviral-order-sign"), faults);
  const fhir::chart_source from{.patient_id = read.patient_id,
                                .fhir_server = read.fhir_server,
                                .draft_orders = read.draft_orders,
                                .data = read.data,
                                .hook = cds::hook::order_sign,
                                .now = told.now};
  const auto& known = support::embedded_knowledge(); // read once, before the clock runs
  repeat(state, told, [&] { benchmark::DoNotOptimize(fhir::read_facts(from, known)); });
}

inline void decide(benchmark::State& state, const subject& told) {
  post(told, [&](const cds::facts& chart, const cds::decision&) {
    repeat(state, told, [&] { benchmark::DoNotOptimize(cds::evaluate(support::embedded_knowledge(), chart)); });
  });
}

inline void answer(benchmark::State& state, const subject& told) {
  post(told); // makes the endpoint, before the clock runs
  repeat(state, told, [&] { benchmark::DoNotOptimize(post(told)); });
}

using part = void (*)(benchmark::State&, const subject&);
inline constexpr std::pair<const char*, part> parts[] = {
    {"read_json", read_json}, {"read_facts", read_facts}, {"decide", decide}, {"answer", answer}};

} // namespace bench
