#include "server/replay/figures.hpp"

namespace server {
namespace {

template<class T, std::size_t size> void add_each(std::array<T, size>& to, const std::array<T, size>& from) {
  for (std::size_t i = 0; i < size; ++i) to[i] += from[i];
}

} // namespace

void volume::add(const judgement& judged) {
  ++orders;
  if (!judged.refused.empty()) ++refused;
  count shown = 0;
  bool whole = judged.refused.empty();
  for (const auto& one : judged.rules) {
    whole = whole && one.verdict != cds::verdict::not_evaluable;
    if (!one.shown || !one.urgency) continue;
    ++shown;
    ++by_rule[static_cast<std::size_t>(one.rule)];
    ++by_urgency[static_cast<std::size_t>(*one.urgency)];
  }
  cards += shown;
  if (!whole) ++incomplete;
  if (shown > 0) ++orders_with_cards;
}

volume& volume::operator+=(const volume& other) {
  orders += other.orders;
  refused += other.refused;
  incomplete += other.incomplete;
  cards += other.cards;
  orders_with_cards += other.orders_with_cards;
  add_each(by_rule, other.by_rule);
  add_each(by_urgency, other.by_urgency);
  return *this;
}

void happened_counts::add(happening what) { ++(what == happening::yes ? yes : what == happening::no ? no : unknown); }

happened_counts& happened_counts::operator+=(const happened_counts& other) {
  yes += other.yes;
  no += other.no;
  unknown += other.unknown;
  return *this;
}

rule_counts& rule_counts::operator+=(const rule_counts& other) {
  negative += other.negative;
  not_evaluable += other.not_evaluable;
  fired += other.fired;
  add_each(cards, other.cards);
  patients += other.patients;
  add_each(deeds, other.deeds);
  any += other.any;
  for (const auto& [what, orders] : other.missing) missing[what] += orders;
  return *this;
}

compared_counts& compared_counts::operator+=(const compared_counts& other) {
  after += other.after;
  gained += other.gained;
  lost += other.lost;
  other_urgency += other.other_urgency;
  return *this;
}

} // namespace server
