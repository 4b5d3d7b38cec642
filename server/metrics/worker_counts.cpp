#include "server/metrics/worker_counts.hpp"

#include <algorithm>

namespace server {
namespace {

template<std::size_t ways>
void add(hooks::by_rule<counter, ways>& to, const hooks::by_rule<std::uint32_t, ways>& what) {
  for (std::size_t rule = 0; rule < what.size(); ++rule)
    for (std::size_t way = 0; way < ways; ++way)
      if (what[rule][way] > 0) to[rule][way].add(what[rule][way]);
}

constexpr std::string_view no_reason = "none";
constexpr std::string_view other_reason = "other";

} // namespace

worker_counts::worker_counts() = default;

client_calls* worker_counts::calls_of(std::string_view name) {
  const auto found = std::ranges::find(clients_, name, &client_calls::name);
  return found == clients_.end() ? &clients_.emplace_back(std::string(name)) : &*found;
}

reason_count* worker_counts::reason(std::string_view code) {
  const auto found = std::ranges::find(reasons_, code, &reason_count::code);
  return found == reasons_.end() ? &reasons_.emplace_back(std::string(code)) : &*found;
}

std::shared_ptr<const count_places> worker_counts::places_for(const std::vector<hooks::client>& clients,
                                                              const std::vector<cds::override_reason>& reasons) {
  const std::lock_guard held(names_);
  auto made = std::make_shared<count_places>();
  made->nobody = calls_of("none");
  if (clients.empty()) made->anybody = calls_of("anybody");
  for (const auto& one : clients) made->registered.push_back(calls_of(one.name));
  for (const auto code : {no_reason, other_reason}) made->reasons.emplace(code, reason(code));
  for (const auto& one : reasons) made->reasons.emplace(one.code, reason(one.code));
  return made;
}

void worker_counts::answered(client_calls& by, std::size_t kind, int status, std::chrono::nanoseconds took) {
  by.answered.at(kind).at(status_at(status)).add();
  durations.at(kind).add(took);
}

void worker_counts::refused(const count_places& at, int status) {
  at.nobody->answered.at(other_kind).at(status_at(status)).add();
}

void worker_counts::decided(client_calls& by, const hooks::account& what) {
  by.decisions.add();
  for (std::size_t i = 0; i < what.sent.size(); ++i) {
    if (what.sent[i] == fhir::supplied::state::absent) by.absent[i].add();
    if (what.sent[i] == fhir::supplied::state::failed) by.failed[i].add();
  }
  add(outcomes, what.outcomes);
  add(cards, what.cards);
  add(silent, what.silent);
}

void worker_counts::kept(const count_places& at, const std::vector<hooks::feedback_item>& items) {
  for (const auto& one : items) {
    feedback.at(static_cast<std::size_t>(one.outcome)).add();
    if (one.outcome != hooks::card_outcome::overridden) continue;
    const auto found = at.reasons.find(one.reason ? std::string_view(one.reason->code) : no_reason);
    (found == at.reasons.end() ? at.reasons.find(other_reason) : found)->second->given.add();
  }
}

void worker_counts::for_each_client(const std::function<void(const client_calls&)>& look) const {
  const std::lock_guard held(names_);
  for (const auto& one : clients_) look(one);
}

void worker_counts::for_each_reason(const std::function<void(const reason_count&)>& look) const {
  const std::lock_guard held(names_);
  for (const auto& one : reasons_) look(one);
}

} // namespace server
