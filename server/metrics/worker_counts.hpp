// What one worker counts of the calls that it answers. On the way of a card nothing is looked up by name, nothing
// locked and nothing shared with another worker: names become places when what is served changes.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/account.hpp"
#include "hooks/client.hpp"
#include "hooks/feedback.hpp"
#include "server/metrics/call_kind.hpp"
#include "server/metrics/counter.hpp"

namespace server {

/// Calls of one client, by what was called and how it was answered.
struct client_calls {
  explicit client_calls(std::string who) : name(std::move(who)) {}

  const std::string name;
  std::array<std::array<counter, counted_statuses.size()>, call_kinds> answered;
  counter decisions;
  std::array<counter, fhir::data_kind_count> absent,
      failed;                             // of the decisions: what the call brought not, or not whole
  std::atomic<std::int64_t> last_seen{0}; // seconds since 1970; 0: never
};

/// Overrides for one reason.
struct reason_count {
  explicit reason_count(std::string which) : code(std::move(which)) {}

  const std::string code;
  counter given;
};

/// Where the calls of one edition of what is served are counted. Whoever counts with it holds it.
struct count_places {
  std::vector<client_calls*> registered; // in the order of the clients
  client_calls* anybody = nullptr;       // callers when nobody is told apart
  client_calls* nobody = nullptr;        // who was not trusted, or not asked
  std::map<std::string, reason_count*, std::less<>> reasons;
};

class alignas(64) worker_counts {
 public:
  worker_counts();
  worker_counts(const worker_counts&) = delete;
  worker_counts& operator=(const worker_counts&) = delete;

  // For the worker's thread.
  /// `clients`: empty when nobody is told apart. Names that were there before go on counting where they did.
  std::shared_ptr<const count_places> places_for(const std::vector<hooks::client>& clients,
                                                 const std::vector<cds::override_reason>& reasons);
  void answered(client_calls& by, std::size_t kind, int status, std::chrono::nanoseconds took);
  /// By the transport, before there was a call.
  void refused(const count_places& at, int status);
  void decided(client_calls& by, const hooks::account& what);
  /// Somebody known called, at this time in seconds since 1970.
  static void seen(client_calls& by, std::int64_t now) { by.last_seen.store(now, std::memory_order_relaxed); }
  void kept(const count_places& at, const std::vector<hooks::feedback_item>& items);

  // For any thread.
  /// The lists of names grow while they are read; what they count does not wait for that.
  void for_each_client(const std::function<void(const client_calls&)>& look) const;
  void for_each_reason(const std::function<void(const reason_count&)>& look) const;

  std::array<duration_counts, call_kinds> durations;
  hooks::by_rule<counter, hooks::verdict_count> outcomes;
  hooks::by_rule<counter, hooks::indicator_count> cards, silent;
  std::array<counter, 2> feedback; // by hooks::card_outcome

 private:
  client_calls* calls_of(std::string_view name);
  reason_count* reason(std::string_view code);

  mutable std::mutex names_; // of the lists alone, which never shrink
  std::deque<client_calls> clients_;
  std::deque<reason_count> reasons_;
};

} // namespace server
