#include "hooks/router.hpp"

#include <optional>

namespace hooks {
namespace {

constexpr std::string_view root = "/cds-services";
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

tl::expected<route, problem> route_of(std::string_view method, std::string_view target) {
  auto path = target.substr(0, target.find('?'));
  if (path == root) return route_on(method, "GET", discovery_methods, discover{});
  if (!path.starts_with(root) || path.substr(root.size()).empty() || path[root.size()] != '/') {
    return tl::unexpected(not_found("no such path; the services are listed at `/cds-services`"));
  }
  const service* asked = service_named(path.substr(root.size() + 1));
  if (asked == nullptr) return tl::unexpected(not_found("no such service; the services are listed at `/cds-services`"));
  return route_on(method, "POST", service_methods, invoke{asked});
}

} // namespace hooks
