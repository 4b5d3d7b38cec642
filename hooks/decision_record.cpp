#include "hooks/decision_record.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

namespace hooks {
namespace {

struct kind_name {
  std::string_view operator()(const cds::order_test&) const { return "order-test"; }
  std::string_view operator()(const cds::refer&) const { return "refer"; }
  std::string_view operator()(const cds::cancel_order&) const { return "cancel-order"; }
  std::string_view operator()(const cds::change_dosage&) const { return "change-dosage"; }
  std::string_view operator()(const cds::order_oral&) const { return "order-oral"; }
  std::string_view operator()(const cds::order_foscarnet&) const { return "order-foscarnet"; }
  std::string_view operator()(const cds::change_foscarnet&) const { return "change-foscarnet"; }
};

} // namespace

std::string kind_of(const cds::suggestion& offered) {
  cds::few<std::string_view, std::variant_size_v<cds::action>> names;
  for (const auto& action : offered.actions) {
    const auto name = std::visit(kind_name{}, action);
    if (std::ranges::find(names, name) == names.end()) names.add(name);
  }
  std::string kind;
  for (const auto name : names) kind.append(kind.empty() ? "" : "+").append(name);
  return kind;
}

knowledge_edition edition_of(const cds::knowledge& known) {
  knowledge_edition named{.version = known.version, .hash = known.hash, .rule_versions = {}};
  for (std::size_t i = 0; i < cds::rule_count; ++i)
    named.rule_versions[i] = known.rule(static_cast<cds::rule_id>(i)).version;
  return named;
}

std::vector<recorded_outcome> to_recorded(const std::vector<cds::outcome>& outcomes) {
  std::vector<recorded_outcome> recorded;
  recorded.reserve(outcomes.size());
  for (const auto& one : outcomes) recorded.push_back({one.rule, one.verdict});
  return recorded;
}

} // namespace hooks
