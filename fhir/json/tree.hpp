// How a document lies in memory: every element is one node of a contiguous vector, parents before children, in the
// order written.
#pragma once

#include <array>
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
  static constexpr std::uint8_t all_flags = 15;

  std::uint32_t parent = 0;
  // string, number: where its text starts; array: how many items; small object: the bits of its names; container with
  // an index: the place of that
  std::uint32_t at = 0;
  std::uint32_t extent = 0; // string, number: length of its text; container: one past its last descendant
  std::uint32_t name_at = 0;
  std::uint16_t name_length = 0;
  std::uint8_t name_tag = 0;
  json::kind kind : 4 = kind::null;
  std::uint8_t flags : 4 = 0;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  void mark(std::uint8_t flag) { flags = (flags | flag) & all_flags; }
  bool is_container() const { return kind >= kind::array; }
};
static_assert(sizeof(node) == 20);

/// Containers with more children than this get an index; below, a walk is faster.
inline constexpr std::uint32_t small_container = 16;

/// No node: the parent of the root, or an element that is not there.
inline constexpr std::uint32_t no_node = 0xffffffffu;

/// A name that is asked for, with what helps to find it: where the name is in the source, so is that.
struct member_name {
  std::string_view text;
  /// Compared, with the length, before the letters: names that are not the one seldom pass.
  std::uint8_t tag;
  /// One of 32. An object without the bit has no such member: most that readers ask for are of another FHIR version,
  /// and need no walk then (a third of the work of reading facts).
  std::uint32_t bit;

  constexpr member_name(std::string_view name) : member_name(name, spread(name)) {}
  constexpr member_name(const char* name) : member_name(std::string_view(name)) {}
  member_name(const std::string& name) : member_name(std::string_view(name)) {}

 private:
  constexpr member_name(std::string_view name, std::uint32_t hash)
      : text(name), tag(static_cast<std::uint8_t>(hash >> 16)), bit(1u << (hash >> 27)) {}
  /// From what most names differ in, the length and three of the letters.
  static constexpr std::uint32_t spread(std::string_view name) {
    constexpr std::uint32_t golden = 0x9E3779B1u;
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])); };
    return (static_cast<std::uint32_t>(name.size()) << 24 | byte(0) << 16 | byte(name.size() / 2) << 8 |
            byte(name.size() - 1)) *
           golden;
  }
};

/// Names that are tried one after the other.
template<class... Names> consteval std::array<member_name, sizeof...(Names)> names(Names... each) {
  return {member_name(each)...};
}

struct tree {
  std::string_view text;
  std::vector<node> nodes;
  std::string arena; // strings that held escapes, unescaped
  std::vector<std::uint32_t>
      index; // of each large container: how many children, then the children: an object's by name, an array's in order

  std::string_view text_of(const node& n) const { return slice(n.has(node::text_in_arena), n.at, n.extent); }
  std::string_view name_of(const node& n) const { return slice(n.has(node::name_in_arena), n.name_at, n.name_length); }
  std::uint32_t count(std::uint32_t container) const;
  std::uint32_t after(std::uint32_t i) const { return nodes[i].is_container() ? nodes[i].extent : i + 1; }

  /// False when the object has certainly no such member.
  static bool may_hold(const node& object, const member_name& name) {
    return (object.at & name.bit) != 0 || object.has(node::indexed);
  }
  std::uint32_t member(std::uint32_t object, const member_name& name) const; // no_node when there is none
  bool is_named(const node& n, const member_name& name) const {
    return n.name_tag == name.tag && n.name_length == name.text.size() && name_of(n) == name.text;
  }
  std::uint32_t item(std::uint32_t array, std::size_t position) const; // no_node when out of range
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
