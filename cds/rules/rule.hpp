// What a rule is, and the small vocabulary the rules share.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

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

// `because` is a constant, or on the situation's notes.
outcome not_applicable(rule_id id, std::string_view because);
outcome negative(rule_id id, std::string_view because);
outcome not_evaluable(rule_id id, const situation& s, std::span<const std::string_view> missing);
outcome not_evaluable(rule_id id, const situation& s, std::initializer_list<std::string_view> missing);
outcome fired(const recommendation& r, std::string_view because);
bool has_fired(std::span<const outcome> before, rule_id id);

/// `a, b, c`
std::string_view listed(const situation& s, const list<std::string_view>& items);

/// Ends a rule early: out of scope, a minor, or of unknown age. Empty: the rule goes on.
std::optional<outcome> unless_adult_in_scope(rule_id id, const situation& s);

/// The kinds of medication data that were not supplied, in a clinician's words.
few<std::string_view, 4> missing_medication_data(const facts& chart);

/// A recommendation for the situation's order, to be filled with texts of the rule's knowledge entry.
class finding {
 public:
  finding(const situation& s, rule_id id, indicator urgency);

  finding& summary(const text_key& key, const placeholders& values = {});
  finding& why(const text_key& key, const placeholders& values = {});
  finding& not_known(const text_key& key, const placeholders& values = {});
  finding& option(const text_key& key, const placeholders& values = {});
  finding& data(const datum& d);
  finding& data(const list<datum>& several);
  finding& suggest(const std::optional<suggestion>& s);

  bool warns() const { return card_.indicator != indicator::info; }
  std::string_view text(const text_key& key, const placeholders& values = {}) const;
  const recommendation& take() const { return card_; }

 private:
  const situation& s_;
  recommendation card_;
};

// Data lines that several rules print.
datum lesion_datum(const situation& s);
datum course_datum(const situation& s, const exposure_run& run);
/// Age, immune evidence and pregnancy, as far as they are known and matter.
list<datum> host_data(const situation& s);

} // namespace cds::rules
