// One strict reader for every JSON that comes in. A single pass of Boost.JSON's event parser builds a compact document of nodes in
// one reusable arena; strings and numbers are views into the text (or into the arena when they held escapes). Nothing is copied twice.
//
// Refused, with the path: duplicate keys, `\u0000`, invalid UTF-8, non-finite numbers (1e400), nesting deeper than the limit,
// keys longer than the limit, text after the end, and documents that would need more memory than the limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "fhir/issue.hpp"

namespace fhir::json {

enum class kind : std::uint8_t { null, boolean, number, string, array, object };
const char* name_of(kind k);

struct limits {
  std::size_t depth = 64;
  std::size_t key_bytes = 256;
  std::size_t memory_bytes = 16u * 1024 * 1024; // nodes and unescaped strings together
};

class document;

/// A place in a document: an element, or a name that is not there. A value type of two words; valid while its document lives and is
/// not read into again. Asking an absent or wrongly typed value for its content gives nothing; it never throws.
class value {
 public:
  value() = default;

  bool exists() const;                 // false: absent
  explicit operator bool() const { return exists(); }
  json::kind kind() const;             // only for values that exist
  bool is(json::kind k) const { return exists() && kind() == k; }
  bool is_null() const { return is(json::kind::null); }

  std::optional<std::string_view> string() const;
  std::optional<bool> boolean() const;
  std::optional<std::string_view> number_text() const; // as written: `1.00`
  std::optional<double> number() const;                // finite
  std::optional<std::int64_t> integer() const;         // only when written without fraction and exponent, and in range

  std::size_t size() const;            // members or items; 0 otherwise
  value operator[](std::string_view name) const; // absent when not an object or no such member
  value operator[](std::size_t index) const;     // absent when not an array or out of range

  /// Iterates the items of an array or the members of an object, in the order written. Nothing for other kinds.
  class iterator;
  iterator begin() const;
  iterator end() const;
  /// The member name of this value when its parent is an object; empty otherwise.
  std::string_view name() const;

  /// `context.draftOrders.entry[0].resource`; built by walking up, only when a fault needs it. Empty for the root.
  std::string path() const;
  /// The path a missing member would have.
  std::string path_of(std::string_view member) const;

  /// Stable identity of the node within its document, for maps from references to entries. Only for values that exist.
  std::uint32_t id() const;

  friend bool operator==(const value&, const value&) = default;

 private:
  friend class document;
  value(const document* d, std::uint32_t node) : document_(d), node_(node) {}
  static constexpr std::uint32_t absent = 0xffffffffu;
  const document* document_ = nullptr;
  std::uint32_t node_ = absent;
};

} // namespace fhir::json
