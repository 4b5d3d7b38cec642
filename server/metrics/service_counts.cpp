#include "server/metrics/service_counts.hpp"

#include <algorithm>

namespace server {
namespace {

template<std::size_t ways>
void add(hooks::by_rule<std::uint64_t, ways>& to, const hooks::by_rule<counter, ways>& what) {
  for (std::size_t rule = 0; rule < what.size(); ++rule)
    for (std::size_t way = 0; way < ways; ++way) to[rule][way] += what[rule][way].value();
}

void add(duration_totals& to, const duration_counts& what) {
  for (std::size_t i = 0; i < to.within.size(); ++i) to.within[i] += what.within(i);
  to.sum += what.sum();
}

void add(call_totals& to, const client_calls& what) {
  auto& into = to.answered[what.name];
  for (std::size_t kind = 0; kind < into.size(); ++kind)
    for (std::size_t i = 0; i < into[kind].size(); ++i) into[kind][i] += what.answered[kind][i].value();
  auto& habits = to.clients[what.name];
  habits.decisions += what.decisions.value();
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
    habits.absent[i] += what.absent[i].value();
    habits.failed[i] += what.failed[i].value();
  }
  habits.last_seen = std::max(habits.last_seen, what.last_seen.load(std::memory_order_relaxed));
}

void add(call_totals& to, const worker_counts& what) {
  what.for_each_client([&](const client_calls& one) { add(to, one); });
  what.for_each_reason([&](const reason_count& one) { to.overrides[one.code] += one.given.value(); });
  for (std::size_t kind = 0; kind < call_kinds; ++kind) add(to.durations[kind], what.durations[kind]);
  add(to.outcomes, what.outcomes);
  add(to.cards, what.cards);
  add(to.silent, what.silent);
  for (std::size_t i = 0; i < to.feedback.size(); ++i) to.feedback[i] += what.feedback[i].value();
}

} // namespace

worker_counts& service_counts::of_new_worker() {
  const std::lock_guard held(list_);
  return *workers_.emplace_back(std::make_unique<worker_counts>());
}

call_totals service_counts::sum() const {
  const std::lock_guard held(list_);
  call_totals all;
  for (const auto& one : workers_) add(all, *one);
  return all;
}

} // namespace server
