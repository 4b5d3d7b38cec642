// What all workers counted, and what the transport refused before there was a call.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/metrics/worker_counts.hpp"

namespace server {

struct duration_totals {
  std::array<std::uint64_t, duration_counts::bounds.size() + 1> within{}; // not added up
  std::chrono::nanoseconds sum{0};
};

/// Added up over the workers.
struct call_totals {
  using of_client = std::array<std::array<std::uint64_t, counted_statuses.size()>, call_kinds>;

  /// What the calls of a client brought, and when it called last.
  struct habits {
    std::uint64_t decisions = 0;
    std::array<std::uint64_t, fhir::data_kind_count> absent{}, failed{};
    std::int64_t last_seen = 0; // seconds since 1970; 0: never
  };

  std::map<std::string, of_client> answered; // by client
  std::map<std::string, habits> clients;
  std::array<duration_totals, call_kinds> durations{};
  hooks::by_rule<std::uint64_t, hooks::verdict_count> outcomes{};
  hooks::by_rule<std::uint64_t, hooks::indicator_count> cards{}, silent{};
  std::array<std::uint64_t, 2> feedback{};
  std::map<std::string, std::uint64_t> overrides; // by reason
};

class service_counts {
 public:
  /// From any thread; lives as long as this.
  worker_counts& of_new_worker();
  /// From any thread.
  call_totals sum() const;

 private:
  mutable std::mutex list_; // never held on the way of a call
  std::vector<std::unique_ptr<worker_counts>> workers_;
};

} // namespace server
