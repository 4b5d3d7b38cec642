// What could not be checked is said aloud: one card for each order that names every check and what it lacked.
#pragma once

#include <optional>
#include <vector>

#include "cds/rules/rule.hpp"

namespace cds::rules {

std::optional<recommendation> not_checked(const situation& s, const std::vector<outcome>& outcomes);

} // namespace cds::rules
