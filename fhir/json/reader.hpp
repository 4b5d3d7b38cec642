// From text to a tree of nodes, strictly. Only document uses this.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"
#include "fhir/json/tree.hpp"

namespace fhir::json {

/// Fills the empty tree `into`, whose text is `text`. Gives the first fault, if any; `into` is then of no use.
std::optional<issue> read_tree(std::string_view text, const limits& most, tree& into);

} // namespace fhir::json
