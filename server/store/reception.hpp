// How cards were received, counted for people who answer for them. Nothing in it is of a patient but the comments.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace server {

/// From `since` on, before `until`.
struct reception_filter {
  std::chrono::sys_seconds since{};
  std::chrono::sys_seconds until{};
  std::string client; // empty = every client
};

/// Decisions of one client on one day (UTC).
struct decision_count {
  std::string client;
  std::chrono::sys_days day{};
  std::int64_t decisions = 0;

  friend bool operator==(const decision_count&, const decision_count&) = default;
};

/// Cards that were issued on one day, and what became of them until now.
struct card_count {
  std::string rule;
  std::string indicator; // `info`, `warning`, `critical`
  std::string client;
  std::chrono::sys_days day{};
  std::int64_t cards = 0;
  std::int64_t accepted = 0;
  std::int64_t overridden = 0;
  std::int64_t ignored = 0; // neither

  friend bool operator==(const card_count&, const card_count&) = default;
};

/// How often a rule ended in one way, `fired` or `not evaluable`.
struct outcome_count {
  std::string rule;
  std::string verdict;
  std::string client;
  std::int64_t outcomes = 0;

  friend bool operator==(const outcome_count&, const outcome_count&) = default;
};

struct reason_given {
  std::string rule;
  std::string code;
  std::int64_t times = 0;

  friend bool operator==(const reason_given&, const reason_given&) = default;
};

struct reception {
  std::vector<decision_count> decisions;
  std::vector<card_count> cards;
  std::vector<outcome_count> outcomes;
  std::vector<reason_given> reasons; // of overrides
  std::int64_t unknown = 0;          // feedback items about cards that are not known
  bool complete = true;              // false: more decisions than most_counted; the newest are counted
};

/// Decisions that are counted at one time.
inline constexpr std::int64_t most_counted = 50'000;

/// A comment that a clinician wrote.
struct comment_row {
  std::int64_t id = 0;  // grows with each item
  std::string received; // `2026-01-05T12:00:00Z`
  std::string client;
  std::string service;
  std::string rule; // empty: the card is not known
  std::string outcome;
  std::string reason_code;
  std::string reason_display;
  std::string comment;

  friend bool operator==(const comment_row&, const comment_row&) = default;
};

/// Of the newest items before one.
struct comment_page {
  std::int64_t before = INT64_MAX; // id
  std::int64_t most = 50;
};

} // namespace server
