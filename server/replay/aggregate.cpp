#include "server/replay/aggregate.hpp"

#include <utility>

namespace server {
namespace {

using cds::rule_id;
using cds::verdict;

constexpr std::string_view not_listed = "not in the list of groups";

/// Weeks begin on Monday, as the first day of 1970-01-05 did.
cds::day monday_of(cds::day day) {
  const auto since = std::chrono::weekday(day) - std::chrono::Monday;
  return day - since;
}

std::chrono::year_month month_of(cds::day day) {
  const std::chrono::year_month_day date(day);
  return date.year() / date.month();
}

happening any_of(const std::vector<suggested_deed>& suggested) {
  auto all = happening::no;
  for (const auto& one : suggested) {
    if (one.happened == happening::yes) return happening::yes;
    if (one.happened == happening::unknown) all = happening::unknown;
  }
  return all;
}

/// The urgency of the card that each rule shows.
std::array<std::optional<cds::indicator>, cds::rule_count> cards_of(const judgement& judged) {
  std::array<std::optional<cds::indicator>, cds::rule_count> cards{};
  for (const auto& one : judged.rules)
    if (one.shown) cards[static_cast<std::size_t>(one.rule)] = one.urgency;
  return cards;
}

void count_card(rule_counts& rule, const rule_result& result) {
  if (!result.shown || !result.urgency) return;
  ++rule.cards[static_cast<std::size_t>(*result.urgency)];
  if (result.suggested.empty()) return;
  for (const auto& one : result.suggested) rule.deeds[static_cast<std::size_t>(one.what)].add(one.happened);
  rule.any.add(any_of(result.suggested));
}

} // namespace

aggregate::aggregate(aggregate_options options) : options_(std::move(options)), sums_(options_.sample, options_.seed) {}

void aggregate::add(const run_summary& run) { sums_.run = run; }

void aggregate::add(const replayed_order& order) {
  if (order.patient != patient_) {
    close_patient(sums_);
    patient_ = order.patient;
    patients_cards_ = 0;
    patients_rules_.reset();
  }
  volume one;
  one.add(order.judged);
  sums_.all += one;
  sums_.agents[static_cast<std::size_t>(order.agent)] += one;
  sums_.months[month_of(order.day)] += one;
  patients_cards_ += static_cast<int>(one.cards);
  if (!order.judged.refused.empty()) {
    ++sums_.refusals[order.judged.refused];
    sums_.review.add({review_reason::refused, rule_id::count_}, order.order, order.patient);
  }
  for (const auto& [what, happened, days] : order.unprompted)
    sums_.unprompted[static_cast<std::size_t>(what)].add(happened);
  count_rules(order);
  count_compared(order);
  count_prescriber(order);
}

void aggregate::count_rules(const replayed_order& order) {
  bool quiet = order.judged.refused.empty();
  for (const auto& result : order.judged.rules) {
    auto& rule = sums_.rules[static_cast<std::size_t>(result.rule)];
    switch (result.verdict) {
    case verdict::not_applicable:
      break;
    case verdict::negative:
      ++rule.negative;
      break;
    case verdict::not_evaluable:
      ++rule.not_evaluable;
      for (const auto& what : result.missing) ++rule.missing[what];
      sums_.review.add({review_reason::not_evaluable, result.rule}, order.order, order.patient);
      break;
    case verdict::fired:
      ++rule.fired;
      break;
    }
    if (result.verdict == verdict::fired || result.verdict == verdict::not_evaluable) quiet = false;
    if (!result.shown) continue;
    count_card(rule, result);
    patients_rules_.set(static_cast<std::size_t>(result.rule));
    sums_.review.add({review_reason::card, result.rule}, order.order, order.patient);
  }
  if (quiet) sums_.review.add({review_reason::quiet, rule_id::count_}, order.order, order.patient);
}

void aggregate::count_compared(const replayed_order& order) {
  if (!order.compared) return;
  if (!sums_.compared) sums_.compared.emplace();
  sums_.compared->add(*order.compared);
  const auto before = cards_of(order.judged);
  const auto after = cards_of(*order.compared);
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    auto& rule = sums_.rules_compared[i];
    const auto id = static_cast<rule_id>(i);
    if (after[i]) ++rule.after;
    if (after[i] && !before[i]) {
      ++rule.gained;
      sums_.review.add({review_reason::gained, id}, order.order, order.patient);
    } else if (before[i] && !after[i]) {
      ++rule.lost;
      sums_.review.add({review_reason::lost, id}, order.order, order.patient);
    } else if (before[i] != after[i]) {
      ++rule.other_urgency;
    }
  }
}

void aggregate::count_prescriber(const replayed_order& order) {
  volume one;
  one.add(order.judged);
  if (!options_.groups.empty()) {
    const auto listed = options_.groups.find(order.prescriber);
    auto& group = sums_.groups[listed != options_.groups.end() ? listed->second : std::string(not_listed)];
    group.all += one;
    group.prescribers.insert(order.prescriber);
  }
  if (order.prescriber.empty()) {
    ++sums_.orders_without_prescriber;
    return;
  }
  auto& week = sums_.burden[order.prescriber][monday_of(order.day)];
  ++week.orders;
  week.cards += one.cards;
}

void aggregate::close_patient(figures& in) const {
  if (patient_.empty()) return;
  ++in.patients;
  ++in.patients_by_cards[patients_cards_];
  for (std::size_t i = 0; i < cds::rule_count; ++i)
    if (patients_rules_.test(i)) ++in.rules[i].patients;
}

void aggregate::merge(aggregate other) {
  close_patient(sums_);
  patient_.clear();
  auto theirs = other.counted();
  if (!sums_.run) sums_.run = std::move(theirs.run);
  sums_.all += theirs.all;
  if (theirs.compared) sums_.compared = sums_.compared.value_or(volume{}) += *theirs.compared;
  sums_.patients += theirs.patients;
  for (const auto& [cards, patients] : theirs.patients_by_cards) sums_.patients_by_cards[cards] += patients;
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    sums_.rules[i] += theirs.rules[i];
    sums_.rules_compared[i] += theirs.rules_compared[i];
  }
  for (std::size_t i = 0; i < deed_count; ++i) sums_.unprompted[i] += theirs.unprompted[i];
  for (const auto& [what, orders] : theirs.refusals) sums_.refusals[what] += orders;
  for (std::size_t i = 0; i < agent_count; ++i) sums_.agents[i] += theirs.agents[i];
  for (const auto& [month, volume] : theirs.months) sums_.months[month] += volume;
  for (auto& [name, group] : theirs.groups) {
    sums_.groups[name].all += group.all;
    sums_.groups[name].prescribers.merge(group.prescribers);
  }
  for (const auto& [prescriber, their_weeks] : theirs.burden)
    for (const auto& [monday, week] : their_weeks) {
      auto& ours = sums_.burden[prescriber][monday];
      ours.orders += week.orders;
      ours.cards += week.cards;
    }
  sums_.orders_without_prescriber += theirs.orders_without_prescriber;
  sums_.review.merge(theirs.review);
}

figures aggregate::counted() const {
  figures all = sums_;
  close_patient(all);
  return all;
}

} // namespace server
