#include "server/trust/digest_set.hpp"

#include <utility>

namespace server {
namespace {

constexpr digest free_place{};
constexpr std::size_t least_places = 16;

} // namespace

std::size_t digest_set::place_of(const digest& which) const {
  const auto last = places_.size() - 1;
  auto at = static_cast<std::size_t>(which[0]) & last;
  while (places_[at] != free_place && places_[at] != which) at = (at + 1) & last;
  return at;
}

bool digest_set::holds(const digest& which) const { return used_ != 0 && places_[place_of(which)] == which; }

void digest_set::put(const digest& which) {
  if ((used_ + 1) * 4 > places_.size() * 3) {
    const auto before =
        std::exchange(places_, std::vector<digest>(places_.empty() ? least_places : 2 * places_.size()));
    for (const auto& one : before)
      if (one != free_place) places_[place_of(one)] = one;
  }
  places_[place_of(which)] = which;
  ++used_;
}

} // namespace server
