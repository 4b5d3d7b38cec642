// One strict reader for every JSON that comes in. A single pass of Boost.JSON's event parser builds a compact document
// of nodes in one reusable arena; strings and numbers are views into the text (or into the arena when they held
// escapes). Nothing is copied twice.
//
// Refused, with the path: duplicate keys, `\u0000`, invalid UTF-8, non-finite numbers (1e400), nesting deeper than the
// limit, keys longer than the limit, text after the end, and documents that would need more memory than the limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "fhir/issue.hpp"
#include "fhir/json/tree.hpp"

namespace fhir::json {

struct limits {
  std::size_t depth = 64;                       // of arrays and objects in each other
  std::size_t key_bytes = 256;                  // unescaped
  std::size_t memory_bytes = 16u * 1024 * 1024; // nodes, indexes and unescaped strings together
};

class document;

/// A place in a document: an element, or a name that is not there. A value type of two words; valid while its document
/// lives and is not read into again. Asking an absent or wrongly typed value for its content gives nothing; it never
/// throws.
class value {
 public:
  value() = default;

  bool exists() const { return node_ != nullptr; } // false: absent
  explicit operator bool() const { return exists(); }
  json::kind kind() const; // only for values that exist
  bool is(json::kind k) const { return exists() && kind() == k; }
  bool is_null() const { return is(json::kind::null); }

  std::optional<std::string_view> string() const;
  std::optional<bool> boolean() const;
  std::optional<std::string_view> number_text() const; // as written: `1.00`
  std::optional<double> number() const;                // finite, correctly rounded
  std::optional<std::int64_t> integer() const;         // only when written without fraction and exponent, and in range

  std::size_t size() const;                  // members or items; 0 otherwise
  value operator[](member_name name) const;  // absent when not an object or no such member
  value operator[](std::size_t index) const; // absent when not an array or out of range

  /// Iterates the items of an array or the members of an object, in the order written. Nothing for other kinds.
  class iterator;
  iterator begin() const;
  iterator end() const;
  /// The member name of this value when its parent is an object; empty otherwise.
  std::string_view name() const;

  /// `context.draftOrders.entry[0].resource`; built by walking up, only when a fault needs it. Empty for the root. A
  /// name that is not made of ASCII letters, digits, `_` and `-` is shown as `?`.
  std::string path() const;
  /// The path a missing member would have.
  std::string path_of(std::string_view member) const;

  /// Whether both are objects of one document, written in the same bytes: then they mean the same. False for some that
  /// are (with escapes in them); much quicker than reading either again.
  bool is_written_like(const value& other) const;

  /// Stable identity of the node within its document, for maps from references to entries. Only for values that exist.
  std::uint32_t id() const { return exists() ? all().place_of(*node_) : no_node; }

  friend bool operator==(const value&, const value&) = default;

 private:
  friend class document;
  value(const document* d, const node* n) : document_(d), node_(n) {}
  const tree& all() const;

  const document* document_ = nullptr;
  const node* node_ = nullptr;
};

/// The document of one text. Reusable: reading again keeps the memory of the last time, up to `kept_bytes`.
class document {
 public:
  /// Most memory that stays with a cleared document; what one huge text needed beyond it is given back.
  static constexpr std::size_t kept_bytes = 1024 * 1024;

  document() = default;
  document(const document&) = delete; // values point here
  document& operator=(const document&) = delete;

  /// The root, with views into `text`, which must outlive its use; or the first fault. Earlier values of this document
  /// end here.
  tl::expected<value, issue> read(std::string_view text, const limits& most = {});

  /// The root of the last text read; absent when there is none.
  value root() const { return {this, tree_.nodes.size() == 0 ? nullptr : tree_.nodes.data()}; }
  void clear();
  /// Memory held, used or not.
  std::size_t memory_bytes() const;

 private:
  friend class value;
  tree tree_;
};

class value::iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = json::value;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = json::value;

  iterator() = default;
  json::value operator*() const { return {document_, node_}; }
  iterator& operator++();
  iterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const iterator&, const iterator&) = default;

 private:
  friend class json::value;
  iterator(const document* d, const node* n) : document_(d), node_(n) {}
  const document* document_ = nullptr;
  const node* node_ = nullptr;
};

inline const tree& value::all() const { return document_->tree_; }
inline json::kind value::kind() const { return node_->kind; }
// Compiled as one text with its room the compiler stops inlining at some size: a twentieth of the time to read facts.
[[gnu::always_inline]] inline value value::operator[](member_name name) const {
  if (!is(kind::object) || !tree::may_hold(*node_, name)) return {};
  const auto* found = all().member(*node_, name);
  return found == nullptr ? value() : value(document_, found);
}
inline std::optional<std::string_view> value::string() const {
  if (!is(kind::string)) return std::nullopt;
  return all().text_of(*node_);
}
inline value::iterator& value::iterator::operator++() {
  node_ = node_->next();
  return *this;
}

} // namespace fhir::json
