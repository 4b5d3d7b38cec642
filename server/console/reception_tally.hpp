// What the store counts of cards, put together for people: by rule, by time, by client.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/store/reception.hpp"

namespace server {

struct received_cards {
  std::int64_t cards = 0;
  std::array<std::int64_t, 3> by_urgency{}; // info, warning, critical
  std::int64_t accepted = 0;
  std::int64_t overridden = 0;
  std::int64_t ignored = 0;

  void add(const card_count& more);
  friend bool operator==(const received_cards&, const received_cards&) = default;
};

struct rule_tally {
  received_cards received;
  std::int64_t fired = 0;
  std::int64_t not_evaluable = 0;
  std::vector<std::pair<std::string, std::int64_t>> reasons; // most given first
};
struct period_tally {
  received_cards received;
  std::int64_t decisions = 0;
};
struct client_tally {
  received_cards received;
  std::int64_t decisions = 0;
  std::int64_t not_evaluable = 0;
};

struct reception_tally {
  std::map<std::string, rule_tally> rules;
  std::map<std::chrono::sys_days, period_tally> periods; // by first day; those without a decision are left out
  std::map<std::string, client_tally> clients;
  period_tally all;
};

enum class period_unit : unsigned char { day, week }; // weeks begin on Monday

std::chrono::sys_days period_of(std::chrono::sys_days day, period_unit unit);
reception_tally tally(const reception& counted, period_unit unit);

} // namespace server
