// How the cost of an answer, and of each stage of it, grows with the history in the request.
#include "tests/bench/parts.hpp"

namespace {

const bool registered = [] {
  for (const auto& one : bench::stages())
    for (const std::size_t kilobytes : {25u, 50u, 100u, 200u, 400u, 1000u, 4000u}) {
      const auto told = bench::subject_named(std::to_string(kilobytes * 1000));
      bench::add_benchmark("growth/" + std::string(one.name) + "/" + std::to_string(told.body.size()), one, told);
    }
  return true;
}();

} // namespace
