// What was kept, read back for people who judge the cards. Reads beside a running server without disturbing it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/feedback.hpp"
#include "server/store/reception.hpp"

namespace server {

struct report_filter {
  std::chrono::sys_seconds since{}; // of feedback: received from then on; of cards: issued from then on
  std::string client;               // empty = every client
  std::chrono::sys_seconds until = std::chrono::sys_seconds::max(); // of feedback alone: received before then
  std::int64_t most = INT64_MAX;                                    // rows of feedback
};

struct taken_suggestion {
  std::string uuid;
  std::string kind; // empty: the card offers no such suggestion

  friend bool operator==(const taken_suggestion&, const taken_suggestion&) = default;
};

/// One feedback item with what is known of its card. A card is known when it was issued to the client that reports.
struct feedback_row {
  std::string card;
  bool known = false;
  std::string rule; // this and what follows up to encounter: empty when the card is not known
  std::string rule_version;
  std::string user;
  std::string encounter;
  std::string outcome; // `accepted`, `overridden`
  std::vector<taken_suggestion> suggestions;
  hooks::override_coding reason;
  std::string comment;
  std::string date; // of the outcome, as the client wrote it
  std::string client;
  std::string service;
  std::string received; // `2026-01-05T12:00:00Z`

  friend bool operator==(const feedback_row&, const feedback_row&) = default;
};

/// Cards of one rule. A card that was accepted and overridden, one after the other, counts as both.
struct rule_summary {
  std::string rule;
  std::int64_t issued = 0;
  std::int64_t accepted = 0;
  std::int64_t overridden = 0;

  friend bool operator==(const rule_summary&, const rule_summary&) = default;
};

struct feedback_summary {
  std::vector<rule_summary> rules; // by name
  std::int64_t unknown = 0;        // feedback items about cards that are not known; counted nowhere else

  friend bool operator==(const feedback_summary&, const feedback_summary&) = default;
};

/// Somewhere to read from: the same rows and numbers, whatever they are kept in. The errors say why nothing can be
/// read.
struct report_source {
  /// Rows in the order they were received, as of one moment.
  std::function<tl::expected<void, std::string>(const report_filter& wanted,
                                                const std::function<void(const feedback_row&)>& visit)>
      rows;
  std::function<tl::expected<feedback_summary, std::string>(const report_filter& wanted)> summary;
  std::function<tl::expected<reception, std::string>(const reception_filter& wanted)> counts;
  /// Newest first.
  std::function<tl::expected<std::vector<comment_row>, std::string>(const reception_filter& wanted,
                                                                    const comment_page& page)>
      comments;
};

/// How long a report may take. Who asks by hand waits; who asks from a page does not.
enum class report_patience : unsigned char { long_enough, seconds };

/// Of the store in a data directory.
report_source embedded_reports(const std::filesystem::path& data,
                               report_patience patience = report_patience::long_enough);

} // namespace server
