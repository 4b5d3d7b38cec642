#include "server/console/sessions.hpp"

#include <algorithm>

namespace server {
namespace {

bool has_ended(const admin_session& one, std::chrono::sys_seconds now) {
  return now >= one.ends || now - one.active >= admin_sessions::idle;
}

} // namespace

void admin_sessions::end_old_ones(std::chrono::sys_seconds now) {
  std::erase_if(open_, [now](const auto& one) { return has_ended(one.second, now); });
  if (open_.size() < most) return;
  open_.erase(std::ranges::min_element(open_, {}, [](const auto& one) { return one.second.active; }));
}

admin_sessions::opened admin_sessions::open(const admin_token& by, std::chrono::sys_seconds now) {
  end_old_ones(now);
  auto cookie = new_secret();
  const auto at = open_.emplace(sha256_hex(cookie), admin_session{by.name, by.role, by.sha256, new_secret(),
                                                                  std::min(now + longest, by.expires), now});
  return {std::move(cookie), &at.first->second};
}

admin_session* admin_sessions::find(std::string_view cookie, const std::vector<admin_token>& tokens,
                                    std::chrono::sys_seconds now) {
  if (cookie.empty()) return nullptr;
  const auto found = open_.find(sha256_hex(cookie));
  if (found == open_.end()) return nullptr;
  auto& session = found->second;
  const auto its_token =
      std::ranges::find_if(tokens, [&](const admin_token& one) { return one.sha256 == session.token_sha256; });
  if (its_token != tokens.end() && its_token->role == session.role && !has_ended(session, now)) return &session;
  open_.erase(found);
  return nullptr;
}

void admin_sessions::end(std::string_view cookie) { open_.erase(sha256_hex(cookie)); }

} // namespace server
