// One element of a document, and the list of them all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace fhir::json {

enum class kind : std::uint8_t { null, boolean, number, string, array, object };
const char* name_of(kind k);

struct node {
  static constexpr std::uint8_t no_flag = 0;
  static constexpr std::uint8_t text_in_arena = 1;
  static constexpr std::uint8_t name_in_arena = 2;
  static constexpr std::uint8_t is_true = 4;
  static constexpr std::uint8_t indexed = 8; // a container with an entry in tree::index
  static constexpr std::uint8_t all_flags = 15;

  // nothing is set before it is: a node is written once
  std::uint32_t parent;
  // string, number: where its text starts; array: how many items; small object: the bits of its names; container with
  // an index: the place of that
  std::uint32_t at;
  std::uint32_t extent; // string, number: length of its text; container: how many nodes, with all that it holds
  std::uint32_t name_at;
  std::uint16_t name_length;
  std::uint8_t name_tag;
  json::kind kind : 4;
  std::uint8_t flags : 4;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  void mark(std::uint8_t flag) { flags = (flags | flag) & all_flags; }
  // the bit of arrays and objects alone
  bool is_container() const { return (static_cast<std::uint8_t>(kind) & 4) != 0; }
  const node* next() const { return this + (is_container() ? extent : 1); } // the sibling, or what follows the last
  const node* first() const { return this + 1; }                            // of what a container holds
  const node* end() const { return this + extent; }
};
static_assert(sizeof(node) == 20);

/// As a vector, but who adds has seen to room before: not looked at twice, and written once (a tenth of reading a
/// text).
class node_list {
 public:
  std::size_t size() const { return static_cast<std::size_t>(end_ - data()); }
  std::size_t capacity() const { return capacity_; }
  node* data() const { return nodes_.get(); }
  node* end() const { return end_; }
  node& operator[](std::size_t i) const { return nodes_[i]; }

  void clear() { end_ = data(); }
  void reserve(std::size_t wanted) {
    if (wanted <= capacity_) return;
    auto more = std::make_unique_for_overwrite<node[]>(wanted);
    end_ = std::copy(data(), end_, more.get());
    nodes_ = std::move(more);
    capacity_ = wanted;
  }
  /// Only below the capacity.
  void add(const node& one) { *end_++ = one; }

 private:
  std::unique_ptr<node[]> nodes_;
  node* end_ = nullptr;
  std::size_t capacity_ = 0;
};

} // namespace fhir::json
