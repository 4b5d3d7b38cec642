// When a flood is over. What was freed then still belongs to the process, and nobody would give it back by itself.
#pragma once

#include <algorithm>
#include <cstddef>

namespace server {

/// How much there was at most, until it has fallen far below.
class high_water {
 public:
  /// What is too little to be worth the work.
  static constexpr std::size_t least = std::size_t{16} << 20;

  /// Told often how much there is now. True once after a fall to a quarter.
  bool has_fallen(std::size_t now) {
    most_ = std::max(most_, now);
    if (most_ < least || now > most_ / 4) return false;
    most_ = now;
    return true;
  }

 private:
  std::size_t most_ = 0;
};

/// Gives the pages of freed memory back to the operating system. A few milliseconds after a large flood.
void give_memory_back();

} // namespace server
