#include "cds/rule_id.hpp"

#include <algorithm>

namespace cds {
namespace {

constexpr std::array<std::string_view, rule_count> names = {
    "red-flag",         "paediatric",       "confirm-indication", "treatment-failure", "resistant-virus",
    "regimen-check",    "renal-dose",       "recurrence-pattern", "topical-acyclovir", "foscarnet-dose",
    "foscarnet-safety", "foscarnet-course", "not-checked",
};

} // namespace

std::string_view name_of(rule_id id) { return names.at(static_cast<std::size_t>(id)); }

std::optional<rule_id> rule_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<rule_id>(found - names.begin());
}

} // namespace cds
