#include "hooks/router.hpp"

#include <algorithm>

namespace hooks {
namespace {

constexpr std::string_view root = "/cds-services";
constexpr std::string_view feedback = "/feedback";
constexpr std::string_view discovery_methods = "GET, OPTIONS";
constexpr std::string_view service_methods = "OPTIONS, POST";

problem not_found(std::string message) {
  return {.status = 404, .issues = {{fhir::issue_code::not_found, "", std::move(message)}}, .headers = {}};
}

// The method is the client's text: it is not repeated.
problem not_allowed(std::string_view allowed) {
  return {.status = 405,
          .issues = {{fhir::issue_code::not_supported, "", "this path answers only " + std::string(allowed)}},
          .headers = {{"Allow", std::string(allowed)}}};
}

tl::expected<route, problem> route_on(std::string_view method, std::string_view own_method, std::string_view allowed,
                                      route own) {
  if (method == own_method) return own;
  if (method == "OPTIONS") return preflight{allowed};
  return tl::unexpected(not_allowed(allowed));
}

} // namespace

router::router(bool same_id) : same_id_(same_id) {
  for (const auto& one : services()) {
    if (same_id_ && !published_.empty())
      published_.front().push_back(&one);
    else
      published_.push_back({&one});
  }
}

const namesakes* router::named(std::string_view id) const {
  const auto found = std::ranges::find(published_, id, [&](const namesakes& some) { return id_of(*some.front()); });
  return found == published_.end() ? nullptr : &*found;
}

tl::expected<route, problem> router::find(std::string_view method, std::string_view target) const {
  auto path = target.substr(0, target.find('?'));
  if (path == root) return route_on(method, "GET", discovery_methods, discover{});
  if (!path.starts_with(root) || path.substr(root.size()).empty() || path[root.size()] != '/') {
    return tl::unexpected(not_found("no such path; the services are listed at `/cds-services`"));
  }
  auto id = path.substr(root.size() + 1);
  const bool tells = id.ends_with(feedback);
  if (tells) id.remove_suffix(feedback.size());
  const auto* asked = named(id);
  if (asked == nullptr) return tl::unexpected(not_found("no such service; the services are listed at `/cds-services`"));
  return route_on(method, "POST", service_methods, tells ? route{tell{asked}} : route{invoke{asked}});
}

} // namespace hooks
