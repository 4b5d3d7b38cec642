// One signed antiviral order of the past as the rules judge it, and what the chart shows of the days after it: what is
// counted, merged and reported. Holds no name, date of birth or text of the chart; the ids are for reviewing charts.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/decision.hpp"

namespace server {

/// What a card suggests and a clinician may do with or without it.
enum class deed : std::uint8_t {
  culture,      // a culture or susceptibility test of herpes simplex, ordered or resulted
  laboratory,   // one of the other tests that the card suggests
  referral,     // to infectious disease
  order_ended,  // the order was stopped or cancelled
  drug_changed, // another antiviral was ordered
  dose_changed  // the same antiviral was ordered with another dosage
};
inline constexpr std::size_t deed_count = 6;
std::string_view name_of(deed d); // `order-ended`
std::optional<deed> deed_named(std::string_view name);

/// Whether something happened within 14 days after the order. `unknown`: the export ends before that, has no file of
/// the type that would tell, or tells it without a date.
enum class happening : std::uint8_t { no, yes, unknown };
std::string_view name_of(happening h);
inline constexpr std::chrono::days follow_up_days{14};

struct suggested_deed {
  deed what = deed::culture;
  happening happened = happening::unknown;
  std::optional<int> days = {}; // whole days from the order to it; only with `yes`, and only where it is dated

  friend bool operator==(const suggested_deed&, const suggested_deed&) = default;
};

/// How one rule ended for the order. Rules that do not apply are left out of a replayed_order.
struct rule_result {
  cds::rule_id rule = cds::rule_id::not_checked;
  cds::verdict verdict = cds::verdict::negative;
  std::optional<cds::indicator> urgency = {}; // fired
  bool shown = false;                    // fired, and a card of its own is among those that an EHR would have shown
  std::vector<std::string> missing = {}; // not_evaluable: what was needed, in a clinician's words
  std::vector<suggested_deed> suggested = {}; // fired: each deed once, in the order of the enumeration

  friend bool operator==(const rule_result&, const rule_result&) = default;
};

/// What one knowledge says of an order. `not_checked` stands among the rules when its card is shown.
struct judgement {
  std::vector<rule_result> rules = {}; // in the order of rule_id
  int cards = 0;                       // shown
  std::string refused = {};            // why nothing could be evaluated: `conditions`; then there are no rules

  friend bool operator==(const judgement&, const judgement&) = default;
};

struct replayed_order {
  std::string patient; // id
  std::string order;   // id
  cds::instant at{};   // when it was signed: the clock of its evaluation
  cds::day day{};      // that moment's day where it was signed
  cds::agent agent = cds::agent::none;
  std::string prescriber = {}; // the requester's reference, `Practitioner/12`; empty = not said
  judgement judged = {};
  std::optional<judgement> compared = {}; // under the other knowledge, when one was asked for
  /// Where no card is shown: the deeds that depend on no card, whether they happened all the same. What cards are
  /// followed by can be held against it.
  std::vector<suggested_deed> unprompted = {};
  bool follow_up_complete = false; // the export goes on for 14 days after the order
  int statuses_as_exported = 0;    // resources of the chart whose status then is not known
  int left_out_undated = 0;        // resources that say no date and so cannot be placed in time

  friend bool operator==(const replayed_order&, const replayed_order&) = default;
};

/// Orders of a run stand in this order: patient, time, id.
bool stands_before(const replayed_order& a, const replayed_order& b);

/// One line of JSON with its line end; the same order gives the same bytes.
void append_line(std::string& to, const replayed_order& of);
/// The error says what is wrong without repeating anything of the line.
tl::expected<replayed_order, std::string> read_replayed_order(std::string_view line);

} // namespace server
