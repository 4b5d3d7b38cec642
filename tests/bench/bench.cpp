// What one answer costs, and each part of it, for three patients.
#include "tests/bench/parts.hpp"
#include "tests/vignettes/posting.hpp"

namespace {

const bool registered = [] {
  for (const auto& [name, measure] : bench::parts)
    for (const std::string patient : {"v01", "v02", "v11"}) {
      const bench::subject told{vignettes::request_of(patient), vignettes::expectation_of(patient).now};
      const auto label = std::string(name) + "/" + patient + "/" + std::to_string(told.body.size());
      benchmark::RegisterBenchmark(label.c_str(), measure, told)->Unit(benchmark::kMicrosecond);
    }
  return true;
}();

} // namespace
