// What the chart shows of the 14 days after an order: whether what a card suggests happened anyway.
#pragma once

#include <optional>
#include <vector>

#include "server/replay/patient_chart.hpp"
#include "server/replay/replayed_order.hpp"

namespace server {

class follow_up {
 public:
  /// Views the chart and the order, which must outlive it.
  follow_up(const replay_ground& on, const patient_chart& of, const chart_order& after);

  bool is_complete() const { return complete_; } // the export goes on long enough
  /// `wanted` matters to tests only: what the suggested ones measure.
  suggested_deed look_for(deed what, const cds::value_sets& wanted) const;

 private:
  std::optional<int> days_to(const std::optional<cds::date_time>& when) const;
  std::optional<int> first_test(const cds::value_sets& wanted) const;
  std::optional<int> first_order(deed what) const;
  suggested_deed ended() const;
  bool can_deny(deed what) const;

  const replay_ground& on_;
  const patient_chart& chart_;
  const chart_order& order_;
  bool complete_ = false;
};

} // namespace server
