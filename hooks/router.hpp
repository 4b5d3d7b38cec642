// From method and target to what is asked for.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/problem.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

/// Services that share one id; the hook of the body tells which is meant.
using namesakes = std::vector<const service*>;

struct discover {};
struct preflight {
  std::string_view allowed; // the methods of that path
};
struct invoke {
  const namesakes* asked = nullptr;
};
/// Feedback on the cards of these services.
struct tell {
  const namesakes* asked = nullptr;
};
using route = std::variant<discover, preflight, invoke, tell>;

class router {
 public:
  /// The id of all services when they share one.
  static constexpr std::string_view shared_id = "antiviral";

  explicit router(bool same_id);

  /// 404 for a path that is not of the protocol, 405 with `Allow` for a method its path does not have. A query is
  /// ignored; a trailing slash makes another path.
  tl::expected<route, problem> find(std::string_view method, std::string_view target) const;

  /// The id a service is published with.
  std::string_view id_of(const service& one) const { return same_id_ ? shared_id : one.id; }

 private:
  const namesakes* named(std::string_view id) const;

  bool same_id_;
  std::vector<namesakes> published_;
};

} // namespace hooks
