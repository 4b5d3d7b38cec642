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
  bool on_key_part(text_part s, std::size_t n, error_code& ec);
  bool on_key(text_part s, std::size_t n, error_code& ec);
  bool on_string_part(text_part s, std::size_t n, error_code& ec);
  bool on_string(text_part s, std::size_t n, error_code& ec);
  bool on_number_part(text_part, error_code&) { return true; } // only of a number that the text cuts off
  bool on_int64(std::int64_t, text_part s, error_code& ec) { return number(s, ec); }
  bool on_uint64(std::uint64_t, text_part s, error_code& ec) { return number(s, ec); }
  bool on_double(double d, text_part s, error_code& ec);
  bool on_bool(bool b, error_code& ec);
  bool on_null(error_code& ec) { return add(kind::null, ec) != nullptr; }
  bool on_comment_part(text_part, error_code&) { return false; }
  bool on_comment(text_part, error_code&) { return false; }

 private:
  struct place { // of a string: in the text, or in the arena when it had escapes
    std::uint32_t at = 0;
    std::uint32_t length = 0;
    bool in_arena = false;
  };

  node* add(kind k, error_code& ec);
  bool open(kind k, error_code& ec);
  bool close(error_code& ec);
  bool number(text_part s, error_code& ec);
  bool build_index(std::uint32_t container, error_code& ec);
  bool is_taken(const member_name& name) const; // by an earlier member of the open object
  bool refuse_duplicate(std::string_view name, error_code& ec);
  bool is_whole(text_part s) const; // a string without escapes: the parser hands out its place in the text
  bool unescape(text_part s, error_code& ec);
  bool key_fits(std::size_t length, error_code& ec) { return length <= most_key_ || refuse_key(ec); }
  bool refuse_key(error_code& ec);
  place end_string(text_part s);
  bool spend(std::size_t bytes, error_code& ec) {
    spent_ += bytes;
    return spent_ <= most_.memory_bytes || refuse_cost(ec, here());
  }
  bool refuse_cost(error_code& ec, std::string path);
  bool grow(error_code& ec);
  bool fail(error_code& ec, issue_code code, std::string path, std::string message);

  const limits& most_;
  std::size_t most_key_; // bytes
  tree& tree_;
  std::optional<issue> fault_;
  std::uint32_t current_ = no_node; // the open container
  std::size_t depth_ = 0;
  std::size_t spent_ = 0; // bytes
  place key_;
  std::uint8_t key_tag_ = 0;
  bool key_read_ = false;
  bool unescaping_ = false; // a string with escapes is being gathered at the end of the arena
  std::uint32_t gathered_from_ = 0;
};

} // namespace fhir::json
