// The admin listener of a running service, and what it tells.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/admin/admin_listener.hpp"
#include "tests/server/support/running_service.hpp"

namespace server_tests {

class running_admin {
 public:
  /// `of` must outlive it.
  explicit running_admin(running_service& of);
  ~running_admin();

  server::condition now;

  const server::admin_world& world() const { return world_; }
  std::uint16_t port() const { return listener_->address().port; }
  http_answer get(const std::string& target, const std::string& method = "GET") const;
  /// The text that Prometheus reads.
  std::string metrics() const { return get("/metrics").body; }
  /// The value of one sample, named as it is written: `vesicle_requests_total{service="discovery",...}`.
  std::optional<double> sample(const std::string& name) const;

 private:
  server::admin_world world_;
  std::unique_ptr<server::listener> listener_;
};

} // namespace server_tests
