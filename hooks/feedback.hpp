// What a clinician did with a card, as the client reports it afterwards: the body of `POST {service}/feedback`.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "hooks/problem.hpp"

namespace hooks {

enum class card_outcome : unsigned char { accepted, overridden };
std::string_view name_of(card_outcome o);

/// A FHIR Coding. Empty = not given; at least one of code and display is given.
struct override_coding {
  std::string code;
  std::string system;
  std::string display;

  friend bool operator==(const override_coding&, const override_coding&) = default;
};

/// One interaction with one card. Owns its text; identifiers are as the client wrote them.
struct feedback_item {
  std::string card; // uuid
  card_outcome outcome = card_outcome::accepted;
  std::vector<std::string> accepted_suggestions; // uuids; of an accepted card at least one
  std::optional<override_coding> reason;
  std::string comment;           // free text of the clinician; empty = none
  std::string outcome_timestamp; // an instant as it was written
  std::chrono::sys_seconds outcome_time;

  friend bool operator==(const feedback_item&, const feedback_item&) = default;
};

inline constexpr std::size_t most_feedback_items = 100;
inline constexpr std::size_t most_accepted_suggestions = 100;
inline constexpr std::size_t most_comment_bytes = 4096;
inline constexpr std::size_t most_coding_bytes = 1024; // each of code, system and display

/// Every item, or the refusal with every fault and its path: one bad item refuses them all. Members that are not known
/// are ignored; an empty `overrideReason` or comment counts as none given.
tl::expected<std::vector<feedback_item>, problem> read_feedback(std::string_view body);

} // namespace hooks
