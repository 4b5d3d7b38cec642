// From method and target to what is asked for.
#pragma once

#include <string_view>
#include <variant>

#include <tl/expected.hpp>

#include "hooks/problem.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

struct discover {};
struct preflight {
  std::string_view allowed; // the methods of that path
};
struct invoke {
  const service* asked = nullptr;
};
using route = std::variant<discover, preflight, invoke>;

/// 404 for a path that is not of the protocol, 405 with `Allow` for a method its path does not have. A query is
/// ignored; a trailing slash makes another path.
tl::expected<route, problem> route_of(std::string_view method, std::string_view target);

} // namespace hooks
