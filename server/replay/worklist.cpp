#include "server/replay/worklist.hpp"

#include <array>

namespace server {
namespace {

constexpr std::array<std::string_view, 6> reasons = {"card", "not-evaluable", "quiet", "refused", "gained", "lost"};

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

/// FNV-1a over the id, mixed: neighbouring ids must not be neighbours.
std::uint64_t place_of(std::uint64_t seed, review_kind kind, std::string_view order) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : order) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  const auto kind_number = static_cast<std::uint64_t>(kind.why) << 8U | static_cast<std::uint64_t>(kind.rule);
  return mixed(hash ^ mixed(seed * 0x9e3779b97f4a7c15U + kind_number + 1));
}

} // namespace

std::string_view name_of(review_reason why) { return reasons.at(static_cast<std::size_t>(why)); }

void worklist::add(review_kind kind, const std::string& order, const std::string& patient) {
  auto& ours = kinds_[kind];
  ++ours.among;
  const auto place = place_of(seed_, kind, order);
  if (ours.orders.size() >= most_ && (most_ == 0 || ours.orders.rbegin()->place < place)) return;
  ours.orders.insert({place, order, patient});
  if (ours.orders.size() > most_) ours.orders.erase(std::prev(ours.orders.end()));
}

void worklist::merge(const worklist& other) {
  for (const auto& [kind, theirs] : other.kinds_) {
    auto& ours = kinds_[kind];
    ours.among += theirs.among;
    ours.orders.insert(theirs.orders.begin(), theirs.orders.end());
    while (ours.orders.size() > most_) ours.orders.erase(std::prev(ours.orders.end()));
  }
}

} // namespace server
