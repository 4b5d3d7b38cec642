#include "server/admin/call_metrics.hpp"

#include <array>
#include <chrono>

namespace server {
namespace {

using enum metric_kind;

void tell_requests(family_list& all, const call_totals& totals) {
  auto requests =
      all.add(counter, "requests_total", "Calls by what was called, who called and the status of the answer");
  for (const auto& [client, answered] : totals.answered)
    for (std::size_t kind = 0; kind < call_kinds; ++kind)
      for (std::size_t i = 0; i < counted_statuses.size(); ++i)
        if (answered[kind][i] > 0)
          requests.with({{"service", name_of_kind(kind)}, {"client", client}, {"status", name_of_status(i)}},
                        as_value(answered[kind][i]));
}

void tell_durations(family_list& all, const call_totals& totals) {
  auto durations = all.add(histogram, "request_duration_seconds", "From the whole request to its answer");
  for (std::size_t kind = 0; kind < call_kinds; ++kind) {
    const auto& of = totals.durations[kind];
    std::uint64_t so_far = 0;
    std::array<bucket, duration_counts::bounds.size()> buckets;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      so_far += of.within[i];
      buckets[i] = {std::chrono::duration<double>(duration_counts::bounds[i]).count(), so_far};
    }
    durations.with({{"service", name_of_kind(kind)}}, buckets, so_far + of.within.back(),
                   std::chrono::duration<double>(of.sum).count());
  }
}

/// A sample for every rule and way, also for what has not been seen yet: rates of what appears only once are lost.
template<class way, std::size_t ways>
void tell_rules(family of, std::string_view label, const hooks::by_rule<std::uint64_t, ways>& counted) {
  for (std::size_t rule = 0; rule < counted.size(); ++rule)
    for (std::size_t i = 0; i < ways; ++i)
      of.with({{"rule", cds::name_of(static_cast<cds::rule_id>(rule))}, {label, cds::name_of(static_cast<way>(i))}},
              as_value(counted[rule][i]));
}

void tell_decisions(family_list& all, const call_totals& totals) {
  tell_rules<cds::verdict>(
      all.add(counter, "outcomes_total", "How rules ended, for each order and for what is running"), "verdict",
      totals.outcomes);
  tell_rules<cds::indicator>(all.add(counter, "cards_total", "Cards that were shown"), "indicator", totals.cards);
  tell_rules<cds::indicator>(all.add(counter, "silent_findings_total", "Findings of silent rules, shown to nobody"),
                             "indicator", totals.silent);
}

void tell_feedback(family_list& all, const call_totals& totals) {
  auto feedback = all.add(counter, "feedback_total", "Feedback on cards that was kept");
  for (const auto outcome : {hooks::card_outcome::accepted, hooks::card_outcome::overridden})
    feedback.with({{"outcome", hooks::name_of(outcome)}},
                  as_value(totals.feedback.at(static_cast<std::size_t>(outcome))));
  auto overrides =
      all.add(counter, "overrides_total", "Overridden cards by the reason given, of those that are offered");
  for (const auto& [reason, count] : totals.overrides) overrides.with({{"reason", reason}}, as_value(count));
}

} // namespace

void tell_calls(family_list& all, const call_totals& totals) {
  tell_requests(all, totals);
  tell_durations(all, totals);
  tell_decisions(all, totals);
  tell_feedback(all, totals);
}

} // namespace server
