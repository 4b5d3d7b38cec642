// So few values that their number is bounded: they lie where the holder lies, and no memory is asked for.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <stdexcept>

namespace cds {

/// One more than `most` is a broken invariant: std::logic_error.
template<class T, std::size_t most> class few {
 public:
  few() = default;
  few(std::initializer_list<T> told) {
    for (const T& one : told) add(one);
  }

  void add(const T& one) {
    if (size_ == most) throw std::logic_error("more values than there can be");
    items_[size_++] = one;
  }

  const T* begin() const { return items_.data(); }
  const T* end() const { return items_.data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<T, most> items_{};
  std::size_t size_ = 0;
};

} // namespace cds
