// What a replay counts. Sums alone, so that parts of a run add up to the whole.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "cds/decision.hpp"
#include "server/replay/replayed_order.hpp"
#include "server/replay/run_summary.hpp"
#include "server/replay/worklist.hpp"

namespace server {

using count = std::uint64_t;
inline constexpr std::size_t urgency_count = 3;
inline constexpr std::size_t agent_count = static_cast<std::size_t>(cds::agent::docosanol) + 1;

/// Orders and the cards they would have shown.
struct volume {
  count orders = 0;
  count refused = 0;    // among them, nothing could be evaluated
  count incomplete = 0; // refused, or a rule could not be evaluated
  count cards = 0;
  count orders_with_cards = 0;
  std::array<count, cds::rule_count> by_rule{}; // cards
  std::array<count, urgency_count> by_urgency{};

  void add(const judgement& judged);
  volume& operator+=(const volume& other);
  friend bool operator==(const volume&, const volume&) = default;
};

struct happened_counts {
  count yes = 0;
  count no = 0;
  count unknown = 0; // follow-up incomplete: in no denominator

  void add(happening what);
  count known() const { return yes + no; }
  happened_counts& operator+=(const happened_counts& other);
  friend bool operator==(const happened_counts&, const happened_counts&) = default;
};

/// How one rule ended for the orders that it applies to.
struct rule_counts {
  count negative = 0;
  count not_evaluable = 0;
  count fired = 0; // cards or not
  std::array<count, urgency_count> cards{};
  count patients = 0;                              // with a card
  std::array<happened_counts, deed_count> deeds{}; // of what the cards suggest
  happened_counts any;                             // at least one of what a card suggests
  std::map<std::string, count> missing;            // not evaluable: orders that lack it

  count shown() const { return cards[0] + cards[1] + cards[2]; }
  rule_counts& operator+=(const rule_counts& other);
  friend bool operator==(const rule_counts&, const rule_counts&) = default;
};

/// The cards of one rule under the compared knowledge.
struct compared_counts {
  count after = 0;
  count gained = 0; // orders with a card under the compared knowledge only
  count lost = 0;
  count other_urgency = 0; // with one under both, of another urgency

  compared_counts& operator+=(const compared_counts& other);
  friend bool operator==(const compared_counts&, const compared_counts&) = default;
};

struct week_counts {
  count orders = 0;
  count cards = 0;

  friend bool operator==(const week_counts&, const week_counts&) = default;
};
/// By the Monday of each week in which the prescriber signed an antiviral order.
using prescriber_weeks = std::map<cds::day, week_counts>;

struct group_counts {
  volume all;
  std::set<std::string> prescribers;

  friend bool operator==(const group_counts&, const group_counts&) = default;
};

struct figures {
  std::optional<run_summary> run;
  volume all;
  std::optional<volume> compared;
  count patients = 0;
  std::map<int, count> patients_by_cards; // by the cards of all their orders
  std::array<rule_counts, cds::rule_count> rules{};
  std::array<compared_counts, cds::rule_count> rules_compared{};
  std::array<happened_counts, deed_count> unprompted{}; // after orders without a card
  std::map<std::string, count> refusals;                // by what was lacking
  std::array<volume, agent_count> agents{};
  std::map<std::chrono::year_month, volume> months;
  std::map<std::string, group_counts> groups;     // empty unless wanted
  std::map<std::string, prescriber_weeks> burden; // by prescriber
  count orders_without_prescriber = 0;
  worklist review;

  figures(std::size_t sample, std::uint64_t seed) : review(sample, seed) {}
  friend bool operator==(const figures&, const figures&) = default;
};

} // namespace server
