// How the cost of an answer, and of each part of it, grows with the history in the request.
#include "tests/bench/growth.hpp"
#include "tests/bench/parts.hpp"
#include "tests/vignettes/posting.hpp"

namespace {

const bool registered = [] {
  const std::string patient = "v11";
  const auto request = vignettes::request_of(patient);
  for (const auto& [name, measure] : bench::parts)
    for (const std::size_t kilobytes : {6u, 25u, 50u, 100u, 200u, 400u, 1000u, 4000u}) {
      const bench::subject told{bench::with_history(request, kilobytes * 1000), vignettes::expectation_of(patient).now};
      const auto label = "growth/" + std::string(name) + "/" + std::to_string(told.body.size());
      benchmark::RegisterBenchmark(label.c_str(), measure, told)->Unit(benchmark::kMicrosecond);
    }
  return true;
}();

} // namespace
