#include "server/console/reception_tally.hpp"

namespace server {
namespace {

std::size_t urgency_at(const std::string& indicator) {
  if (indicator == "critical") return 2;
  return indicator == "warning" ? 1 : 0;
}

} // namespace

void received_cards::add(const card_count& more) {
  cards += more.cards;
  by_urgency.at(urgency_at(more.indicator)) += more.cards;
  accepted += more.accepted;
  overridden += more.overridden;
  ignored += more.ignored;
}

std::chrono::sys_days period_of(std::chrono::sys_days day, period_unit unit) {
  if (unit == period_unit::day) return day;
  return day - (std::chrono::weekday{day} - std::chrono::Monday);
}

reception_tally tally(const reception& counted, period_unit unit) {
  reception_tally made;
  for (const auto& one : counted.decisions) {
    made.periods[period_of(one.day, unit)].decisions += one.decisions;
    made.clients[one.client].decisions += one.decisions;
    made.all.decisions += one.decisions;
  }
  for (const auto& one : counted.cards) {
    made.rules[one.rule].received.add(one);
    made.periods[period_of(one.day, unit)].received.add(one);
    made.clients[one.client].received.add(one);
    made.all.received.add(one);
  }
  for (const auto& one : counted.outcomes) {
    auto& rule = made.rules[one.rule];
    (one.verdict == "fired" ? rule.fired : rule.not_evaluable) += one.outcomes;
    if (one.verdict != "fired") made.clients[one.client].not_evaluable += one.outcomes;
  }
  for (const auto& one : counted.reasons) made.rules[one.rule].reasons.emplace_back(one.code, one.times);
  return made;
}

} // namespace server
