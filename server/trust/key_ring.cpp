#include "server/trust/key_ring.hpp"

#include <stdexcept>

namespace server {
namespace {

std::shared_ptr<const key_set> pinned_keys(const hooks::client& of) {
  auto read = read_key_set(of.pinned);
  if (!read) throw std::runtime_error("client `" + of.name + "`: " + read.error());
  return std::make_shared<const key_set>(std::move(read->keys));
}

} // namespace

key_ring::key_ring(const hooks::clients& registered, const key_ring* before) {
  const auto source_at = [&](const std::string& url) {
    auto& source = sources_[url];
    if (!source && before != nullptr)
      if (const auto held = before->sources_.find(url); held != before->sources_.end()) source = held->second;
    if (!source) source = std::make_shared<key_source>(url);
    return source;
  };
  for (const auto& one : registered.all()) {
    if (one.fetches_keys())
      by_issuer_[one.iss] = {nullptr, source_at(one.jku)};
    else if (!one.pinned.empty())
      by_issuer_[one.iss] = {pinned_keys(one), nullptr};
  }
}

hooks::verdict key_ring::verify(const hooks::signed_token& what) const {
  const auto found = by_issuer_.find(what.by.iss);
  if (found == by_issuer_.end()) return hooks::verdict::no_keys;
  const auto& [pinned, source] = found->second;
  const auto keys = pinned ? pinned : source->usable(what.now);
  if (!keys) return hooks::verdict::no_keys;
  const auto* key = keys->find(what.kid, hooks::key_type_of(what.alg));
  if (key == nullptr) return hooks::verdict::unknown_kid;
  return key->verifies(what.alg, what.compact, what.signature) ? hooks::verdict::good : hooks::verdict::bad;
}

std::shared_ptr<key_source> key_ring::source_of(const hooks::client& by) const {
  const auto found = by_issuer_.find(by.iss);
  return found == by_issuer_.end() ? nullptr : found->second.source;
}

std::vector<std::shared_ptr<key_source>> key_ring::due(instant now) const {
  std::vector<std::shared_ptr<key_source>> all;
  for (const auto& [url, source] : sources_)
    if (source->due(now)) all.push_back(source);
  return all;
}

} // namespace server
