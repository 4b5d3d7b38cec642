#include "hooks/client.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace hooks {
namespace {

constexpr std::array<const char*, 4> names{"ES256", "ES384", "RS256", "RS384"}; // in the order of algorithm

bool holds(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

} // namespace

const char* name_of(algorithm a) { return names.at(static_cast<std::size_t>(a)); }

std::optional<algorithm> algorithm_named(std::string_view name) {
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<algorithm>(found - names.begin());
}

const char* key_type_of(algorithm a) { return a == algorithm::es256 || a == algorithm::es384 ? "EC" : "RSA"; }

bool client::may_call(std::string_view service) const { return !services || holds(*services, service); }

bool client::has_fhir_server(std::string_view base) const {
  if (base.ends_with('/')) base.remove_suffix(1);
  return holds(fhir_servers, base);
}

clients::clients(std::vector<client> registered) : all_(std::move(registered)) {
  std::set<std::string_view> known;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (!known.insert(all_[i].name).second || !by_issuer_.emplace(all_[i].iss, i).second)
      throw std::logic_error("two clients are named alike");
  }
}

const client* clients::issued_by(std::string_view iss) const {
  const auto found = by_issuer_.find(iss);
  return found == by_issuer_.end() ? nullptr : &all_[found->second];
}

const client* clients::with_certificate(std::string_view sha256, std::string_view subject) const {
  if (sha256.empty() && subject.empty()) return nullptr; // most connections show none
  const auto is_its = [&](const client& c) {
    if (!c.certificate_sha256.empty()) return c.certificate_sha256 == sha256;
    return !c.certificate_subject.empty() && c.certificate_subject == subject;
  };
  const auto found = std::find_if(all_.begin(), all_.end(), is_its);
  return found == all_.end() ? nullptr : &*found;
}

} // namespace hooks
