// Browsers that are signed in. Kept in memory alone: a restart signs everybody out.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "server/console/admin_tokens.hpp"

namespace server {

struct admin_session {
  std::string name; // of the token
  admin_role role = admin_role::tester;
  std::string token_sha256; // it ends with its token
  std::string csrf;
  std::chrono::sys_seconds ends;   // whatever is done
  std::chrono::sys_seconds active; // last
};

/// One thread's. Sessions are found by the SHA-256 of what the cookie holds, so that no look-up tells how near a guess
/// is.
class admin_sessions {
 public:
  static constexpr std::chrono::minutes idle{15};
  static constexpr std::chrono::hours longest{8};
  static constexpr std::size_t most = 64;

  struct opened {
    std::string cookie;
    const admin_session* session;
  };
  /// A new one, never one that a cookie brought. Beyond the most there may be, the one that was idle longest ends.
  opened open(const admin_token& by, std::chrono::sys_seconds now);
  /// The live one of a cookie; null when it ended, or its token did.
  admin_session* find(std::string_view cookie, const std::vector<admin_token>& tokens, std::chrono::sys_seconds now);
  void end(std::string_view cookie);
  std::size_t size() const { return open_.size(); }

 private:
  void end_old_ones(std::chrono::sys_seconds now);

  std::map<std::string, admin_session, std::less<>> open_; // by the cookie's digest
};

} // namespace server
