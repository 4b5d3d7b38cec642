// How the tests of the rules read a decision: one short text for how a rule ended, one for each thing it offers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "tests/support/chart.hpp"

namespace verdicts {

using support::chart;

/// A row of a table: what differs from the table's own patient, and how the rule must end.
struct row {
  std::string_view name;
  std::function<void(chart&)> change;
  std::string_view ending;
};

/// Applies each row's change to a copy of `base` and checks how the rule ends for the first order.
void expect_endings(cds::rule_id rule, const chart& base, const std::vector<row>& rows);

/// A man of 40 with a lip lesion, on valacyclovir 1 g every 12 hours for `days` days up to yesterday, and another order
/// of it.
chart failing(int days = 12);

/// A man with advanced HIV (severe), a lip ulcer for 24 days, no laboratory result but the CD4 count, and an order of
/// famciclovir.
chart with_hiv(int years = 52);

/// The same with an acyclovir-resistant, foscarnet-susceptible isolate and today's creatinine and weight.
chart resistant(int years = 52, double creatinine = 1.1, double kg = 65);

cds::decision decide(const chart& told);

/// `info`, `warning`, `critical` when the rule fired; `not evaluable`; `quiet` for negative and not applicable.
std::string ending(const cds::decision& decided, cds::rule_id rule, std::size_t draft = 0);
std::string ending(const chart& told, cds::rule_id rule, std::size_t draft = 0);

/// A recommendation and the decision that its texts are of.
struct held : cds::recommendation {
  cds::decision of;
};
/// The recommendation of a rule that fired; an empty one when it did not.
held found(const chart& told, cds::rule_id rule, std::size_t draft = 0);

/// The same of what the patient is on already; `no outcome` and an empty one when nothing was checked.
std::string standing_ending(const chart& told, cds::rule_id rule);
held found_standing(const chart& told, cds::rule_id rule);

/// The only order of a chart changed to `mg_per_kg` every `hours` hours.
void dose(chart& told, double mg_per_kg, double hours);

/// Removes every result of a kind.
void without(chart& told, cds::value_set kind);

/// Everything a recommendation offers: `test 5859-4`, `refer urgent`, `cancel`, `change 1 g every 12 hours for 7 days`,
/// `oral 2 g every 12 hours for 1 day`, `foscarnet 30 mg/kg 1950 mg q8h`; a leading `*` when it is recommended.
std::vector<std::string> offers(const cds::recommendation& of);

/// All the words of a recommendation, lower case: summary, lines and descriptions.
std::string words(const cds::recommendation& of);

/// One line for each rule and order that says all that matters: ending, summary and offers.
std::string essence(const cds::decision& decided);

/// The rules that speak in the end, worst first: `treatment-failure warning`.
std::vector<std::string> spoken(const cds::decision& decided);

} // namespace verdicts
