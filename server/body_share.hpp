// What the bodies of all requests hold together. The first 64 KiB of each belong to its connection, so that ordinary
// requests always find room; what is beyond counts, as it arrives and not as it is announced.
#pragma once

#include <atomic>
#include <cstddef>

namespace server {

/// One body's share of `together`, given back at its end. `together` must outlive it; without it nothing is counted.
class body_share {
 public:
  static constexpr std::size_t own_bytes = std::size_t{64} << 10;

  body_share(std::atomic<std::size_t>* together, std::size_t most) : together_(together), most_(most) {}
  body_share(const body_share&) = delete;
  body_share& operator=(const body_share&) = delete;
  ~body_share() { give_back(); }

  /// Whether a body of that size would fit now.
  bool has_room_for(std::size_t size) const {
    return counted(size) <= held_ || together_->load() + counted(size) - held_ <= most_;
  }
  /// The body holds `size` now. False when that is more than all may hold together.
  bool grow_to(std::size_t size) {
    const auto wanted = counted(size);
    if (wanted <= held_) return true;
    const auto all = together_->fetch_add(wanted - held_) + wanted - held_;
    held_ = wanted;
    return all <= most_;
  }
  void give_back() {
    if (held_ > 0) *together_ -= held_;
    held_ = 0;
  }

 private:
  std::size_t counted(std::size_t size) const {
    return together_ != nullptr && size > own_bytes ? size - own_bytes : 0;
  }

  std::atomic<std::size_t>* together_;
  std::size_t most_;
  std::size_t held_ = 0;
};

} // namespace server
