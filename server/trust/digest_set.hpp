// A set of digests that is filled and then thrown away: a third of the memory of a std::unordered_set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace server {

/// Of a text whose parts nobody can choose freely: as good as the text itself, and already spread evenly.
using digest = std::array<std::uint64_t, 2>;

/// Open addressing, at most three quarters full.
class digest_set {
 public:
  bool holds(const digest& which) const;
  /// One that it does not hold yet.
  void put(const digest& which);
  std::size_t size() const { return used_; }

 private:
  std::size_t place_of(const digest& which) const; // where it is, or the free place where it belongs

  std::vector<digest> places_; // a power of two; all zero: free
  std::size_t used_ = 0;
};

} // namespace server
