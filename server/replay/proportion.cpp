#include "server/replay/proportion.hpp"

#include <algorithm>
#include <cmath>

namespace server {

interval wilson(std::uint64_t of, std::uint64_t among) {
  if (among == 0) return {};
  of = std::min(of, among);
  constexpr double z = 1.959963984540054; // 97.5 % of the normal distribution
  const auto n = static_cast<double>(among);
  const auto p = static_cast<double>(of) / n;
  const auto scale = 1 + z * z / n;
  const auto middle = (p + z * z / (2 * n)) / scale;
  const auto half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // Exact ends: rounding would leave a trace there.
  return {of == 0 ? 0 : std::max(0.0, middle - half), of == among ? 1 : std::min(1.0, middle + half)};
}

double per_hundred(std::uint64_t of, std::uint64_t among) {
  return among == 0 ? 0 : 100 * static_cast<double>(of) / static_cast<double>(among);
}

} // namespace server
