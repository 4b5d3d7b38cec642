// What one answer costs, and each stage of it, for the bodies of tests/bench/run and for three patients.
#include "tests/bench/parts.hpp"

namespace {

const bool registered = [] {
  for (const auto& one : bench::stages())
    for (const std::string name : {"small", "typical", "large", "v01", "v02", "v11"}) {
      const auto told = bench::subject_named(name);
      bench::add_benchmark(std::string(one.name) + "/" + name + "/" + std::to_string(told.body.size()), one, told);
    }
  return true;
}();

} // namespace
