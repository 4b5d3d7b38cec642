#include "hooks/account.hpp"

namespace hooks {
namespace {

template<class number, std::size_t ways, class way>
number& at(by_rule<number, ways>& table, cds::rule_id rule, way which) {
  return table.at(static_cast<std::size_t>(rule)).at(static_cast<std::size_t>(which));
}

void add(account& to, const std::vector<cds::outcome>& outcomes, const cds::knowledge& known) {
  for (const auto& one : outcomes) {
    ++at(to.outcomes, one.rule, one.verdict);
    if (one.recommendation && known.mode_of(one.rule) == cds::rule_mode::silent)
      ++at(to.silent, one.rule, one.recommendation->indicator);
  }
}

} // namespace

sent_data sent_in(const prefetched& data) {
  sent_data states{};
  for (std::size_t i = 0; i < states.size(); ++i) states[i] = data[i].what;
  return states;
}

account account_of(const cds::decision& decided, const std::vector<issued_card>& cards, const cds::knowledge& known) {
  account made;
  for (const auto& order : decided.orders) add(made, order.outcomes, known);
  add(made, decided.standing, known);
  for (const auto& one : cards) ++at(made.cards, one.rule, one.indicator);
  return made;
}

} // namespace hooks
