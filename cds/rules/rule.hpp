// What a rule is, and the small vocabulary the rules share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cds/assess/situation.hpp"
#include "cds/decision.hpp"

namespace cds::rules {

/// `before`: the outcomes of the rules that ran earlier for this order.
using evaluate_rule = outcome (*)(const situation& s, std::span<const outcome> before);
struct rule {
  rule_id id;
  evaluate_rule evaluate;
};
/// All rules, in the order they run.
std::span<const rule> all();

outcome not_applicable(rule_id id, std::string because);
outcome negative(rule_id id, std::string because);
outcome not_evaluable(rule_id id, std::vector<std::string> missing);
outcome fired(recommendation r, std::string because);
bool has_fired(std::span<const outcome> before, rule_id id);

/// Ends a rule early: out of scope, a minor, or of unknown age. Empty: the rule goes on.
std::optional<outcome> unless_adult_in_scope(rule_id id, const situation& s);

/// The kinds of medication data that were not supplied, in a clinician's words.
std::vector<std::string> missing_medication_data(const facts& chart);

/// A recommendation for the situation's order, to be filled with texts of the rule's knowledge entry.
class finding {
 public:
  finding(const situation& s, rule_id id, indicator urgency);

  finding& summary(std::string_view key, const placeholders& values = {});
  finding& why(std::string_view key, const placeholders& values = {});
  finding& not_known(std::string_view key, const placeholders& values = {});
  finding& option(std::string_view key, const placeholders& values = {});
  finding& data(datum d);
  finding& data(std::vector<datum> several);
  finding& suggest(std::optional<suggestion> s);

  bool warns() const { return card_.indicator != indicator::info; }
  std::string text(std::string_view key, const placeholders& values = {}) const;
  recommendation take() { return std::move(card_); }

 private:
  const situation& s_;
  recommendation card_;
};

// Data lines that several rules print.
datum lesion_datum(const situation& s);
datum course_datum(const exposure_run& run);
/// Age, immune evidence and pregnancy, as far as they are known and matter.
std::vector<datum> host_data(const situation& s);

} // namespace cds::rules
