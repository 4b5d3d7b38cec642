// Hears the events of the parser and grows the tree, refusing what the parser itself lets pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/json/basic_parser.hpp>

#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/tree.hpp"

namespace fhir::json {

class tree_builder {
 public:
  using text_part = boost::json::string_view;
  using error_code = boost::json::error_code;

  // the limits that matter are checked here, with a path; these only satisfy the parser
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  tree_builder(const limits& most, tree& into);

  /// What this builder refused; empty when it was the parser that stopped.
  std::optional<issue>& fault() { return fault_; }
  /// The path of the element under construction.
  std::string here() const;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) { return open(kind::object, ec); }
  bool on_object_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_array_begin(error_code& ec) { return open(kind::array, ec); }
  bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_key_part(text_part s, std::size_t n, error_code& ec) { return key_fits(n, ec) && unescape(s, ec); }
  [[gnu::always_inline]] bool on_key(text_part s, std::size_t n, error_code& ec) {
    return n <= most_key_ && is_whole(s) ? name_next(place_in_text(s), ec) : unescape_key(s, n, ec);
  }
  bool on_string_part(text_part s, std::size_t, error_code& ec) { return unescape(s, ec); }
  [[gnu::always_inline]] bool on_string(text_part s, std::size_t, error_code& ec) {
    return is_whole(s) ? add(kind::string, place_in_text(s), ec) : unescape_string(s, ec);
  }
  bool on_number_part(text_part, error_code&) { return true; } // only of a number that the text cuts off
  bool on_int64(std::int64_t, text_part s, error_code& ec) { return add_number(s, ec); }
  bool on_uint64(std::uint64_t, text_part s, error_code& ec) { return add_number(s, ec); }
  bool on_double(double d, text_part s, error_code& ec);
  bool on_bool(bool b, error_code& ec);
  bool on_null(error_code& ec);
  bool on_comment_part(text_part, error_code&) { return false; }
  bool on_comment(text_part, error_code&) { return false; }

 private:
  struct place { // of a string: in the text, or in the arena when it had escapes
    std::uint32_t at = 0;
    std::uint32_t length = 0;
    std::uint8_t flag = node::no_flag; // node::text_in_arena
  };
  struct given_name {
    std::uint32_t at = 0;
    std::uint16_t length = 0;
    std::uint8_t tag = 0;
    std::uint8_t flag = node::no_flag; // node::name_in_arena
  };
  /// What is told of a container while it is open: of the innermost here, of those around it in their nodes.
  struct contents {
    std::uint32_t count = 0;
    std::uint32_t names = 0; // the bits of its names
  };

  bool add(kind k, const place& content, error_code& ec);
  bool add_number(text_part s, error_code& ec);
  bool open(kind k, error_code& ec);
  bool close(error_code& ec);
  bool build_index(std::uint32_t container, error_code& ec);
  bool name_next(const place& at, error_code& ec); // the next value
  bool is_taken(std::string_view name) const;      // by an earlier member of the open object
  bool refuse_duplicate(std::string_view name, error_code& ec);
  bool is_whole(text_part s) const; // a string without escapes: the parser hands out its place in the text
  bool unescape(text_part s, error_code& ec);
  bool unescape_key(text_part s, std::size_t n, error_code& ec);
  bool unescape_string(text_part s, error_code& ec);
  bool key_fits(std::size_t length, error_code& ec) { return length <= most_key_ || refuse_key(ec); }
  bool refuse_key(error_code& ec);
  bool refuse_depth(error_code& ec);
  place place_in_text(text_part s) const {
    return {static_cast<std::uint32_t>(s.data() - text_.data()), static_cast<std::uint32_t>(s.size())};
  }
  place end_string(text_part s);
  std::uint32_t size() const { return static_cast<std::uint32_t>(tree_.nodes.size()); }
  std::size_t most_nodes() const; // that the memory is enough for
  bool spend(std::size_t bytes);
  bool refuse_cost(error_code& ec, std::string path);
  bool make_room(error_code& ec);
  void see_room();
  bool fail(error_code& ec, issue_code code, std::string path, std::string message);

  const limits& most_;
  std::size_t most_key_; // bytes
  tree& tree_;
  std::string_view text_;
  std::optional<issue> fault_;
  std::uint32_t current_ = no_node; // the open container
  contents open_;                   // of it
  given_name name_;                 // of the next value
  bool named_ = false;              // that value is yet to come
  bool unescaping_ = false;         // a string with escapes is being gathered at the end of the arena
  std::uint32_t gathered_from_ = 0;
  std::size_t depth_ = 0;
  std::size_t spent_ = 0;            // bytes, on other things than nodes
  const node* room_until_ = nullptr; // where nodes may end before memory is counted again
};

[[gnu::always_inline]] inline bool tree_builder::is_whole(text_part s) const {
  const auto from = reinterpret_cast<std::uintptr_t>(s.data()) - reinterpret_cast<std::uintptr_t>(text_.data());
  return from < text_.size() && !unescaping_;
}

[[gnu::always_inline]] inline bool tree_builder::add(kind k, const place& content, error_code& ec) {
  if (tree_.nodes.end() >= room_until_ && !make_room(ec)) return false;
  node added;
  added.parent = current_;
  added.at = content.at;
  added.extent = content.length;
  added.name_at = name_.at;
  added.name_length = name_.length;
  added.name_tag = name_.tag;
  added.kind = k;
  added.flags = (name_.flag | content.flag) & node::all_flags;
  tree_.nodes.add(added);
  ++open_.count;
  named_ = false;
  return true;
}

[[gnu::always_inline]] inline bool tree_builder::open(kind k, error_code& ec) {
  if (depth_ == most_.depth) return refuse_depth(ec);
  if (!add(k, {}, ec)) return false;
  if (current_ != no_node) {
    auto& around = tree_.nodes[current_];
    around.at = open_.count;
    around.extent = open_.names;
  }
  current_ = size() - 1;
  open_ = {};
  name_ = {}; // of items
  ++depth_;
  return true;
}

[[gnu::always_inline]] inline bool tree_builder::close(error_code& ec) {
  const auto closed = current_;
  auto& container = tree_.nodes[closed];
  container.extent = size() - closed;
  container.at = container.kind == kind::object ? open_.names : open_.count;
  if (open_.count > small_container && !build_index(closed, ec)) return false;
  current_ = container.parent;
  if (current_ != no_node) open_ = {tree_.nodes[current_].at, tree_.nodes[current_].extent};
  name_ = {};
  --depth_;
  return true;
}

[[gnu::always_inline]] inline bool tree_builder::name_next(const place& at, error_code& ec) {
  const bool in_arena = at.flag != node::no_flag;
  const member_name name = std::string_view((in_arena ? tree_.arena.data() : text_.data()) + at.at, at.length);
  name_ = {at.at, static_cast<std::uint16_t>(at.length), name.tag(), in_arena ? node::name_in_arena : node::no_flag};
  // larger objects are checked when they close, by sorting: a scan for every member would cost the square of their
  // number
  if ((open_.names & name.bit()) != 0 && open_.count <= small_container && is_taken(name.text()))
    return refuse_duplicate(name.text(), ec);
  open_.names |= name.bit();
  named_ = true;
  return true;
}

} // namespace fhir::json
