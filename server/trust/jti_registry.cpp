#include "server/trust/jti_registry.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstring>

namespace server {

using std::chrono::ceil;
using std::chrono::minutes;

digest digest_of(const hooks::claim& what) {
  std::string text;
  text.reserve(what.issuer.size() + what.jti.size() + 24);
  text.append(std::to_string(what.issuer.size())).append(":").append(what.issuer).append(what.jti);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> whole;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), whole.data());
  digest made;
  std::memcpy(made.data(), whole.data(), sizeof made);
  return made;
}

jti_registry::counter& jti_registry::counter_of(const std::string& issuer) {
  const std::lock_guard one(issuers_);
  return by_issuer_[issuer];
}

void jti_registry::drop_ended(shard& from, instant now) {
  while (!from.by_end.empty() && from.by_end.begin()->first <= now) {
    for (const auto& [issuer, count] : from.by_end.begin()->second.of_issuer) {
      issuer->fetch_sub(count, std::memory_order_relaxed);
      held_.fetch_sub(count, std::memory_order_relaxed);
    }
    from.by_end.erase(from.by_end.begin());
  }
}

/// Counts first and takes back, so that threads that race cannot pass the limit together.
bool jti_registry::make_room(counter& issuer) {
  if (held_.fetch_add(1, std::memory_order_relaxed) < most_.tokens) {
    if (issuer.fetch_add(1, std::memory_order_relaxed) < most_.of_one_issuer) return true;
    issuer.fetch_sub(1, std::memory_order_relaxed);
  }
  held_.fetch_sub(1, std::memory_order_relaxed);
  return false;
}

hooks::claimed jti_registry::put(shard& into, const digest& which, instant until, counter& issuer, instant now) {
  const std::lock_guard one(into.one);
  drop_ended(into, now);
  for (const auto& [end, held] : into.by_end) // few: as many as the minutes that the longest token lives
    if (held.tokens.holds(which)) return hooks::claimed::seen;
  if (!make_room(issuer)) return hooks::claimed::full;
  auto& held = into.by_end[ceil<minutes>(until)];
  held.tokens.put(which);
  ++held.of_issuer[&issuer];
  return hooks::claimed::fresh;
}

hooks::claimed jti_registry::claim(const hooks::claim& what, instant now) {
  auto& issuer = counter_of(what.issuer);
  const auto which = digest_of(what);
  auto& into = shards_[which[1] % shards_.size()];
  const auto first = put(into, which, what.until, issuer, now);
  if (first != hooks::claimed::full) return first;
  for (auto& each : shards_) {
    const std::lock_guard one(each.one);
    drop_ended(each, now);
  }
  return put(into, which, what.until, issuer, now);
}

} // namespace server
