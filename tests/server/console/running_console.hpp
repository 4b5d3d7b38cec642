// The console of a running service over real TLS, with a clock that the test sets.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/admin/admin_listener.hpp"
#include "server/console/console.hpp"
#include "tests/server/support/running_service.hpp"

namespace server_tests {

using header_lines = std::vector<std::pair<std::string, std::string>>;

/// Somebody who is signed in.
struct signed_in {
  std::string cookie; // as a browser sends it
  std::string csrf;
};

class running_console {
 public:
  /// `of` must outlive it. `change` sets what the admin listener has to know.
  explicit running_console(running_service& of, const std::function<void(server::settings&)>& change = {});
  ~running_console();

  std::atomic<std::int64_t> now{1'768'921'200}; // 2026-01-20T15:00:00Z
  server::condition condition;

  std::uint16_t port() const { return listener_->address().port; }
  const server::console_world& world() const { return world_; }
  std::filesystem::path tokens_file() const { return server::tokens_file_of(chosen_); }
  std::filesystem::path trail_file() const { return server::trail_file_of(chosen_); }

  /// Puts a token into the file, good for thirty days.
  std::string make_token(const std::string& name, server::admin_role role = server::admin_role::admin);
  void revoke(const std::string& name);

  /// On a connection of its own. Without a Host among the headers it is localhost.
  http_answer ask(const std::string& method, const std::string& target, const header_lines& headers = {},
                  const std::string& body = {}) const;
  http_answer sign_in(const std::string& token, const header_lines& more = {}) const;
  /// Throws when the sign-in is refused.
  signed_in session_for(const std::string& token) const;
  http_answer get(const std::string& target, const signed_in& by) const;
  http_answer post(const std::string& target, const signed_in& by, const std::string& body) const;
  /// As scripts do.
  http_answer get_as(const std::string& token, const std::string& target) const;
  http_answer post_as(const std::string& token, const std::string& target, const std::string& body) const;
  /// The body of a POST to /console/api/try.
  static std::string trial_of(const std::string& request, const std::string& more = {});

 private:
  void write();

  server::settings chosen_;
  std::vector<server::admin_token> tokens_;
  server::admin_world shown_;
  std::unique_ptr<server::audit_trail> trail_;
  server::console_world world_;
  std::unique_ptr<server::listener> listener_;
};

} // namespace server_tests
