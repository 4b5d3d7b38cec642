// The door of the console's API: signing in and out, and whether somebody may ask something.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "hooks/call.hpp"
#include "server/console/console_world.hpp"
#include "server/console/lock_out.hpp"
#include "server/console/sessions.hpp"

namespace server {

/// Who asks, with the right to.
struct admitted {
  std::string name;
  admin_role role = admin_role::tester;
  std::string from;
};

/// One thread's.
class sign_in {
 public:
  explicit sign_in(const console_world& world);

  /// GET, POST and DELETE of the session itself.
  hooks::reply answer(const hooks::call& asked, std::string_view method);
  /// By a session's cookie, with its CSRF token unless the method is safe, or by an admin token as a bearer; otherwise
  /// the refusal.
  tl::expected<admitted, hooks::reply> admit(const hooks::call& asked, admin_role least);
  /// False for a deed that somebody repeats within a minute: one line tells of all of them.
  bool is_worth_telling(const admitted& by, std::string_view deed);

 private:
  hooks::reply open(const hooks::call& asked);
  hooks::reply close(const hooks::call& asked);
  hooks::reply tell(const admin_session& session) const;
  admin_session* session_of(const hooks::call& asked);
  tl::expected<const admin_token*, hooks::reply> token_of(std::string_view presented, std::string_view from);
  tl::expected<admitted, hooks::reply> admit_bearer(const hooks::call& asked);
  tl::expected<admitted, hooks::reply> admit_session(const hooks::call& asked);
  void note(std::string_view who, std::string_view role, std::string_view from, std::string_view action, int status);

  const console_world& world_;
  token_file tokens_;
  admin_sessions sessions_;
  lock_out pauses_;
  std::map<std::string, std::chrono::sys_seconds> told_; // by name and deed
};

} // namespace server
