// The antiviral orders of one patient, each judged by what its chart knew at its moment.
#pragma once

#include "server/replay/patient_chart.hpp"
#include "server/replay/replayed_order.hpp"

namespace server {

class patient_replay {
 public:
  explicit patient_replay(const replay_ground& on) : on_(on), chart_(on) {}

  /// Appends the orders to `into` and counts them.
  void replay(std::span<const kept_line> lines, std::vector<replayed_order>& into, tallies& counts);

 private:
  replayed_order replayed(const chart_order& order) const;

  const replay_ground& on_;
  patient_chart chart_;
};

} // namespace server
