// References, in every form FHIR has for them, matched to the resources of one request.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/report.hpp"

namespace fhir {

/// `Patient/x`: what a literal reference names on the client's server.
struct literal {
  std::string_view type;
  std::string_view id;

  friend bool operator==(const literal&, const literal&) = default;
};

/// Reads `Patient/x`, `Patient/x/_history/2` and the same under `base` (http and https are one, each with its own port
/// or none; the case of scheme and host does not count). Nothing for other servers, `urn:`, `#contained` and anything
/// that is no such reference. `base` may end in a slash and may be empty: then no absolute one matches.
std::optional<literal> read_literal(std::string_view reference, std::string_view base);

/// Where resources came from: ids of the draft Bundle and ids of the server are different things.
enum class origin : unsigned char { draft_orders, prefetch };

/// The resources that references can name. Views into the documents they came from.
class reference_index {
 public:
  explicit reference_index(std::string_view base) : base_(base) {}

  /// Adds the entries of a Bundle. Of two resources with one name the first wins.
  void add_bundle(const json::value& bundle, origin from);
  /// Sorts; call once, before the first look-up.
  void seal();

  /// The resource that a Reference inside `holder` names: contained there; for a draft, in the draft Bundle; in the
  /// prefetch. Absent when nothing supplied has that name.
  json::value find(const json::value& reference, const json::value& holder, origin from) const;

  std::string_view base() const { return base_; }

 private:
  struct listed {
    std::string_view name; // id, or fullUrl
    std::string_view type; // empty for a fullUrl
    json::value resource;
  };
  using listing = std::vector<listed>;

  /// A resource contained in another that contains many. Few are searched where they stand.
  struct contained {
    json::value holder;
    std::string_view name;
    json::value resource;
  };

  void add_contained(const json::value& holder);
  json::value contained_in(const json::value& holder, std::string_view name) const;
  json::value find_text(std::string_view text, origin from) const;
  json::value look_up(std::string_view type, std::string_view name, origin from) const;

  std::string_view base_;
  std::array<listing, 2> all_;
  std::vector<contained> contained_;
};

} // namespace fhir
