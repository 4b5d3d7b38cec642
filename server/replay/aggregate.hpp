// Adds up replayed orders one by one. What is kept grows with prescribers, weeks and rules, not with orders.
#pragma once

#include <bitset>
#include <string>

#include "server/replay/figures.hpp"
#include "server/replay/prescriber_groups.hpp"

namespace server {

struct aggregate_options {
  std::size_t sample = 10; // orders of each kind in the worklist
  std::uint64_t seed = 0;
  prescriber_groups groups = {}; // empty: nothing is counted by group
};

/// The orders of a patient come one after another. Aggregates that are merged have the same options, and the orders of
/// a patient are all in one of them; then neither the cut nor the sequence of merging changes anything.
class aggregate {
 public:
  explicit aggregate(aggregate_options options = {});

  /// Once, with the run's own.
  void add(const run_summary& run);
  void add(const replayed_order& order);
  void merge(aggregate other);
  /// What was counted so far.
  figures counted() const;

 private:
  void count_rules(const replayed_order& order);
  void count_compared(const replayed_order& order);
  void count_prescriber(const replayed_order& order);
  void close_patient(figures& in) const;

  aggregate_options options_;
  figures sums_;
  std::string patient_; // whose orders are coming
  int patients_cards_ = 0;
  std::bitset<cds::rule_count> patients_rules_;
};

} // namespace server
