// A list of plain values in memory that somebody else gives back.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <new>
#include <span>
#include <type_traits>

namespace cds {

/// Copies share their items, as views do. Adding to one never shows in another: it goes on where the shared items end
/// only as long as nobody else did.
template<class T> class list {
 public:
  using value_type = T;
  using const_iterator = const T*;
  using iterator = const_iterator;

  list() = default;
  /// Views what outlives it, such as an array of constants.
  template<class items>
  requires std::convertible_to<const items&, std::span<const T>> list(const items& seen)
      : list(std::span<const T>(seen)) {}
  list(std::span<const T> seen) : items_(seen.data()), size_(seen.size()) {}
  list(std::initializer_list<T> told, std::pmr::memory_resource& in) {
    for (const T& one : told) add(one, in);
  }

  const T* begin() const { return items_; }
  const T* end() const { return items_ + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& front() const { return items_[0]; }
  const T& back() const { return items_[size_ - 1]; }
  const T& operator[](std::size_t i) const { return items_[i]; }

  void add(const T& item, std::pmr::memory_resource& in) {
    if (grown_ == nullptr || grown_->used != size_ || size_ == grown_->room) grow(in);
    std::construct_at(grown_->items + size_, item);
    ++size_;
    ++grown_->used;
  }

  friend bool operator==(const list& a, const list& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

 private:
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>); // nobody destroys the items
  struct store {
    T* items;
    std::size_t used, room;
  };

  void grow(std::pmr::memory_resource& in) {
    constexpr std::size_t least = 4;
    const std::size_t room = std::max(least, 2 * size_);
    auto* items = static_cast<T*>(in.allocate(room * sizeof(T), alignof(T)));
    std::uninitialized_copy(begin(), end(), items);
    // Not construct_at: clang 14 makes no aggregate of words in parentheses.
    grown_ = ::new (in.allocate(sizeof(store), alignof(store))) store{items, size_, room};
    items_ = items;
  }

  const T* items_ = nullptr;
  std::size_t size_ = 0;
  store* grown_ = nullptr;
};

} // namespace cds
