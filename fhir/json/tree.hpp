// How a document lies in memory: every element is one node of a contiguous list, parents before children, in the order
// written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/member_name.hpp"
#include "fhir/json/node.hpp"
#include "fhir/json/same_bytes.hpp"

namespace fhir::json {

/// Containers with more children than this get an index; below, a walk is faster.
inline constexpr std::uint32_t small_container = 16;

/// No node: the parent of the root, or an element that is not there.
inline constexpr std::uint32_t no_node = 0xffffffffu;

struct tree {
  std::string_view text;
  node_list nodes;
  std::string arena; // strings that held escapes, unescaped
  std::vector<std::uint32_t>
      index; // of each large container: how many children, then the children: an object's by name, an array's in order

  std::string_view text_of(const node& n) const { return {source(n.has(node::text_in_arena)) + n.at, n.extent}; }
  std::string_view name_of(const node& n) const { return {name_start(n), n.name_length}; }
  std::uint32_t count(const node& container) const;
  std::uint32_t place_of(const node& n) const { return static_cast<std::uint32_t>(&n - nodes.data()); }

  /// False when the object has certainly no such member.
  static bool may_hold(const node& object, member_name name) {
    return (object.at & name.bit()) != 0 || object.has(node::indexed);
  }
  const node* member(const node& object, member_name name) const; // nullptr when there is none
  bool is_named(const node& n, member_name name) const {
    return n.name_tag == name.tag() && n.name_length == name.length() &&
           same_bytes(name_start(n), name.text().data(), n.name_length);
  }
  bool written_alike(const node& a, const node& b) const;          // see value::is_written_like
  const node* item(const node& array, std::size_t position) const; // nullptr when out of range
  std::string path(std::uint32_t i) const;
  std::string path_of(std::uint32_t parent, std::string_view name) const;
  std::string path_of(std::uint32_t parent, std::size_t position) const;

 private:
  const char* source(bool in_arena) const { return in_arena ? arena.data() : text.data(); }
  const char* name_start(const node& n) const { return source(n.has(node::name_in_arena)) + n.name_at; }
  const node* member_by_index(const node& object, std::string_view name) const;
  std::uint32_t position_of(std::uint32_t child) const;
};

/// The order of an object's index: by length, then bytes.
bool name_before(std::string_view a, std::string_view b);

} // namespace fhir::json
