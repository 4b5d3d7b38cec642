// How a document lies in memory: every element is one node of a contiguous vector, parents before children, in the
// order written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fhir::json {

enum class kind : std::uint8_t { null, boolean, number, string, array, object };
const char* name_of(kind k);

struct node {
  static constexpr std::uint8_t text_in_arena = 1;
  static constexpr std::uint8_t name_in_arena = 2;
  static constexpr std::uint8_t is_true = 4;
  static constexpr std::uint8_t indexed = 8; // a container with an entry in tree::index

  std::uint32_t parent = 0;
  std::uint32_t at =
      0; // string, number: where its text starts; container: how many children, or the place of its index
  std::uint32_t extent = 0; // string, number: length of its text; container: one past its last descendant
  std::uint32_t name_at = 0;
  std::uint16_t name_length = 0;
  json::kind kind = kind::null;
  std::uint8_t flags = 0;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  bool is_container() const { return kind >= kind::array; }
};

/// Containers with more children than this get an index; below, a walk is faster.
inline constexpr std::uint32_t small_container = 16;

/// No node: the parent of the root, or an element that is not there.
inline constexpr std::uint32_t no_node = 0xffffffffu;

struct tree {
  std::string_view text;
  std::vector<node> nodes;
  std::string arena; // strings that held escapes, unescaped
  std::vector<std::uint32_t>
      index; // of each large container: how many children, then the children: an object's by name, an array's in order

  std::string_view text_of(const node& n) const { return slice(n.has(node::text_in_arena), n.at, n.extent); }
  std::string_view name_of(const node& n) const { return slice(n.has(node::name_in_arena), n.name_at, n.name_length); }
  std::uint32_t count(const node& n) const { return n.has(node::indexed) ? index[n.at] : n.at; }
  std::uint32_t after(std::uint32_t i) const { return nodes[i].is_container() ? nodes[i].extent : i + 1; }

  std::uint32_t member(std::uint32_t object, std::string_view name) const; // no_node when there is none
  std::uint32_t item(std::uint32_t array, std::size_t position) const;     // no_node when out of range
  std::string path(std::uint32_t i) const;
  std::string path_of(std::uint32_t parent, std::string_view name) const;
  std::string path_of(std::uint32_t parent, std::size_t position) const;

 private:
  std::string_view slice(bool in_arena, std::uint32_t at, std::uint32_t length) const {
    return (in_arena ? std::string_view(arena) : text).substr(at, length);
  }
  std::uint32_t position_of(std::uint32_t child) const;
};

/// The order of an object's index: by length, then bytes.
bool name_before(std::string_view a, std::string_view b);

} // namespace fhir::json
