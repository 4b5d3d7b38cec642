// What one answer costs: reading JSON, reading facts, deciding, and all of it, for three patients.
#include <string>
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
#include "tests/vignettes/posting.hpp"

namespace {

const std::vector<std::string> patients{"v01", "v02", "v11"};

/// A patient's request and clock, by the benchmark's argument.
struct subject {
  explicit subject(benchmark::State& state)
      : name(patients.at(static_cast<std::size_t>(state.range(0)))), body(vignettes::request_of(name)),
        now(vignettes::expectation_of(name).now) {
    state.SetLabel(name + ", " + std::to_string(body.size()) + " bytes");
  }
  std::string name, body;
  std::chrono::sys_seconds now;
};

/// Repeats the work and reports how often it asked for memory each time.
template<class Work> void repeat(benchmark::State& state, Work work) {
  const auto before = bench::so_far();
  for (auto _ : state) work();
  const auto after = bench::so_far();
  const auto each = benchmark::Counter::kAvgIterations;
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(after.count - before.count), each);
  state.counters["bytes"] = benchmark::Counter(static_cast<double>(after.bytes - before.bytes), each);
}

hooks::reply post(const subject& told, const hooks::witness& seen = {}) {
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  return served.answer({.method = "POST",
                        .target = "/cds-services/antiviral-order-sign",
                        .content_type = "application/json",
                        .content_encoding = {},
                        .origin = {},
                        .body = told.body},
                       support::world_at(told.now), seen);
}

void read_json(benchmark::State& state) {
  const subject told(state);
  fhir::json::document document;
  repeat(state, [&] { benchmark::DoNotOptimize(document.read(told.body)); });
}

void read_facts(benchmark::State& state) {
  const subject told(state);
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
  repeat(state, [&] { benchmark::DoNotOptimize(fhir::read_facts(from, known)); });
}

void decide(benchmark::State& state) {
  const subject told(state);
  post(told, [&](const cds::facts& chart, const cds::decision&) {
    repeat(state, [&] { benchmark::DoNotOptimize(cds::evaluate(support::embedded_knowledge(), chart)); });
  });
}

void answer(benchmark::State& state) {
  const subject told(state);
  post(told); // makes the endpoint, before the clock runs
  repeat(state, [&] { benchmark::DoNotOptimize(post(told)); });
}

BENCHMARK(read_json)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_facts)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK(decide)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);
BENCHMARK(answer)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

} // namespace
